import type { Row } from '../../../kernel/src/index.js';
import { createExpense, removeExpense, updateExpense } from '../expenses/expense-changes.js';
import { byFlag, byIds, column, instant, isTrue, one, type Resource } from '../resource.js';
import { baseUnitOf, formattedMoney, symbolOf } from '../wire/money.js';
import { shownInstant } from '../wire/stamps.js';
import { externalReferences } from './shared.js';

const currencyOf = (row: Row): string => String(row.currency ?? 'USD');

/** What it was converted from. The vendor writes value and rate as floating numbers, where it takes text. */
function foreign(row: Row): unknown {
  const kept = row.foreign_exchange_amount as Record<string, string> | null | undefined;
  return kept ? { date: shownInstant(kept.date), rate: Number(kept.rate), source_currency: kept.source_currency, source_value: Number(kept.source_value) } : null;
}

/** Expenses. Those of archived projects are hidden unless asked for. */
export const expenses: Resource = {
  plural: 'expenses', singular: 'expense', subject: 'Expense', event: 'expense',
  columns: [
    'date', 'category', 'amount_in_cents', 'amount', 'currency', 'currency_symbol', 'currency_base_unit', 'foreign_exchange_amount', 'notes', 'is_billable', 'is_invoiced',
    'reimbursable', 'taxable', 'created_at', 'updated_at',
  ],
  optional: ['user_can_edit'],
  computed: {
    amount: (row) => formattedMoney(Number(row.amount_in_cents ?? 0), currencyOf(row)),
    currency: currencyOf,
    currency_symbol: (row) => symbolOf(currencyOf(row)),
    currency_base_unit: (row) => baseUnitOf(currencyOf(row)),
    foreign_exchange_amount: foreign,
    is_invoiced: (row) => row.is_invoiced === true,
    taxable: (row) => row.taxable === true,
    user_can_edit: (row) => !row.active_submission_id,
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'), user: one('users', 'user_id'), story: one('stories', 'story_id'), role: one('roles', 'role_id'),
    expense_category: one('expense_categories', 'expense_category_id'), receipt: one('attachments', 'receipt_id'), vendor: one('vendors', 'vendor_id'),
    active_submission: one('expense_report_submissions', 'active_submission_id'), recent_submission: one('expense_report_submissions', 'recent_submission_id'),
    external_references: externalReferences('Expense'),
  },
  filters: {
    workspace_id: byIds('workspace_id'),
    with_expense_report_id: byIds('active_submission_id'),
    with_recent_expense_report_ids: byIds('recent_submission_id'),
    created_by: byIds('creator_id'),
    reimbursable: byFlag('reimbursable'),
    // The vendor looks only at whether these are there.
    approved: { keep: (row) => row.approved === true },
    invoiced: { keep: (row) => row.is_invoiced === true },
    uninvoiced: { keep: (row) => row.is_invoiced !== true },
    submitted: { keep: (row) => Boolean(row.active_submission_id) },
    unsubmitted: { keep: (row) => !row.active_submission_id },
    date_expensed_between: {
      keep(row, value) {
        const [from = '', to = ''] = value.split(':');
        return String(row.date) >= from && (to === '' || String(row.date) <= to);
      },
    },
  },
  orders: { date: column('date'), created_at: instant('created_at'), amount: column('amount_in_cents'), category: column('category'), notes: column('notes') },
  defaultOrder: 'date:desc',
  listed: (row, query, books) =>
    isTrue(query.get('from_archived_workspaces')) || books.table('workspaces').get(String(row.workspace_id))?.archived !== true,
  bulk: 100,
  create: createExpense,
  update: updateExpense,
  remove: removeExpense,
};
