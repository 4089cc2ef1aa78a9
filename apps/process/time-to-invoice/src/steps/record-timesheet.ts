import { type Contract, contentHash, dec, type ExceptionCode, newId, type Task, type TimeEntryData, type Timesheet } from '#lib/canonical';
import { appendEvents, BillingEvent, billingTerms, type BillingTerms, canonicalIdOf, recordById, type StoredRecord, TENANT, TimeEntry } from '#lib/store';
import { In, Not, type EntityManager } from 'typeorm';
import { type Assessment, assessEntry } from './assess-entry.js';
import { cancelEvents, raiseBillingEvent } from './billing-events.js';
import { recapLine } from './caps.js';
import { type Person, personOn } from './people.js';
import { rateBookFor } from './rate-book.js';
import { reverse } from './reverse-entry.js';

export interface RecordedTimesheet {
  /** `stale` when a newer state of the sheet is in the store already: that state has its own run. */
  outcome: 'recorded' | 'stale';
  version: number;
  legal_entity_code: string;
  /** Entries whose cost still has to be posted. */
  uncosted: number;
  faults: { code: ExceptionCode; message: string; entry: string }[];
}

/**
 * Brings the facts of one timesheet in line with its approved state: new entries are priced, costed and turned into billing
 * events; changed ones are reversed and replaced (COR-1); ones that went away are reversed. Held entries are judged again.
 * One transaction, repeatable: doing it twice adds nothing.
 */
export async function recordTimesheet(em: EntityManager, timesheetId: string, version: number): Promise<RecordedTimesheet> {
  const sheet = (await recordById<Timesheet>(em, timesheetId))!;
  const terms = await billingTerms(em, sheet.data.project_id!);
  const legal_entity_code = terms.project.legal_entity_code ?? terms.contract?.legal_entity_code ?? '';
  const approved = sheet.status === 'approved' && !sheet.deleted;
  // A later approved state has its own run. What has lost its approval is taken back by whichever run comes first.
  if (approved && sheet.version !== version) return { outcome: 'stale', version: sheet.version, legal_entity_code, uncosted: 0, faults: [] };
  const person = await personOn(em, sheet.data.worker_id!, terms.project.id);
  const book = await rateBookFor(em, terms.contract?.data.currency ?? terms.project.data.currency);
  const wanted = approved ? sheet.data.entries : [];
  const live = await liveEntries(em, timesheetId);
  const earlier = await earlierEntries(em, sheet.source_system, wanted);
  const faults: RecordedTimesheet['faults'] = [];
  const lines = new Set<string>();
  const touch = (contractId: string | null | undefined, lineNo: string | null | undefined) => void (contractId && lineNo && lines.add(`${contractId} ${lineNo}`));

  for (const row of live.filter((l) => !wanted.some((e) => e.source_id === l.source_id))) {
    await reverse(em, row, sheet.correlation_id);
    touch(row.contract_id, row.line_no);
  }
  for (const entry of wanted) {
    const before = live.find((l) => l.source_id === entry.source_id);
    const task = await taskOf(em, sheet.source_system, entry);
    const assessed = assessEntry({ entry, terms, person, task: task?.data, book });
    for (const f of assessed.faults) faults.push({ ...f, entry: entry.source_id });
    touch(terms.contract?.id, assessed.line?.line_no);
    if (before && sameWork(before, entry, task?.id)) {
      if (before.billing_status === 'held' || (before.cost_amount === null && assessed.cost)) await reassess(em, before, assessed, terms);
      continue;
    }
    if (before) {
      await reverse(em, before, sheet.correlation_id);
      touch(before.contract_id, before.line_no);
    }
    await insertEntry(em, { sheet, entry, task, assessed, terms, person, before: before ?? earlier.get(entry.source_id) });
  }
  // Room that a reversal gave back is shared out too. In one order, so that two sheets never wait for each other.
  for (const [contractId, lineNo] of [...lines].sort().map((l) => l.split(' '))) {
    const contract = contractId === terms.contract?.id ? terms.contract : await recordById<Contract>(em, contractId!);
    if (contract) await recapLine(em, contract, lineNo!);
  }
  const [{ n }] = await em.query(`select count(*)::int as n from time_entry where timesheet_id = $1 and costing_status = 'pending' and cost_amount is not null`, [timesheetId]);
  return { outcome: 'recorded', version, legal_entity_code, uncosted: n, faults };
}

/** Entries of a timesheet that no reversal has taken back. */
export async function liveEntries(em: EntityManager, timesheetId: string): Promise<TimeEntry[]> {
  return em.createQueryBuilder(TimeEntry, 'e').where('e.timesheet_id = :id', { id: timesheetId }).andWhere(`e.kind <> 'reversal'`)
    .andWhere(`not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id)`).orderBy('e.work_date').addOrderBy('e.source_id').getMany();
}

/**
 * The last entry recorded of each wanted source, also when it was reversed since or stood on another sheet: time that is approved
 * again, or has moved, goes on in its chain of corrections instead of claiming to be new.
 */
async function earlierEntries(em: EntityManager, system: string, wanted: TimeEntryData[]): Promise<Map<string, TimeEntry>> {
  if (wanted.length === 0) return new Map();
  const rows = await em.find(TimeEntry, { where: { source_system: system, source_id: In(wanted.map((e) => e.source_id)), kind: Not('reversal') }, order: { adjustment_sequence: 'ASC' } });
  return new Map(rows.map((r) => [r.source_id, r]));
}

