import { type Contract, dec, type ExceptionCode, type Task, type TimeEntryData, type Timesheet } from '#lib/canonical';
import { BillingEvent, billingTerms, type BillingTerms, recordById, type StoredRecord, TimeEntry } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { AwaitedChange } from '#lib/process';
import { type Assessment, assessEntry } from './assess-entry.js';
import { awaitedBy } from './awaited-by-fault.js';
import { cancelEvents, raiseBillingEvent } from './billing-events.js';
import { recapLine } from './caps.js';
import { chainsOf, type Claim, claimsOf, heirsOf, heldByLater, lockEntries } from './entry-holder.js';
import { insertEntries, type NewEntry, priced } from './insert-entries.js';
import { personOn } from './people.js';
import { rateBookFor } from './rate-book.js';
import { reverse } from './reverse-entry.js';

export interface RecordedTimesheet {
  /** `stale` when a newer state of the sheet is in the store already: that state has its own run. */
  outcome: 'recorded' | 'stale';
  version: number;
  legal_entity_code: string;
  faults: { code: ExceptionCode; message: string; entry: string; waits_for?: AwaitedChange[] }[];
  /** Timesheets that entries were taken from: the reversed cost is theirs to post. */
  moved_from: Claim[];
  /** Timesheets that hold entries which this one gave up. */
  moved_to: Claim[];
}

/**
 * Brings the facts of one timesheet in line with its approved state: new entries are priced, costed and turned into billing
 * events; changed ones are reversed and replaced (COR-1); ones that went away are reversed. Held entries are judged again.
 * An entry counts on one timesheet: the submission handed in last of those approved. Live on an older one it is reversed there and
 * goes on here; live on a later one it stays there. One transaction, repeatable: doing it twice adds nothing.
 */
export async function recordTimesheet(em: EntityManager, timesheetId: string, version: number): Promise<RecordedTimesheet> {
  await lockEntries(em, timesheetId);
  const sheet = (await recordById<Timesheet>(em, timesheetId))!;
  const terms = await billingTerms(em, sheet.data.project_id!);
  const legal_entity_code = terms.project.legal_entity_code ?? terms.contract?.legal_entity_code ?? '';
  const approved = sheet.status === 'approved' && !sheet.deleted;
  // A later approved state has its own run. What has lost its approval is taken back by whichever run comes first.
  if (approved && sheet.version !== version) return { outcome: 'stale', version: sheet.version, legal_entity_code, faults: [], moved_from: [], moved_to: [] };
  const person = await personOn(em, sheet.data.worker_id!, terms.project.id);
  const book = await rateBookFor(em, terms.contract?.data.currency ?? terms.project.data.currency);
  const listed = approved ? sheet.data.entries : [];
  const live = await liveEntries(em, timesheetId);
  const chains = await chainsOf(em, sheet.source_system, listed.map((e) => e.source_id));
  const elsewhere = [...chains.values()].flatMap((c) => (c.live && c.live.timesheet_id !== timesheetId ? [c.live] : []));
  const left = await heldByLater(em, sheet, elsewhere);
  const wanted = listed.filter((e) => !left.has(e.source_id));
  const tasks = await tasksOf(em, sheet.source_system, wanted);
  const faults: RecordedTimesheet['faults'] = [];
  const lines = new Set<string>();
  const touch = (contractId: string | null | undefined, lineNo: string | null | undefined) => void (contractId && lineNo && lines.add(`${contractId} ${lineNo}`));

  const takeBack = async (row: TimeEntry): Promise<void> => {
    await reverse(em, row, sheet.correlation_id);
    touch(row.contract_id, row.line_no);
  };
  const dropped = live.filter((l) => !wanted.some((e) => e.source_id === l.source_id));
  for (const row of dropped) await takeBack(row);
  const added: NewEntry[] = [];
  for (const entry of wanted) {
    const chain = chains.get(entry.source_id);
    const before = chain?.live;
    const task = tasks.get(entry.task_source_id ?? '');
    const assessed = assessEntry({ entry, terms, person, task: task?.data, book });
    for (const f of assessed.faults) faults.push({ ...f, entry: entry.source_id, waits_for: awaitedBy(f.code, terms, person) });
    touch(terms.contract?.id, assessed.line?.line_no);
    if (before?.timesheet_id === timesheetId && sameWork(before, entry, task?.id)) {
      if (before.billing_status === 'held' || (before.cost_amount === null && assessed.cost)) await reassess(em, before, assessed, terms);
      continue;
    }
    if (before) await takeBack(before);
    added.push({ entry, task, assessed, before: chain?.last });
  }
  await insertEntries(em, { sheet, terms, person }, added);
  // Room that a reversal gave back is shared out too. In one order, so that two sheets never wait for each other.
  for (const [contractId, lineNo] of [...lines].sort().map((l) => l.split(' '))) {
    const contract = contractId === terms.contract?.id ? terms.contract : await recordById<Contract>(em, contractId!);
    if (contract) await recapLine(em, contract, lineNo!);
  }
  const moved = elsewhere.filter((e) => !left.has(e.source_id)).map((e) => e.timesheet_id);
  return {
    outcome: 'recorded', version, legal_entity_code, faults,
    moved_from: moved.length > 0 ? await claimsOf(em, moved) : [], moved_to: await heirsOf(em, sheet, dropped.map((d) => d.source_id)),
  };
}

/** Entries of a timesheet that no reversal has taken back. */
export async function liveEntries(em: EntityManager, timesheetId: string): Promise<TimeEntry[]> {
  return em.createQueryBuilder(TimeEntry, 'e').where('e.timesheet_id = :id', { id: timesheetId }).andWhere(`e.kind <> 'reversal'`)
    .andWhere(`not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id)`).orderBy('e.work_date').addOrderBy('e.source_id').getMany();
}

function sameWork(row: TimeEntry, entry: TimeEntryData, taskId: string | undefined): boolean {
  const billable = row.billable_class === 'billable' ? entry.billable_hours : '0';
  return row.work_date === entry.work_date && dec(row.hours).eq(entry.hours) && dec(row.billable_hours).eq(billable)
    && row.task_id === (taskId ?? null) && row.work_type === entry.work_type && (row.billable_class === entry.billable_class || row.billable_class === 'internal') && (!entry.role || row.role === entry.role);
}

/** The tasks that entries name, by the PSA's id. */
async function tasksOf(em: EntityManager, system: string, entries: TimeEntryData[]): Promise<Map<string, StoredRecord<Task>>> {
  const ids = [...new Set(entries.flatMap((e) => (e.task_source_id ? [e.task_source_id] : [])))];
  if (ids.length === 0) return new Map();
  const rows: (StoredRecord<Task> & { system_id: string })[] = await em.query(
    `select x.system_id, r.* from cross_reference x join canonical_record r on r.id = x.canonical_id where x.system = $1 and x.system_type = 'task' and x.system_id = any($2::text[]) and x.valid_to is null`, [system, ids]);
  return new Map(rows.map((r) => [r.system_id, r]));
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
