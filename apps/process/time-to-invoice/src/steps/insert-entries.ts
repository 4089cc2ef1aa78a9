import { contentHash, newId, type Task, type TimeEntryData, type Timesheet } from '#lib/canonical';
import { appendEvents, type BillingTerms, type StoredRecord, TENANT, TimeEntry } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { Assessment } from './assess-entry.js';
import { raiseBillingEvents } from './billing-events.js';
import type { Person } from './people.js';

/** An approved entry that becomes a fact; `before` is the last one of its chain of corrections. */
export interface NewEntry {
  entry: TimeEntryData;
  task?: StoredRecord<Task>;
  assessed: Assessment;
  before?: TimeEntry;
}

interface Source {
  sheet: StoredRecord<Timesheet>;
  terms: BillingTerms;
  person: Person;
}

/** Writes entries of one timesheet as facts, with their billing events, and tells of those that replace others. */
export async function insertEntries(em: EntityManager, source: Source, added: NewEntry[]): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map((n) => rowOf(em, source, n));
  await em.insert(TimeEntry, rows);
  await raiseBillingEvents(em, rows.map((entry, i) => ({ entry, assessed: added[i]!.assessed })), source.terms);
  const { sheet } = source;
  await appendEvents(em, added.flatMap(({ before }, i) => {
    const row = rows[i]!;
    return before ? [{
      type: 'time_entry.corrected' as const, entity: 'time_entry', entity_id: row.id, entity_version: 1, partition_key: `worker:${row.worker_id}:${sheet.data.period_start}`, idempotency_key: `${row.original_entry_id}:${row.adjustment_sequence}`, approval_status: 'approved', correlation_id: row.correlation_id,
      data: { original_entry_id: row.original_entry_id, replaces: before.id, work_date: row.work_date, worker_id: row.worker_id, project_id: row.project_id, hours_before: before.hours, hours_after: row.hours },
    }] : [];
  }));
}

function rowOf(em: EntityManager, { sheet, terms, person }: Source, { entry, task, assessed, before }: NewEntry): TimeEntry {
  return em.create(TimeEntry, {
    id: newId(), tenant_id: TENANT, timesheet_id: sheet.id, worker_id: person.worker.id, project_id: terms.project.id, task_id: task?.id ?? null,
    contract_id: terms.contract?.id ?? null, line_no: assessed.line?.line_no ?? null, legal_entity_code: terms.project.legal_entity_code ?? terms.contract?.legal_entity_code ?? '',
    practice: terms.project.data.practice ?? null, region: terms.project.data.region ?? null, work_date: entry.work_date, role: assessed.role ?? null, work_type: entry.work_type, billable_class: assessed.billable_class,
    hours: entry.hours, billable_hours: assessed.billable_class === 'billable' ? entry.billable_hours : '0', notes: entry.notes ?? null, ...priced(assessed),
    kind: before ? 'replacement' : 'original', original_entry_id: before ? (before.original_entry_id ?? before.id) : null, adjustment_sequence: before ? before.adjustment_sequence + 2 : 0,
    approval_status: 'approved', source_system: sheet.source_system, source_id: entry.source_id, source_version: `${entry.source_version}#${contentHash([entry.work_date, entry.hours, entry.billable_hours, entry.task_source_id ?? null, entry.role ?? null, entry.work_type, entry.billable_class, before?.adjustment_sequence ?? null]).slice(0, 8)}`,
    approved_at: sheet.data.approved_at ? new Date(sheet.data.approved_at) : null, approved_by: sheet.data.approved_by ?? null, correlation_id: sheet.correlation_id,
  });
}

/** Price, cost and billing status that an assessment gives an entry. */
export function priced(a: Assessment) {
  return {
    bill_rate: a.bill?.rate ?? null, bill_currency: a.bill?.currency ?? null, bill_net: a.bill?.net ?? null, rate_why: a.bill?.why ?? a.why,
    cost_rate: a.cost?.rate ?? null, cost_currency: a.cost?.currency ?? null, cost_amount: a.cost?.amount ?? null, costing_status: 'pending',
    billing_status: a.billing === 'ready' ? 'unbilled' : a.billing === 'held' ? 'held' : 'not_eligible',
  };
}
