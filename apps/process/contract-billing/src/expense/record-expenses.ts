import { type Client, contentHash, dec, type ExceptionCode, type ExpenseLineData, type ExpenseReport, type LegalEntity, newId, type Task } from '#lib/canonical';
import { appendEvents, BillingEvent, billingTerms, type BillingTerms, canonicalIdOf, ExpenseLine, newBilling, raiseBilling, recordById, recordByKey, type StoredRecord, takeBackBilling, TENANT } from '#lib/store';
import { In, Not, type EntityManager } from 'typeorm';
import { type AssessedExpense, assessExpense } from './assess-expense.js';

export interface RecordedExpenses {
  outcome: 'recorded' | 'stale';
  legal_entity_code: string;
  faults: { code: ExceptionCode; message: string; line: string }[];
}

interface Report {
  report: StoredRecord<ExpenseReport>;
  terms?: BillingTerms;
  entity: string;
  functional?: string;
}

/**
 * Brings the facts of an expense report in line with its approved state, as recording a timesheet does: new lines are costed and priced,
 * changed ones reversed and replaced, ones that went away or lost their approval reversed (COR-1, COR-2). Held lines are judged again.
 * Doing it twice adds nothing.
 */
export async function recordExpenses(em: EntityManager, reportId: string, version: number): Promise<RecordedExpenses> {
  await lockLines(em, reportId);
  const report = (await recordById<ExpenseReport>(em, reportId))!;
  const terms = report.data.project_id ? await billingTerms(em, report.data.project_id) : undefined;
  const worker = report.data.worker_id ? await recordById(em, report.data.worker_id) : undefined;
  const entity = terms?.project.legal_entity_code ?? terms?.contract?.legal_entity_code ?? worker?.legal_entity_code ?? '';
  const approved = ['approved', 'reimbursed'].includes(report.status ?? '') && !report.deleted;
  if (approved && report.version !== version) return { outcome: 'stale', legal_entity_code: entity, faults: [] };
  const functional = (await recordByKey<LegalEntity>(em, 'legal_entity', entity))?.data.functional_currency;
  const of: Report = { report, terms, entity, functional };
  const wanted = approved ? report.data.lines : [];
  const live = await liveLines(em, reportId);
  const faults: RecordedExpenses['faults'] = [];
  for (const row of live.filter((l) => !wanted.some((w) => w.source_id === l.source_id))) await reverseLine(em, row, report.correlation_id);
  for (const data of wanted) {
    const task = await taskOf(em, report.source_system, data.task_source_id);
    const assessed = await assessExpense(em, { data, terms, task: task?.data, functional });
    for (const f of assessed.faults) faults.push({ ...f, line: data.source_id });
    const before = live.find((l) => l.source_id === data.source_id);
    if (before && sameExpense(before, data, task?.id)) {
      if (before.billing_status === 'held' || before.cost_amount === null) await reassess(em, of, before, data, assessed);
      continue;
    }
    if (before) await reverseLine(em, before, report.correlation_id);
    const chain = before ?? (await earlier(em, report.source_system, data.source_id));
    // Handed in again on a new report before the old one was seen to be sent back.
    if (!before && chain && chain.report_id !== report.id && (await liveLines(em, chain.report_id)).some((l) => l.id === chain.id)) await reverseLine(em, chain, report.correlation_id);
    await insertLine(em, of, data, task, assessed, chain);
  }
  return { outcome: 'recorded', legal_entity_code: entity, faults };
}

/** A line may stand on two reports, sent back on one and handed in on the other: one transaction at a time records it. Locked in one order, so that two reports never wait for each other. */
async function lockLines(em: EntityManager, reportId: string): Promise<void> {
  await em.query(
    `select pg_advisory_xact_lock(hashtextextended('expense:' || source_id, 7)) from (
       select source_id from expense_line where report_id = $1 union select l->>'source_id' from canonical_record r cross join jsonb_array_elements(r.data->'lines') l where r.id = $1 order by 1) of_report`, [reportId]);
}

