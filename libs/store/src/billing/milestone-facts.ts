import type { Contract, ContractLine, Milestone, TaxCode } from '#lib/canonical';
import { inRange } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { type StoredRecord, recordById, recordByKey } from '../records.js';
import { BillingEvent } from '../tables/billing-event.table.js';
import { billingTerms, taxProfileOf } from './contract-terms.js';
import { periodsOf } from './periods.js';

/** What decides whether a milestone may be billed (FF-5), as it stands now. The names are those the milestone gate of the rules takes. */
export interface MilestoneFacts {
  milestone: StoredRecord<Milestone>;
  contract?: StoredRecord<Contract>;
  line?: ContractLine;
  /** Day of acceptance, else of completion. */
  date: string;
  contract_line_active: boolean;
  /** `waived`: a person waived the exception that named it. */
  task_records: { id: string; approval_status: string; waived: boolean }[];
  tax_profile_valid: boolean;
  legal_entity_matches: boolean;
  period_open: boolean;
}

/** Looks everything up anew: a guard holds at the moment of effect or not at all (REC-5). Undefined when the milestone is not known (any more). */
export async function milestoneFacts(em: EntityManager, milestoneId: string, lineNo: string | undefined, today: string): Promise<MilestoneFacts | undefined> {
  const milestone = await recordById<Milestone>(em, milestoneId);
  if (!milestone?.data.project_id) return undefined;
  const { project, contract, client } = await billingTerms(em, milestone.data.project_id);
  const line = contract?.data.lines.find((l) => l.line_no === lineNo);
  const date = milestone.data.accepted_at?.slice(0, 10) ?? milestone.data.actual_date ?? milestone.data.planned_date ?? today;
  const profile = line ? taxProfileOf(line, client?.data) : null;
  const tax = profile ? await recordByKey<TaxCode>(em, 'tax_code', profile) : undefined;
  const entity = contract?.legal_entity_code ?? '';
  return {
    milestone, contract, line, date,
    contract_line_active: Boolean(line && line.status === 'active' && inRange(date, line.start, line.end) && contract && ['signed', 'active', 'completed'].includes(contract.status ?? '')),
    task_records: await openRecords(em, project.id, milestone.data.task_codes ?? [], `milestone:${milestone.natural_key ?? milestone.id}`),
    tax_profile_valid: Boolean(tax && !tax.deleted),
    legal_entity_matches: entity !== '' && (project.legal_entity_code ?? entity) === entity,
    period_open: (await periodsOf(em, entity, 'billing')).some((p) => p.status === 'open' && p.end >= date),
  };
}

/** Timesheets and expense reports of the project that name one of these tasks and are not approved. */
async function openRecords(em: EntityManager, projectId: string, codes: string[], businessKey: string): Promise<MilestoneFacts['task_records']> {
  if (codes.length === 0) return [];
  const rows: { id: string; status: string }[] = await em.query(
    `with task as (select x.system_id from canonical_record t join cross_reference x on x.canonical_id = t.id and x.system_type = 'task' and x.valid_to is null where t.entity = 'task' and t.data->>'project_id' = $1 and t.data->>'wbs_code' = any($2::text[]))
     select r.natural_key as id, r.status from canonical_record r cross join lateral jsonb_array_elements(coalesce(r.data->'entries', r.data->'lines', '[]'::jsonb)) as e
     where r.entity in ('timesheet', 'expense_report') and not r.deleted and r.data->>'project_id' = $1 and r.status not in ('approved', 'posted', 'reimbursed') and e->>'task_source_id' in (select system_id from task)
     group by r.natural_key, r.status order by 1`, [projectId, codes]);
  if (rows.length === 0) return [];
  const waived: { id: string }[] = await em.query(`select jsonb_array_elements_text(context->'open_records') as id from exception where business_key = $1 and code = 'MILESTONE_GATE' and status = 'waived'`, [businessKey]);
  return rows.map((r) => ({ id: r.id, approval_status: r.status, waived: waived.some((w) => w.id === r.id) }));
}

/** Other live billing events of the same milestone and part: there may be only one (FF-5). */
export async function liveMilestoneEvents(em: EntityManager, milestoneId: string): Promise<BillingEvent[]> {
  const events = await em.findBy(BillingEvent, { milestone_id: milestoneId, kind: 'milestone' });
  const credited = new Set((await em.findBy(BillingEvent, { milestone_id: milestoneId, kind: 'credit' })).map((c) => c.original_event_id));
  return events.filter((e) => e.status !== 'cancelled' && e.status !== 'credited' && !credited.has(e.id));
}
