import type { Receipt } from '#lib/canonical';
import { appendEvents, audit, Journal, linkSystem } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { PreparedJournal } from './labor-journals.js';

/** The ERP has the journal: the entries of its period are costed. Without a receipt the net was zero and nothing had to be posted. */
export async function costPosted(em: EntityManager, timesheetId: string, prepared: PreparedJournal, done: (Receipt & { system: string }) | null): Promise<void> {
  const journal = await em.findOneByOrFail(Journal, { id: prepared.id });
  if (journal.status === 'posted') return;
  await em.update(Journal, { id: journal.id }, { status: 'posted', erp_system: done?.system ?? null, erp_source_id: done?.source_id ?? null, updated_at: new Date() });
  if (done) await linkSystem(em, { canonical_type: 'journal', canonical_id: journal.id, system: done.system, system_type: 'journal', system_id: done.source_id, role: 'owner' });
  const rows = await em.query(
    `update time_entry e set costing_status = 'posted', updated_at = now() where e.timesheet_id = $1 and e.costing_status = 'pending' and e.cost_amount is not null and e.work_date between $2 and $3 and ($4::uuid[] is null or e.id = any($4)) returning e.worker_id, e.project_id, e.work_date`,
    [timesheetId, journal.work_from, journal.work_to, prepared.entries ?? null]);
  await appendEvents(em, [{
    type: 'labor_cost.posted', entity: 'journal', entity_id: journal.id, entity_version: 1, partition_key: `timesheet:${timesheetId}`, idempotency_key: `${journal.id}:posted`, approval_status: 'approved', correlation_id: journal.correlation_id, effective_date: journal.posting_date,
    data: { timesheet_id: timesheetId, journal_key: journal.key, entries: rows[0]?.length ?? 0, project_id: rows[0]?.[0]?.project_id ?? null, worker_id: rows[0]?.[0]?.worker_id ?? null, work_from: journal.work_from, work_to: journal.work_to },
  }]);
  await audit(em, { who: 'process:time-to-invoice', what: 'journal.posted', entity: 'journal', entity_id: journal.id, after: { key: journal.key, lines: journal.lines, posting_date: journal.posting_date }, correlation_id: journal.correlation_id, details: { erp_source_id: done?.source_id ?? null, prior_period: journal.prior_period } });
}
