import type { EntityManager } from 'typeorm';

/** An approved entry that draws on a retainer. */
export interface UsedHours {
  time_entry_id: string;
  work_date: string;
  hours: string;
}

/** Approved billable hours on a line that stand, in the order in which they draw: work date, approval, source. */
export async function hoursUsed(em: EntityManager, contractId: string, lineNo: string): Promise<UsedHours[]> {
  return em.query(
    `select e.id as time_entry_id, e.work_date, e.billable_hours::text as hours from time_entry e where e.contract_id = $1 and e.line_no = $2 and e.kind <> 'reversal' and e.billable_hours > 0
       and not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id) order by e.work_date, e.approved_at nulls first, e.source_id, e.id`, [contractId, lineNo]);
}
