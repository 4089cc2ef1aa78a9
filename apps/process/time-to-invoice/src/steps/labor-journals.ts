import { dec, effectKey, type JournalWrite, type LegalEntity, newId, sum } from '#lib/canonical';
import { accountingDate, type AccountingDate, RuleError } from '#lib/rules';
import { Journal, periodsOf, recordByKey, systemIdOf, TENANT, TimeEntry } from '#lib/store';
import { type AwaitedChange, BusinessFailure, systemOf } from '#lib/process';
import type { EntityManager } from 'typeorm';
import { convertAt } from './exchange.js';

export interface PreparedJournal {
  id: string;
  key: string;
  period_id: string;
  body: JournalWrite;
  /** Ids of the entries whose cost it carries. Absent in what an earlier release prepared. */
  entries?: string[];
}

/**
 * GL-2, time approved: one labor cost journal per timesheet version and posting period, Dr labor_cost on the project, Cr
 * labor_clearing, in the functional currency of the project's legal entity. Work of a closed period posts on the first open day
 * and keeps its work dates (CLS-3, CLS-4). `refusedPeriods` are closed by the ERP's word though the store has not heard of it yet.
 */
export async function prepareLaborJournals(em: EntityManager, timesheetId: string, version: number, runId: string, refusedPeriods: string[] = []): Promise<PreparedJournal[]> {
  const pending = await em.find(TimeEntry, { where: { timesheet_id: timesheetId, costing_status: 'pending' }, order: { work_date: 'ASC', source_id: 'ASC' } });
  const costed = pending.filter((e) => e.cost_amount !== null);
  if (costed.length === 0) return [];
  const entity = costed[0]!.legal_entity_code;
  const functional = (await recordByKey<LegalEntity>(em, 'legal_entity', entity))?.data.functional_currency;
  if (!functional) throw new BusinessFailure('MISSING_LEGAL_ENTITY', undefined, `Legal entity ${entity || '(none)'} is not known from the ERP`, { legal_entity: entity }, [], entity || undefined, [{ entity: 'legal_entity', key: entity }]);
  const periods = (await periodsOf(em, entity, 'cost')).map((p) => (refusedPeriods.includes(p.period_id) ? { ...p, status: 'closed' as const } : p));
  const groups = new Map<string, { at: AccountingDate; entries: { entry: TimeEntry; amount: string }[] }>();
  const dates: { id: string; date: string }[] = [];
  for (const entry of costed) {
    const at = postingDate(entry, periods);
    const converted = await convertAt(em, entry.cost_amount!, entry.cost_currency!, functional, entry.work_date);
    if (!converted.ok) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Labor cost of ${entry.work_date}: ${converted.detail}`, { from: entry.cost_currency, to: functional, date: entry.work_date }, [], entity, [{ entity: 'exchange_rate', field: 'from', value: entry.cost_currency! }]);
    const group = groups.get(at.period_id) ?? { at, entries: [] };
    group.entries.push({ entry, amount: converted.amount });
    const prior_period = group.at.prior_period || at.prior_period;
    group.at = { ...(at.posting_date > group.at.posting_date ? at : group.at), prior_period };
    groups.set(at.period_id, group);
    dates.push({ id: entry.id, date: at.posting_date });
  }
  await em.query('update time_entry e set accounting_date = d.date, version = e.version + 1 from unnest($1::uuid[], $2::date[]) as d (id, date) where e.id = d.id and e.accounting_date is distinct from d.date', [dates.map((d) => d.id), dates.map((d) => d.date)]);
  const project = await systemIdOf(em, costed[0]!.project_id, systemOf('erp'), 'project');
  const prepared: PreparedJournal[] = [];
  for (const [periodId, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) prepared.push(await prepare(em, { timesheetId, version, runId, entity, currency: functional, periodId, project, ...group }));
  // What was prepared before and is not asked for now was refused, or its entries have changed.
  await em.query(`update journal set status = 'rejected', updated_at = now() where source_type = 'timesheet' and source_id = $1 and source_version = $2 and status = 'submitted' and id <> all($3::uuid[])`, [timesheetId, String(version), prepared.map((j) => j.id)]);
  return prepared;
}

function postingDate(entry: TimeEntry, periods: Awaited<ReturnType<typeof periodsOf>>): AccountingDate {
  try {
    return accountingDate({ work_date: entry.work_date, periods });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new BusinessFailure('PERIOD_CLOSED', undefined, `Labor cost of ${entry.work_date} cannot be posted: ${error.detail}`, { work_date: entry.work_date, legal_entity: entry.legal_entity_code }, [], entry.legal_entity_code, openPeriod(entry.legal_entity_code));
  }
}

/** A period of the legal entity that opens, or a new one. */
export function openPeriod(legalEntityCode: string): AwaitedChange[] {
  return [{ entity: 'accounting_period', field: 'legal_entity_code', value: legalEntityCode }];
}

interface JournalParts {
  timesheetId: string; version: number; runId: string; entity: string; currency: string; periodId: string; project?: string; at: AccountingDate; entries: { entry: TimeEntry; amount: string }[];
}

async function prepare(em: EntityManager, p: JournalParts): Promise<PreparedJournal> {
  const first = p.entries[0]!.entry;
  const total = sum(p.entries.map((e) => e.amount));
  const amount = total.abs().toFixed();
  const zero = dec(0).toFixed();
  // A net reversal swaps the sides (COR-8); amounts on a journal are never negative.
  const [cost, clearing] = total.isNegative() ? [{ debit: zero, credit: amount }, { debit: amount, credit: zero }] : [{ debit: amount, credit: zero }, { debit: zero, credit: amount }];
  const dimensions = { project_source_id: p.project, practice: first.practice ?? undefined, region: first.region ?? undefined };
  const from = p.entries.map((e) => e.entry.work_date).sort()[0]!;
  const to = p.entries.map((e) => e.entry.work_date).sort().at(-1)!;
  const body: JournalWrite = {
    legal_entity_code: p.entity, currency: p.currency, posting_date: p.at.posting_date, purpose: 'labor_cost', memo: `Labor cost ${from} to ${to}${p.at.prior_period ? ' (prior period)' : ''}`,
    lines: [{ account_role: 'labor_cost', ...cost, ...dimensions }, { account_role: 'labor_clearing', ...clearing, ...dimensions }],
  };
  const key = await nextKey(em, effectKey.journal(p.entity, 'timesheet', p.timesheetId, String(p.version), 'labor_cost', p.periodId.split(':').pop()!));
  const known = await em.findOneBy(Journal, { key });
  const journal = em.create(Journal, {
    id: known?.id ?? newId(), tenant_id: TENANT, key, legal_entity_code: p.entity, source_type: 'timesheet', source_id: p.timesheetId, source_version: String(p.version), purpose: 'labor_cost', posting_date: p.at.posting_date,
    work_from: from, work_to: to, prior_period: p.at.prior_period, currency: p.currency, lines: body.lines, total: amount, status: 'submitted', correlation_id: first.correlation_id, run_id: p.runId,
  });
  await em.save(Journal, journal);
  return { id: journal.id, key, period_id: p.periodId, body, entries: p.entries.map((e) => e.entry.id) };
}

/** What was posted stands under its key. Cost that came later, because its rate did, is a further journal of the same sheet and period. */
async function nextKey(em: EntityManager, key: string): Promise<string> {
  const [{ posted }] = await em.query(`select count(*)::int as posted from journal where status = 'posted' and (key = $1 or starts_with(key, $1 || '.'))`, [key]);
  return posted === 0 ? key : `${key}.${posted + 1}`;
}

/** Journals whose net is zero say nothing to the ledger: a reversal and its replacement of equal cost. */
export function carriesAmount(journal: PreparedJournal): boolean {
  return journal.body.lines.some((l) => !dec(l.debit).isZero() || !dec(l.credit).isZero());
}
