import { addMonths, monthOf } from '#lib/canonical';
import type { DailyWork } from '#lib/process';
import { once } from '#lib/store';
import type { DataSource } from 'typeorm';
import type { PeriodOfClose } from '../checks/run-checks.js';
import { closeSettings } from '../settings.js';
import { reconcile } from './reconcile.js';

/**
 * RECONCILIATION_DAILY (REC-1): what the route does for one period, for the month of the day and the one before it of every legal entity, where the ERP
 * has them open. Each in a transaction of its own, keyed by entity, period and day. One that fails does not keep the others from being compared.
 */
export const dailyReconciliation: DailyWork = {
  name: 'reconciliation',
  at: () => closeSettings().reconciliation_daily,
  start: async (ds, day) => {
    const failed: unknown[] = [];
    for (const p of await openPeriods(ds, day)) {
      const key = `${p.legal_entity}:${p.period}:${day}`;
      const run = { run_id: `reconciliation:${key}`, correlation_id: `reconciliation:${key}` };
      await ds.transaction((em) => once(em, 'daily-reconciliations', key, p, async () => ({ status: 200, response: await reconcile(em, p, run) }))).catch((error: unknown) => failed.push(error));
    }
    if (failed.length > 0) throw failed[0];
  },
};

function openPeriods(ds: DataSource, day: string): Promise<PeriodOfClose[]> {
  const first = `${monthOf(day)}-01`;
  return ds.query(
    `select legal_entity_code as legal_entity, substr(data->>'start', 1, 7) as period from canonical_record
     where entity = 'accounting_period' and not deleted and status = 'open' and legal_entity_code is not null and data->>'start' in ($1, $2) order by 1, 2`, [addMonths(first, -1), first]);
}
