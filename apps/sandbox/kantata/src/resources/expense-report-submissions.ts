import type { Books, Row } from '../../../kernel/src/index.js';
import { expensesOn, submitReport } from '../expenses/submit.js';
import { byIds, column, commaList, instant, isTrue, one, type Resource } from '../resource.js';
import { tokenUser } from '../token-user.js';
import { baseUnitOf, formattedMoney, symbolOf } from '../wire/money.js';
import { externalReferences } from './shared.js';

const currencyOf = (row: Row, books: Books): string => String(books.table('workspaces').get(String(row.workspace_id))?.currency ?? 'USD');
const totalOf = (row: Row, books: Books): number => expensesOn(books, row).reduce((sum, expense) => sum + Number(expense.amount_in_cents), 0);
const isActive = (row: Row): boolean => row.status === 'pending' || row.status === 'approved';

/** Expense reports: one user, one project. Without `all_on_account` only those of the token's user are listed; they cannot be ordered by change. */
export const expenseReportSubmissions: Resource = {
  plural: 'expense_report_submissions', singular: 'expense_report_submission', subject: 'Submission', event: 'expense_report',
  columns: [
    'status', 'title', 'comment', 'type', 'line_item_total_in_cents', 'line_item_total_formatted', 'currency', 'currency_symbol', 'currency_base_unit', 'locked',
    'current_resolution_creator_id', 'current_resolution_description', 'current_resolution_created_at_date', 'resolution_description', 'permissions', 'created_at', 'updated_at',
  ],
  computed: {
    line_item_total_in_cents: totalOf,
    line_item_total_formatted: (row, books) => formattedMoney(totalOf(row, books), currencyOf(row, books)),
    currency: currencyOf,
    currency_symbol: (row, books) => symbolOf(currencyOf(row, books)),
    currency_base_unit: (row, books) => baseUnitOf(currencyOf(row, books)),
    locked: () => false,
    resolution_description: (row) => row.current_resolution_description ?? null,
    permissions: (row) => ({
      can_cancel_submission: isActive(row), can_approve_submission: row.status === 'pending', can_reject_submission: isActive(row),
      can_resubmit_submission: !isActive(row),
    }),
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'),
    user: one('users', 'user_id'),
    expenses: { to: 'expenses', key: 'expense_ids', many: true, ids: (row, books) => expensesOn(books, row).map((expense) => expense.id) },
    external_references: externalReferences('Submission'),
  },
  filters: {
    workspace_id: byIds('workspace_id'),
    workspace_ids: byIds('workspace_id'),
    user_ids: byIds('user_id'),
    // The filter says `new` where the objects say `pending`.
    statuses: { keep: (row, value) => commaList(value).includes(row.status === 'pending' ? 'new' : String(row.status)) },
    active: { keep: (row, value) => !isTrue(value) || isActive(row) },
    not_cancelled: { keep: (row, value) => !isTrue(value) || row.status !== 'cancelled' },
  },
  orders: { created_at: instant('created_at'), date: instant('created_at'), status: column('status'), title: column('title'), amount: totalOf },
  defaultOrder: 'created_at:desc',
  listed: (row, query, books) => isTrue(query.get('all_on_account')) || row.user_id === tokenUser(books)?.id,
  create: submitReport,
};