/** Lines of a report that no reversal has taken back. */
export async function liveLines(em: EntityManager, reportId: string): Promise<ExpenseLine[]> {
  return em.createQueryBuilder(ExpenseLine, 'e').where('e.report_id = :id', { id: reportId }).andWhere(`e.kind <> 'reversal'`)
    .andWhere(`not exists (select 1 from expense_line r where r.kind = 'reversal' and r.original_line_id = e.id)`).orderBy('e.expense_date').addOrderBy('e.source_id').getMany();
}

async function earlier(em: EntityManager, system: string, sourceId: string): Promise<ExpenseLine | undefined> {
  return (await em.find(ExpenseLine, { where: { source_system: system, source_id: sourceId, kind: Not('reversal') }, order: { adjustment_sequence: 'ASC' } })).at(-1);
}

async function taskOf(em: EntityManager, system: string, sourceId: string | undefined): Promise<StoredRecord<Task> | undefined> {
  const id = sourceId ? await canonicalIdOf(em, system, 'task', sourceId) : undefined;
  return id ? recordById<Task>(em, id) : undefined;
}

/** All that cost and price depend on; kept in the version so that a later state is known as another one. */
function contentOf(d: ExpenseLineData): unknown[] {
  return [d.date, d.category, d.merchant ?? null, dec(d.amount).toFixed(), d.currency, d.recoverable_tax ? dec(d.recoverable_tax).toFixed() : '0', d.quantity ?? null, d.unit_price ?? null, d.policy_limit ?? null, d.reimbursable_to_worker, d.billable_to_client];
}

function sameExpense(row: ExpenseLine, data: ExpenseLineData, taskId: string | undefined): boolean {
  return row.task_id === (taskId ?? null) && row.source_version.split('#')[1]?.split('.')[0] === contentHash(contentOf(data)).slice(0, 12);
}

async function insertLine(em: EntityManager, of: Report, data: ExpenseLineData, task: StoredRecord<Task> | undefined, assessed: AssessedExpense, before?: ExpenseLine): Promise<void> {
  const { report, terms, entity } = of;
  const sequence = before ? before.adjustment_sequence + 2 : 0;
  const row = em.create(ExpenseLine, {
    id: newId(), tenant_id: TENANT, report_id: report.id, worker_id: report.data.worker_id!, project_id: terms?.project.id ?? null, task_id: task?.id ?? null, contract_id: terms?.contract?.id ?? null, legal_entity_code: entity,
    practice: terms?.project.data.practice ?? null, region: terms?.project.data.region ?? null, expense_date: data.date, category: data.category, merchant: data.merchant ?? null, amount: data.amount, tax_amount: data.tax_amount ?? null,
    recoverable_tax: data.recoverable_tax ?? '0', currency: data.currency, reimbursable_to_worker: data.reimbursable_to_worker, billable_to_client: data.billable_to_client, ...judged(assessed),
    kind: before ? 'replacement' : 'original', original_line_id: before ? (before.original_line_id ?? before.id) : null, adjustment_sequence: sequence, approval_status: 'approved', costing_status: 'pending',
    source_system: report.source_system, source_id: data.source_id, source_version: `${data.source_version}#${contentHash(contentOf(data)).slice(0, 12)}.${sequence}`, approved_at: report.data.approved_at ? new Date(report.data.approved_at) : null, correlation_id: report.correlation_id,
  });
  await em.insert(ExpenseLine, row);
  await raiseExpense(em, of, row, assessed);
}

function judged(a: AssessedExpense) {
  return { line_no: a.line?.line_no ?? null, cost_amount: a.cost?.amount ?? null, cost_currency: a.cost?.currency ?? null, billed_amount: a.bill?.net ?? null, billed_currency: a.bill?.currency ?? null, billing_status: a.billing === 'ready' ? 'unbilled' : a.billing === 'held' ? 'held' : 'not_eligible', why: a.why };
}

