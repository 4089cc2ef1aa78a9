import type { Books, Row } from '../../../kernel/src/index.js';
import { byIds, column, commaList, isTrue, one, type Resource } from '../resource.js';
import { entriesOn } from '../timesheets/resolve.js';
import { submitTimesheet } from '../timesheets/submit.js';
import { baseUnitOf, formattedMoney, lineTotal, symbolOf } from '../wire/money.js';
import { externalReferences } from './shared.js';

const currencyOf = (row: Row, books: Books): string => String(books.table('workspaces').get(String(row.workspace_id))?.currency ?? 'USD');
const totalOf = (row: Row, books: Books): number =>
  lineTotal(entriesOn(books, row).filter((entry) => entry.billable).map((entry) => ({ minutes: Number(entry.time_in_minutes), rate: Number(entry.rate_in_cents ?? 0) })));
const isActive = (row: Row): boolean => row.status === 'pending' || row.status === 'approved';

/** Timesheets: one user, one project, one week. */
export const timesheetSubmissions: Resource = {
  plural: 'timesheet_submissions', singular: 'timesheet_submission', subject: 'Submission', event: 'timesheet',
  columns: [
    'start_date', 'end_date', 'status', 'title', 'comment', 'type', 'line_item_total_in_cents', 'line_item_total_formatted', 'currency',
    'currency_symbol', 'currency_base_unit', 'current_resolution_creator_id', 'current_resolution_description',
    'current_resolution_created_at_date', 'permissions', 'created_at', 'updated_at',
  ],
  computed: {
    line_item_total_in_cents: totalOf,
    line_item_total_formatted: (row, books) => formattedMoney(totalOf(row, books), currencyOf(row, books)),
    currency: currencyOf,
    currency_symbol: (row, books) => symbolOf(currencyOf(row, books)),
    currency_base_unit: (row, books) => baseUnitOf(currencyOf(row, books)),
    permissions: (row) => ({
      can_cancel_submission: isActive(row), can_approve_submission: row.status === 'pending', can_reject_submission: isActive(row),
      can_resubmit_submission: !isActive(row),
    }),
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'),
    user: one('users', 'user_id'),
    time_entries: { to: 'time_entries', key: 'time_entry_ids', many: true, ids: (row, books) => entriesOn(books, row).map((entry) => entry.id) },
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
    start_date: { keep: (row, value) => row.start_date === value },
    end_date: { keep: (row, value) => row.end_date === value },
    start_date_after: { keep: (row, value) => String(row.start_date) >= value },
  },
  orders: { date: column('start_date') },
  defaultOrder: 'date:desc',
  create: submitTimesheet,
};

/** What a bulk approval, rejection or cancellation answers with. */
export const resolutions: Resource = {
  plural: 'resolutions', singular: 'resolution', subject: 'Resolution',
  columns: ['type', 'description', 'target_type', 'target_id', 'user_id', 'account_id', 'current', 'created_at', 'updated_at'],
  computed: { target_id: (row) => Number(row.target_id), user_id: (row) => (row.user_id == null ? null : Number(row.user_id)), account_id: (row) => Number(row.account_id) },
  associations: {},
  filters: {},
  orders: { id: (row) => Number(row.id) },
  defaultOrder: 'id:asc',
};
