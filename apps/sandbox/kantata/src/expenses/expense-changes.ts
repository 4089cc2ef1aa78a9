import type { Ctx, Row } from '../../../kernel/src/index.js';
import { add, change, drop } from '../changes.js';
import { attachReference } from '../references.js';
import { participation } from '../timesheets/time-rules.js';
import { tokenUser } from '../token-user.js';
import { booleanOf, dateOf, idOf, wholeOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { stampOf } from '../wire/stamps.js';
import { converted } from './conversion.js';
import { categoryOf, existing, linkedStory, livingWorkspace, refuseLocked } from './expense-rules.js';

/** Books an expense. The flag is `billable` here and `is_billable` in answers. */
export function createExpense(ctx: Ctx, attributes: Attributes): Row {
  const { books } = ctx;
  const workspace = livingWorkspace(books, idOf(attributes, 'workspace_id'));
  const date = dayOf(attributes);
  const category = categoryOf(books, attributes);
  const userId = idOf(attributes, 'user_id') ?? tokenUser(books)?.id ?? '';
  const place = participation(books, workspace, userId);
  const expense = add(ctx, 'expenses', {
    workspace_id: workspace.id, user_id: userId, role_id: place.role_id ?? null, story_id: linkedStory(books, workspace, idOf(attributes, 'story_id')),
    date, category: category.name, expense_category_id: category.id, ...spent(ctx, attributes, workspace, date), currency: workspace.currency, notes: attributes.notes ?? null,
    is_billable: booleanOf(attributes, 'billable', workspace.tasks_default_non_billable !== true), reimbursable: booleanOf(attributes, 'reimbursable', true), taxable: false,
    is_invoiced: false, approved: false, receipt_id: existing(books, attributes, 'receipt_id', 'attachments', 'Receipt'), vendor_id: existing(books, attributes, 'vendor_id', 'vendors', 'Vendor'),
    active_submission_id: null, recent_submission_id: null, creator_id: tokenUser(books)?.id ?? null,
  });
  attachReference(ctx, 'Expense', expense, attributes);
  return expense;
}

/** Changes an expense that no active report holds. Whether it is reimbursable and by whom cannot be changed: the vendor's contract takes neither. */
export function updateExpense(ctx: Ctx, expense: Row, attributes: Attributes): Row {
  refuseLocked(expense);
  const { books } = ctx;
  const given = (name: string): boolean => attributes[name] !== undefined;
  const workspace = livingWorkspace(books, idOf(attributes, 'workspace_id') ?? String(expense.workspace_id));
  const set: Record<string, unknown> = { workspace_id: workspace.id, currency: workspace.currency };
  if (given('date')) set.date = dayOf(attributes);
  if (given('category') || given('expense_category_id')) {
    const category = categoryOf(books, attributes);
    Object.assign(set, { category: category.name, expense_category_id: category.id });
  }
  if (given('amount_in_cents') || given('foreign_exchange_amount')) Object.assign(set, spent(ctx, attributes, workspace, String(set.date ?? expense.date)));
  if (given('notes')) set.notes = attributes.notes;
  if (given('billable')) set.is_billable = booleanOf(attributes, 'billable', false);
  if (given('receipt_id')) set.receipt_id = existing(books, attributes, 'receipt_id', 'attachments', 'Receipt');
  if (given('story_id')) set.story_id = linkedStory(books, workspace, idOf(attributes, 'story_id'));
  const after = change(ctx, 'expenses', expense.id, set);
  attachReference(ctx, 'Expense', after, attributes);
  return after;
}

/** Deletes an expense that no active report holds. A delta read never shows that it is gone. */
export function removeExpense(ctx: Ctx, expense: Row): void {
  refuseLocked(expense);
  drop(ctx, 'expenses', 'Expense', expense);
}

function dayOf(attributes: Attributes): string {
  const date = dateOf(attributes, 'date');
  if (!date) throw invalid('date', "Date can't be blank");
  return date;
}

/** The amount in the project's currency, and what it was converted from: that wins when both are given. */
function spent(ctx: Ctx, attributes: Attributes, workspace: Row, date: string): Record<string, unknown> {
  const foreign = converted(ctx.books, attributes, String(workspace.currency), date);
  if (foreign) {
    const { amount_in_cents, ...rest } = foreign;
    return { amount_in_cents, foreign_exchange_amount: { ...rest, date: stampOf(ctx) } };
  }
  const amount = wholeOf(attributes, 'amount_in_cents');
  if (amount === null) throw invalid('amount_in_cents', "Amount can't be blank");
  if (amount === 0) throw invalid('amount_in_cents', 'Amount must be other than 0');
  return { amount_in_cents: amount, foreign_exchange_amount: null };
}
