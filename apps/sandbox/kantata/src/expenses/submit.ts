import type { Books, Ctx, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { attachReference } from '../references.js';
import { checkOutcome, resolve, type Outcome } from '../resolutions.js';
import { idOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { livingWorkspace, refuseLocked } from './expense-rules.js';

/**
 * Hands in expenses of one user and one project. Those that were on a rejected or cancelled report come under a new
 * submission id, and from then on point at that one only.
 */
export function submitReport(ctx: Ctx, attributes: Attributes): Row {
  const workspace = livingWorkspace(ctx.books, idOf(attributes, 'workspace_id'));
  if (!attributes.title) throw invalid('title', "Title can't be blank");
  const expenses = expensesOf(ctx, attributes);
  const userId = idOf(attributes, 'user_id') ?? String(expenses[0]!.user_id);
  if (expenses.some((expense) => expense.workspace_id !== workspace.id)) throw invalid('line_item_ids', 'An expense report can hold expenses of one project only');
  if (expenses.some((expense) => expense.user_id !== userId)) throw invalid('line_item_ids', 'An expense report can hold expenses of one user only');
  const submission = add(ctx, 'expense_report_submissions', {
    title: attributes.title, comment: attributes.comment ?? null, workspace_id: workspace.id, user_id: userId, status: 'pending', type: 'ExpenseReportSubmission',
    current_resolution_creator_id: null, current_resolution_description: null, current_resolution_created_at_date: null,
  });
  for (const expense of expenses) change(ctx, 'expenses', expense.id, { active_submission_id: submission.id, recent_submission_id: submission.id });
  attachReference(ctx, 'Submission', submission, attributes);
  return submission;
}

/** Approves, rejects or cancels a report; its expenses follow: approved ones are locked, the others are free to be changed and handed in again. */
export function resolveReport(ctx: Ctx, submission: Row, outcome: Outcome, description: string | null, by?: string): Row {
  checkOutcome(submission, outcome, 'An expense report');
  const expenses = expensesOn(ctx.books, submission);
  if (outcome !== 'approved' && expenses.some((expense) => expense.is_invoiced === true)) throw invalid('base', 'Expense report holds expenses that have been invoiced');
  for (const expense of expenses) change(ctx, 'expenses', expense.id, outcome === 'approved' ? { approved: true } : { approved: false, active_submission_id: null });
  return resolve(ctx, 'expense_report_submissions', submission, outcome, description, by);
}

/** The expenses whose latest report this is. */
export const expensesOn = (books: Books, submission: Row): Row[] => books.table('expenses').by('recent_submission_id', submission.id);

function expensesOf(ctx: Ctx, attributes: Attributes): Row[] {
  const ids: unknown = attributes.line_item_ids;
  if (!Array.isArray(ids) || ids.length === 0) throw invalid('line_item_ids', "Line items can't be blank");
  return [...new Set(ids.map(String))].map((id) => {
    const expense = ctx.books.table('expenses').get(id);
    if (!expense) throw invalid('line_item_ids', `Expense ${id} does not exist`);
    refuseLocked(expense);
    return expense;
  });
}
