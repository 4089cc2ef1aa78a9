import type { AccountingPeriod } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import type { StoredRecord } from '../records.js';

/** One accounting period as the rules take it. */
export interface PeriodOfEntity {
  period_id: string;
  start: string;
  end: string;
  status: 'future' | 'open' | 'soft_closed' | 'closed' | 'locked';
}

/**
 * The accounting periods of a legal entity, oldest first: as the ERP last told them, and closed for a subledger where finance has closed it here
 * although the ledger is still open (CLS-1). What was reopened is closed again when its time is over (CLS-7). Without `subledger`, the general ledger's state alone decides.
 */
export async function periodsOf(em: EntityManager, legalEntityCode: string, subledger?: 'time' | 'expense' | 'cost' | 'billing' | 'revenue'): Promise<PeriodOfEntity[]> {
  const rows: StoredRecord<AccountingPeriod>[] = await em.query(
    `select * from canonical_record where entity = 'accounting_period' and not deleted and legal_entity_code = $1 order by data->>'start'`, [legalEntityCode]);
  const shut = new Map<string, string>((await em.query(
    `select period, case when status = 'soft_closed' then status else 'closed' end as status from period_close where legal_entity_code = $1 and subledger = $2 and (status in ('soft_closed', 'closed') or expires_on < current_date)`,
    [legalEntityCode, subledger ?? 'gl'])).map((r: { period: string; status: string }) => [r.period, r.status]));
  return rows.map((r) => ({ period_id: r.natural_key ?? r.id, start: r.data.start, end: r.data.end, status: ((r.data.status === 'open' && shut.get(r.data.start.slice(0, 7))) || r.data.status) as PeriodOfEntity['status'] }));
}