/** A line that waits, looked at again after somebody changed something. */
async function reassess(em: EntityManager, of: Report, row: ExpenseLine, data: ExpenseLineData, assessed: AssessedExpense): Promise<void> {
  const held = row.billing_status === 'held';
  const cost = row.costing_status === 'posted' || !assessed.cost ? {} : { cost_amount: assessed.cost.amount, cost_currency: assessed.cost.currency };
  const settled = held && assessed.billing !== 'held';
  const after = await em.save(ExpenseLine, em.create(ExpenseLine, { ...row, ...(settled ? judged(assessed) : {}), cost_amount: row.cost_amount, cost_currency: row.cost_currency, ...cost, updated_at: new Date() }));
  if (settled) await raiseExpense(em, of, after, assessed);
}

async function raiseExpense(em: EntityManager, { terms, report }: Report, row: ExpenseLine, { bill, line, why, billing }: AssessedExpense): Promise<void> {
  if (billing !== 'ready' || !bill || !line || !terms?.contract || !terms.client) return;
  const markup = line.expense?.markup && !dec(line.expense.markup).isZero() && bill.unit === 'expense' ? `, plus ${dec(line.expense.markup).times(100).toFixed()} %` : '';
  await raiseBilling(em, newBilling({ contract: terms.contract, client: terms.client as StoredRecord<Client>, line, project_id: row.project_id }, {
    kind: 'expense', source_system: row.source_system, source_id: row.source_id, source_version: row.source_version, expense_line_id: row.id, worker_id: row.worker_id, task_id: row.task_id, event_date: row.expense_date,
    description: [row.category, row.merchant, row.expense_date].filter(Boolean).join(', ') + markup, quantity: bill.quantity, unit: bill.unit, rate: bill.rate, gross: bill.gross, discount: bill.discount, net: bill.net, account_role: 'contract_asset',
    approved_at: row.approved_at, why, correlation_id: report.correlation_id,
  }));
}

const negated = (v: string | null): string | null => (v === null ? null : dec(v).negated().toFixed());

/** COR-1: the full negative copy of a line; its billing is taken back by where it stands. */
async function reverseLine(em: EntityManager, row: ExpenseLine, correlationId: string): Promise<void> {
  await em.insert(ExpenseLine, em.create(ExpenseLine, {
    ...row, id: newId(), kind: 'reversal', original_line_id: row.id, adjustment_sequence: row.adjustment_sequence + 1, amount: negated(row.amount)!, tax_amount: negated(row.tax_amount), recoverable_tax: negated(row.recoverable_tax)!, cost_amount: negated(row.cost_amount),
    billed_amount: negated(row.billed_amount), costing_status: row.cost_amount === null ? 'none' : 'pending', billing_status: row.billing_status === 'not_eligible' ? 'not_eligible' : 'reversed', accounting_date: null, source_version: `${row.source_version}!`, correlation_id: correlationId, version: 1, updated_at: new Date(),
  }));
  let credited = false;
  for (const event of await em.findBy(BillingEvent, { expense_line_id: row.id, kind: 'expense', status: Not(In(['cancelled', 'credited'])) })) credited = (await takeBackBilling(em, event, 'the expense was corrected: credited at its original amount')) === 'credited' || credited;
  const status = credited || row.billing_status === 'not_eligible' ? row.billing_status : 'reversed';
  // What never had a cost has none to post, before and after.
  await em.update(ExpenseLine, { id: row.id }, { billing_status: status, ...(row.cost_amount === null ? { costing_status: 'none' } : {}), updated_at: new Date() });
}

/** Says that the lines of a report changed as facts. */
export async function tellExpensesRecorded(em: EntityManager, input: { report_id: string; version: number; run_id: string; correlation_id: string; project_id?: string | null }): Promise<void> {
  const lines: { contract_id: string; line_no: string }[] = await em.query('select distinct contract_id, line_no from expense_line where report_id = $1 and contract_id is not null and line_no is not null', [input.report_id]);
  await appendEvents(em, [{
    type: 'expense.recorded', entity: 'expense_report', entity_id: input.report_id, entity_version: input.version, partition_key: `expense_report:${input.report_id}`, idempotency_key: `${input.run_id}:recorded`, approval_status: 'approved', correlation_id: input.correlation_id,
    data: { report_id: input.report_id, project_id: input.project_id ?? null, contract_lines: lines },
  }]);
}
