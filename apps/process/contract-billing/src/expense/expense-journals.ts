import { dec, effectKey, type JournalWrite, newId, sum } from '#lib/canonical';
import { accountingDate, type AccountingDate, convert, RuleError } from '#lib/rules';
import { appendEvents, audit, ExpenseLine, Journal, linkSystem, periodsOf, spotRate, systemIdOf, TENANT } from '#lib/store';
import { BusinessFailure, systemOf } from '#lib/process';
import type { Receipt } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

export interface PreparedExpenseJournal {
  id: string;
  key: string;
  period_id: string;
  body: JournalWrite;
  line_ids: string[];
}

interface Group {
  at: AccountingDate;
  lines: { line: ExpenseLine; cost: string; tax: string }[];
}

/**
 * GL-2, expense approved: Dr expense_cost (and recoverable tax) / Cr expense_payable, one journal per report version and posting period in the
 * functional currency. Expenses of a closed period post on the first open day and keep their date (CLS-3). `refused` are periods the ERP has
 * closed though the store has not heard of it yet.
 */
export async function prepareExpenseJournals(em: EntityManager, reportId: string, version: number, runId: string, refused: string[]): Promise<PreparedExpenseJournal[]> {
  const pending = (await em.find(ExpenseLine, { where: { report_id: reportId, costing_status: 'pending' }, order: { expense_date: 'ASC', source_id: 'ASC', adjustment_sequence: 'ASC' } })).filter((l) => l.cost_amount !== null);
  if (pending.length === 0) return [];
  const entity = pending[0]!.legal_entity_code;
  const periods = (await periodsOf(em, entity, 'expense')).map((p) => (refused.includes(p.period_id) ? { ...p, status: 'closed' as const } : p));
  const groups = new Map<string, Group>();
  for (const line of pending) {
    const at = postingDate(line, periods);
    const group = groups.get(at.period_id) ?? { at, lines: [] };
    const rate = await spotRate(em, line.currency, line.cost_currency!, line.expense_date);
    if (!rate) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Expense of ${line.expense_date}: no exchange rate ${line.currency} to ${line.cost_currency}`, { date: line.expense_date });
    group.lines.push({ line, cost: line.cost_amount!, tax: convert({ amount: line.recoverable_tax, rate, to_currency: line.cost_currency! }).amount });
    group.at = { ...(at.posting_date > group.at.posting_date ? at : group.at), prior_period: group.at.prior_period || at.prior_period };
    groups.set(at.period_id, group);
    await em.update(ExpenseLine, { id: line.id }, { accounting_date: at.posting_date });
  }
  const prepared: PreparedExpenseJournal[] = [];
  for (const [periodId, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) prepared.push(await prepare(em, { reportId, version, runId, entity, periodId, group }));
  await em.query(`update journal set status = 'rejected', updated_at = now() where source_type = 'expense_report' and source_id = $1 and source_version = $2 and status = 'submitted' and id <> all($3::uuid[])`, [reportId, String(version), prepared.map((j) => j.id)]);
  return prepared;
}

function postingDate(line: ExpenseLine, periods: Awaited<ReturnType<typeof periodsOf>>): AccountingDate {
  try {
    return accountingDate({ work_date: line.expense_date, periods });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new BusinessFailure('PERIOD_CLOSED', undefined, `Expense of ${line.expense_date} cannot be posted: ${error.detail}`, { date: line.expense_date, legal_entity: line.legal_entity_code });
  }
}

async function prepare(em: EntityManager, p: { reportId: string; version: number; runId: string; entity: string; periodId: string; group: Group }): Promise<PreparedExpenseJournal> {
  const { group, entity } = p;
  const first = group.lines[0]!.line;
  const project = first.project_id ? await systemIdOf(em, first.project_id, systemOf('erp'), 'project') : undefined;
  const dimensions = { project_source_id: project, practice: first.practice ?? undefined, region: first.region ?? undefined };
  const cost = sum(group.lines.map((l) => l.cost));
  const tax = sum(group.lines.map((l) => l.tax));
  // A net reversal swaps the sides (COR-8); amounts on a journal are never negative.
  const side = (amount: ReturnType<typeof sum>, debit: boolean) => (amount.isNegative() === debit ? { debit: '0', credit: amount.abs().toFixed() } : { debit: amount.abs().toFixed(), credit: '0' });
  const lines = [
    { account_role: 'expense_cost', ...side(cost, true), ...dimensions }, ...(tax.isZero() ? [] : [{ account_role: 'recoverable_tax', ...side(tax, true), ...dimensions }]), { account_role: 'expense_payable', ...side(cost.plus(tax), false), ...dimensions },
  ].filter((l) => !dec(l.debit).isZero() || !dec(l.credit).isZero());
  const dates = group.lines.map((l) => l.line.expense_date).sort();
  const body: JournalWrite = { legal_entity_code: entity, currency: first.cost_currency!, posting_date: group.at.posting_date, purpose: 'expense_cost', memo: `Expenses ${dates[0]} to ${dates.at(-1)}${group.at.prior_period ? ' (prior period)' : ''}`, lines };
  const key = await nextKey(em, effectKey.journal(entity, 'expense_report', p.reportId, String(p.version), 'expense_cost', p.periodId.split(':').pop()!));
  const known = await em.findOneBy(Journal, { key });
  const journal = em.create(Journal, {
    id: known?.id ?? newId(), tenant_id: TENANT, key, legal_entity_code: entity, source_type: 'expense_report', source_id: p.reportId, source_version: String(p.version), purpose: 'expense_cost', posting_date: group.at.posting_date,
    work_from: dates[0]!, work_to: dates.at(-1)!, prior_period: group.at.prior_period, currency: first.cost_currency!, lines, total: cost.plus(tax).abs().toFixed(), status: 'submitted', correlation_id: first.correlation_id, run_id: p.runId,
  });
  await em.save(Journal, journal);
  return { id: journal.id, key, period_id: p.periodId, body, line_ids: group.lines.map((l) => l.line.id) };
}

/** What was posted stands under its key; cost that came later is a further journal of the same report and period. */
async function nextKey(em: EntityManager, key: string): Promise<string> {
  const [{ posted }] = await em.query(`select count(*)::int as posted from journal where status = 'posted' and (key = $1 or starts_with(key, $1 || '.'))`, [key]);
  return posted === 0 ? key : `${key}.${posted + 1}`;
}

/** The ERP has the journal: its expense lines are costed. Without a receipt the net was zero and nothing had to be posted. */
export async function expenseCostPosted(em: EntityManager, reportId: string, prepared: PreparedExpenseJournal, done: (Receipt & { system: string }) | null): Promise<void> {
  const journal = await em.findOneByOrFail(Journal, { id: prepared.id });
  if (journal.status === 'posted') return;
  await em.update(Journal, { id: journal.id }, { status: 'posted', erp_system: done?.system ?? null, erp_source_id: done?.source_id ?? null, updated_at: new Date() });
  if (done) await linkSystem(em, { canonical_type: 'journal', canonical_id: journal.id, system: done.system, system_type: 'journal', system_id: done.source_id, role: 'owner' });
  await em.query(`update expense_line set costing_status = 'posted', updated_at = now() where id = any($1::uuid[]) and costing_status = 'pending'`, [prepared.line_ids]);
  await appendEvents(em, [{
    type: 'expense_cost.posted', entity: 'journal', entity_id: journal.id, entity_version: 1, partition_key: `expense_report:${reportId}`, idempotency_key: `${journal.id}:posted`, approval_status: 'approved', correlation_id: journal.correlation_id, effective_date: journal.posting_date,
    data: { report_id: reportId, journal_key: journal.key, lines: prepared.line_ids.length },
  }]);
  await audit(em, { who: 'process:contract-billing', what: 'journal.posted', entity: 'journal', entity_id: journal.id, after: { key: journal.key, lines: journal.lines, posting_date: journal.posting_date }, correlation_id: journal.correlation_id, details: { erp_source_id: done?.source_id ?? null, prior_period: journal.prior_period } });
}
