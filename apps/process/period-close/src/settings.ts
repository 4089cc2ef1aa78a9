import { defineSettings } from '#lib/platform';

export const closeSettings = defineSettings('close', {
  reconciliation_daily: { env: 'RECONCILIATION_DAILY', type: 'string', doc: 'Time of day (UTC, such as 04:00) at which the current and the last month of every legal entity are reconciled where they are open, once a day over all replicas; empty: only when asked for.' },
});