function sameWork(row: TimeEntry, entry: TimeEntryData, taskId: string | undefined): boolean {
  const billable = row.billable_class === 'billable' ? entry.billable_hours : '0';
  return row.work_date === entry.work_date && dec(row.hours).eq(entry.hours) && dec(row.billable_hours).eq(billable)
    && row.task_id === (taskId ?? null) && row.work_type === entry.work_type && (row.billable_class === entry.billable_class || row.billable_class === 'internal') && (!entry.role || row.role === entry.role);
}

async function taskOf(em: EntityManager, system: string, entry: TimeEntryData): Promise<StoredRecord<Task> | undefined> {
  const id = entry.task_source_id ? await canonicalIdOf(em, system, 'task', entry.task_source_id) : undefined;
  return id ? recordById<Task>(em, id) : undefined;
}

interface NewEntry {
  sheet: StoredRecord<Timesheet>;
  entry: TimeEntryData;
  task?: StoredRecord<Task>;
  assessed: Assessment;
  terms: BillingTerms;
  person: Person;
  before?: TimeEntry;
}

async function insertEntry(em: EntityManager, n: NewEntry): Promise<void> {
  const { sheet, entry, assessed, terms, person, before } = n;
  const row = em.create(TimeEntry, {
    id: newId(), tenant_id: TENANT, timesheet_id: sheet.id, worker_id: person.worker.id, project_id: terms.project.id, task_id: n.task?.id ?? null,
    contract_id: terms.contract?.id ?? null, line_no: assessed.line?.line_no ?? null, legal_entity_code: terms.project.legal_entity_code ?? terms.contract?.legal_entity_code ?? '',
    practice: terms.project.data.practice ?? null, region: terms.project.data.region ?? null, work_date: entry.work_date, role: assessed.role ?? null, work_type: entry.work_type, billable_class: assessed.billable_class,
    hours: entry.hours, billable_hours: assessed.billable_class === 'billable' ? entry.billable_hours : '0', notes: entry.notes ?? null, ...priced(assessed),
    kind: before ? 'replacement' : 'original', original_entry_id: before ? (before.original_entry_id ?? before.id) : null, adjustment_sequence: before ? before.adjustment_sequence + 2 : 0,
    approval_status: 'approved', source_system: sheet.source_system, source_id: entry.source_id, source_version: `${entry.source_version}#${contentHash([entry.work_date, entry.hours, entry.billable_hours, entry.task_source_id ?? null, entry.role ?? null, entry.work_type, entry.billable_class, before?.adjustment_sequence ?? null]).slice(0, 8)}`,
    approved_at: sheet.data.approved_at ? new Date(sheet.data.approved_at) : null, approved_by: sheet.data.approved_by ?? null, correlation_id: sheet.correlation_id,
  });
  await em.insert(TimeEntry, row);
  await raiseBillingEvent(em, row, assessed, terms);
  if (before) {
    await appendEvents(em, [{ type: 'time_entry.corrected', entity: 'time_entry', entity_id: row.id, entity_version: 1, partition_key: `worker:${row.worker_id}:${sheet.data.period_start}`, idempotency_key: `${row.original_entry_id}:${row.adjustment_sequence}`, approval_status: 'approved', correlation_id: row.correlation_id, data: { original_entry_id: row.original_entry_id, replaces: before.id, work_date: row.work_date, worker_id: row.worker_id, project_id: row.project_id, hours_before: before.hours, hours_after: row.hours } }]);
  }
}

function priced(a: Assessment) {
  return {
    bill_rate: a.bill?.rate ?? null, bill_currency: a.bill?.currency ?? null, bill_net: a.bill?.net ?? null, rate_why: a.bill?.why ?? a.why,
    cost_rate: a.cost?.rate ?? null, cost_currency: a.cost?.currency ?? null, cost_amount: a.cost?.amount ?? null, costing_status: 'pending',
    billing_status: a.billing === 'ready' ? 'unbilled' : a.billing === 'held' ? 'held' : 'not_eligible',
  };
}

/** A held entry looked at again after a person has changed something: its price, cost and events follow the new judgment. */
async function reassess(em: EntityManager, row: TimeEntry, assessed: Assessment, terms: BillingTerms): Promise<void> {
  const costing = row.costing_status === 'posted' ? { cost_rate: row.cost_rate, cost_currency: row.cost_currency, cost_amount: row.cost_amount, costing_status: 'posted' } : {};
  const held = row.billing_status === 'held';
  if (held && (await sameJudgment(em, row, assessed))) return;
  const billing = held ? {} : { billing_status: row.billing_status, bill_rate: row.bill_rate, bill_currency: row.bill_currency, bill_net: row.bill_net, rate_why: row.rate_why };
  const next = { ...row, ...priced(assessed), ...costing, ...billing, line_no: assessed.line?.line_no ?? row.line_no, role: assessed.role ?? row.role } as TimeEntry;
  await em.save(TimeEntry, em.create(TimeEntry, next));
  if (!held) return;
  await cancelEvents(em, { time_entry_id: row.id });
  await raiseBillingEvent(em, next, assessed, terms);
}

/** Nothing has changed for an entry that is held: the same reason, value and cost. */
async function sameJudgment(em: EntityManager, row: TimeEntry, assessed: Assessment): Promise<boolean> {
  if (assessed.billing !== 'held') return false;
  if (row.costing_status !== 'posted' && !sameNumber(row.cost_amount, assessed.cost?.amount)) return false;
  const event = await em.findOneBy(BillingEvent, { time_entry_id: row.id, kind: 'time', status: 'held' });
  return sameNumber(event?.net, assessed.bill?.net) && (!event || event.hold_reason === assessed.hold_reason);
}

function sameNumber(a: string | null | undefined, b: string | null | undefined): boolean {
  return a === null || a === undefined || b === null || b === undefined ? (a ?? null) === (b ?? null) : dec(a).eq(b);
}
