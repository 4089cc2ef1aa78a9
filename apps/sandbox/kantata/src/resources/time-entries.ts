import type { Row } from '../../../kernel/src/index.js';
import { byFlag, byIds, column, instant, isTrue, one, type Resource } from '../resource.js';
import { createEntry, removeEntry, updateEntry } from '../timesheets/entry-changes.js';
import { baseUnitOf, symbolOf } from '../wire/money.js';
import { externalReferences } from './shared.js';

const isActive = (row: Row): boolean => Boolean(row.active_submission_id);

/** Time entries. Those of archived projects are hidden unless asked for. */
export const timeEntries: Resource = {
  plural: 'time_entries', singular: 'time_entry', subject: 'TimeEntry', event: 'time_entry',
  columns: [
    'date_performed', 'time_in_minutes', 'billable', 'notes', 'rate_in_cents', 'cost_rate_in_cents', 'currency', 'currency_symbol',
    'currency_base_unit', 'approved', 'is_invoiced', 'taxable', 'location', 'created_at', 'updated_at',
  ],
  optional: ['user_can_edit', 'location_id'],
  computed: {
    currency_symbol: (row) => symbolOf(String(row.currency ?? 'USD')),
    currency_base_unit: (row) => baseUnitOf(String(row.currency ?? 'USD')),
    user_can_edit: (row) => !isActive(row),
  },
  associations: {
    workspace: one('workspaces', 'workspace_id'),
    user: one('users', 'user_id'),
    story: one('stories', 'story_id'),
    role: one('roles', 'role_id'),
    active_submission: one('timesheet_submissions', 'active_submission_id'),
    recent_submission: one('timesheet_submissions', 'recent_submission_id'),
    external_references: externalReferences('TimeEntry'),
  },
  filters: {
    workspace_id: byIds('workspace_id'),
    workspace_ids: byIds('workspace_id'),
    with_user_ids: byIds('user_id'),
    with_timesheet_id: byIds('active_submission_id'),
    with_recent_timesheet_ids: byIds('recent_submission_id'),
    created_by: byIds('creator_id'),
    billable: byFlag('billable'),
    // The vendor looks only at whether these three are there.
    approved: { keep: (row, _value, books) => row.approved === true || books.table('workspaces').get(String(row.workspace_id))?.require_time_approvals === false },
    invoiced: { keep: (row) => row.is_invoiced === true },
    uninvoiced: { keep: (row) => row.is_invoiced !== true },
    in_active_submission: { keep: (row, value) => isActive(row) === isTrue(value) },
    date_performed_between: {
      keep(row, value) {
        const [from = '', to = '9999-12-31'] = value.split(':');
        return String(row.date_performed) >= from && String(row.date_performed) <= to;
      },
    },
  },
  orders: { date_performed: column('date_performed'), created_at: instant('created_at'), updated_at: instant('updated_at') },
  defaultOrder: 'date_performed:desc',
  listed: (row, query, books) =>
    isTrue(query.get('from_archived_workspaces')) || books.table('workspaces').get(String(row.workspace_id))?.archived !== true,
  bulk: 100,
  create: createEntry,
  update: updateEntry,
  remove: removeEntry,
};
