import type { AccountingPeriod } from '#lib/canonical';
import type { PeriodInput } from '#lib/rules';
import type { StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** The accounting periods of a legal entity as the ERP last told them. */
export async function periodsOf(em: EntityManager, legalEntityCode: string): Promise<PeriodInput[]> {
  const rows: StoredRecord<AccountingPeriod>[] = await em.query(
    `select * from canonical_record where entity = 'accounting_period' and not deleted and legal_entity_code = $1 order by data->>'start'`, [legalEntityCode]);
  return rows.map((r) => ({ period_id: r.natural_key ?? r.id, start: r.data.start, end: r.data.end, status: r.data.status as PeriodInput['status'] }));
}
