import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { createExpense, removeExpense, updateExpense } from '../expenses/expense-changes.js';
import { expensesOn, resolveReport, submitReport } from '../expenses/submit.js';
import type { Outcome } from '../resolutions.js';
import type { Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { eachItem } from './outcomes.js';

/** An expense report by its id, or by user and project. */
interface ReportName {
  id?: string;
  user_id?: string;
  workspace_id?: string;
}

interface Reopening extends ReportName {
  reason?: string;
  /** Changes by expense: attributes to set, or `delete: true`. */
  edits?: (Attributes & { expense_id: string; delete?: boolean })[];
  /** Expenses to book as well; user and project are those of the report. */
  add?: Attributes[];
  /** Hand it in again (default true), and approve it (default false). */
  resubmit?: boolean;
  approve?: boolean;
}

/** People book what they spent: `{expenses: [{workspace_id, user_id, date, category, amount_in_cents, billable, reimbursable, notes, receipt?, vendor?}]}`; `receipt` is a file name, `vendor` a name. */
export const logExpenses = (ctx: Ctx, body: { expenses?: Attributes[] }): Reply => eachItem(body.expenses, (expense) => ({ id: booked(ctx, expense).id }));

/** They hand in a report: `{reports: [{user_id, workspace_id, title?, line_item_ids?}]}`; without ids, all that is free. */
export const submitExpenses = (ctx: Ctx, body: { reports?: (ReportName & { title?: string; line_item_ids?: string[] })[] }): Reply =>
  eachItem(body.reports, (report) => ({ id: submitReport(ctx, {
    workspace_id: report.workspace_id, user_id: report.user_id, title: report.title ?? 'Expenses',
    line_item_ids: report.line_item_ids ?? ctx.books.table('expenses').by('user_id', report.user_id).filter((one) => one.workspace_id === report.workspace_id && !one.active_submission_id).map((one) => one.id),
  }).id }));

/** Managers decide: `{reports: [{id} | {user_id, workspace_id}], by?, reason?}`. */
export const resolveExpenses = (outcome: Outcome) => (ctx: Ctx, body: { reports?: ReportName[]; by?: string; reason?: string }): Reply =>
  eachItem(body.reports, (name) => ({ id: resolveReport(ctx, reportNamed(ctx, name), outcome, body.reason ?? null, body.by).id }));

/** A manager sends back a report, approved or not; its expenses are corrected and handed in again, under a new submission id: `{items: [{id, reason, edits, add, resubmit, approve}]}`. */
export const reopenExpenses = (ctx: Ctx, body: { items?: Reopening[]; by?: string }): Reply => eachItem(body.items, (item) => {
  const report = reportNamed(ctx, item);
  if (report.status === 'pending' || report.status === 'approved') resolveReport(ctx, report, 'rejected', item.reason ?? null, body.by);
  for (const { expense_id: id, delete: gone, ...attributes } of item.edits ?? []) {
    const expense = ctx.books.table('expenses').get(String(id));
    if (!expense) throw invalid('expense_id', `Expense ${id} does not exist`);
    if (gone) removeExpense(ctx, expense);
    else updateExpense(ctx, expense, withReceipt(ctx, attributes));
  }
  const added = (item.add ?? []).map((attributes) => booked(ctx, { ...attributes, user_id: report.user_id, workspace_id: report.workspace_id }).id);
  if (item.resubmit === false) return { rejected_id: report.id, added };
  const again = submitReport(ctx, {
    workspace_id: report.workspace_id, user_id: report.user_id, title: report.title, comment: item.reason,
    line_item_ids: [...expensesOn(ctx.books, report).map((expense) => expense.id), ...added],
  });
  if (item.approve) resolveReport(ctx, again, 'approved', null, body.by);
  return { rejected_id: report.id, id: again.id, added };
});

/** Somebody puts time and expenses on an invoice in this product: `{expense_ids?, time_entry_ids?}`. They are locked from then on. */
export const markInvoiced = (ctx: Ctx, body: { expense_ids?: string[]; time_entry_ids?: string[] }): Reply => {
  const lines = [...(body.expense_ids ?? []).map((id) => ['expenses', id]), ...(body.time_entry_ids ?? []).map((id) => ['time_entries', id])] as [string, string][];
  return eachItem(lines, ([table, id]) => {
    if (ctx.books.table(table).get(String(id))?.approved !== true) throw invalid('id', `${id} is not approved`);
    return { id: change(ctx, table, String(id), { is_invoiced: true }).id };
  });
};

function booked(ctx: Ctx, attributes: Attributes): Row {
  const { vendor, ...rest } = attributes;
  return createExpense(ctx, { ...withReceipt(ctx, rest), ...(vendor === undefined ? {} : { vendor_id: vendorNamed(ctx, String(vendor)).id }) });
}

/** The file named as receipt is attached. */
function withReceipt(ctx: Ctx, { receipt, ...attributes }: Attributes): Attributes {
  return receipt === undefined ? attributes : { ...attributes, receipt_id: add(ctx, 'attachments', { filename: String(receipt), type: 'receipt' }).id };
}

function vendorNamed(ctx: Ctx, name: string): Row {
  return ctx.books.table('vendors').by('name', name)[0] ?? add(ctx, 'vendors', { name });
}

/** The report meant; of several of one person on one project, the one handed in last. */
function reportNamed(ctx: Ctx, name: ReportName): Row {
  const table = ctx.books.table('expense_report_submissions');
  const found = name.id !== undefined
    ? table.get(String(name.id))
    : table.by('user_id', name.user_id).filter((report) => report.workspace_id === name.workspace_id).sort((a, b) => Number(a.id) - Number(b.id)).at(-1);
  if (!found) throw invalid('id', 'Expense report submission does not exist');
  return found;
}
