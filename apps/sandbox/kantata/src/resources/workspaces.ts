import type { Row } from '../../../kernel/src/index.js';
import { byFlag, byText, column, instant, isTrue, many, one, type Resource } from '../resource.js';
import { baseUnitOf, formattedMoney, symbolOf } from '../wire/money.js';
import { createWorkspace, updateWorkspace } from './workspace-changes.js';
import { shownStatus } from './workspace-status.js';
import { customFieldValues, externalReferences } from './shared.js';

const currencyOf = (row: Row): string => String(row.currency ?? 'USD');
const dateAfter = (name: string) => ({ keep: (row: Row, value: string) => String(row[name] ?? '') > value });
const dateBefore = (name: string) => ({ keep: (row: Row, value: string) => row[name] != null && String(row[name]) < value });

function archivedFits(row: Row, query: URLSearchParams): boolean {
  const asked = query.get('archived');
  if (asked === 'only') return row.archived === true;
  return row.archived !== true || asked === 'include' || isTrue(query.get('include_archived'));
}

/** Projects. Archived ones are hidden unless asked for, from a GET of the single one as well. */
export const workspaces: Resource = {
  plural: 'workspaces', singular: 'workspace', subject: 'Workspace', event: 'workspace',
  columns: [
    'title', 'account_id', 'archived', 'description', 'effective_due_date', 'start_date', 'due_date', 'budgeted', 'change_orders_enabled',
    'created_at', 'updated_at', 'currency', 'currency_symbol', 'currency_base_unit', 'price', 'price_in_cents', 'budget_used',
    'budget_used_in_cents', 'budget_remaining', 'percentage_complete', 'access_level', 'rate_card_id', 'status', 'require_time_approvals',
    'require_expense_approvals', 'tasks_default_non_billable', 'time_trackable', 'target_margin', 'consultant_role_name', 'client_role_name',
  ],
  optional: ['stage', 'minutes_logged', 'billable_minutes', 'non_billable_minutes', 'total_minutes_approved', 'provider_lead_name', 'lock_date'],
  computed: {
    account_id: (row) => Number(row.account_id ?? 1),
    archived: (row) => row.archived === true,
    effective_due_date: (row) => row.due_date ?? null,
    change_orders_enabled: () => false,
    currency_symbol: (row) => symbolOf(currencyOf(row)),
    currency_base_unit: (row) => baseUnitOf(currencyOf(row)),
    price: (row) => formattedMoney(Number(row.price_in_cents ?? 0), currencyOf(row)),
    price_in_cents: (row) => Number(row.price_in_cents ?? 0),
    budget_used: (row) => formattedMoney(0, currencyOf(row)),
    budget_used_in_cents: () => 0,
    budget_remaining: (row) => formattedMoney(Number(row.price_in_cents ?? 0), currencyOf(row)),
    rate_card_id: (row) => (row.rate_card_id == null ? null : Number(row.rate_card_id)),
    status: (row) => shownStatus(row.status_key ?? 100),
    percentage_complete: (row) => row.percentage_complete ?? 0,
    access_level: (row) => row.access_level ?? 'invitation',
    require_time_approvals: (row) => row.require_time_approvals !== false,
    time_trackable: (row) => row.time_trackable === true,
    consultant_role_name: (row) => row.consultant_role_name ?? 'Consultants',
    client_role_name: (row) => row.client_role_name ?? 'Clients',
    stage: (row) => row.stage ?? 'project',
    minutes_logged: (row, books) => minutes(books.table('time_entries').by('workspace_id', row.id)),
    billable_minutes: (row, books) => minutes(books.table('time_entries').by('workspace_id', row.id).filter((entry) => entry.billable)),
    non_billable_minutes: (row, books) => minutes(books.table('time_entries').by('workspace_id', row.id).filter((entry) => !entry.billable)),
    total_minutes_approved: (row, books) => minutes(books.table('time_entries').by('workspace_id', row.id).filter((entry) => entry.approved)),
    provider_lead_name: (row, books) => books.table('users').get(String(row.primary_maven_id))?.full_name ?? null,
  },
  associations: {
    creator: one('users', 'creator_id'),
    primary_maven: one('users', 'primary_maven_id'),
    participants: {
      to: 'users', key: 'participant_ids', many: true,
      ids: (row, books) => books.table('workspace_resources').by('workspace_id', row.id).flatMap((resource) => (resource.user_id ? [String(resource.user_id)] : [])),
    },
    timesheet_submissions: many('timesheet_submissions', 'timesheet_submission_ids', 'workspace_id'),
    workspace_resources: {
      to: 'workspace_resources', key: 'workspace_resource_ids', many: true,
      ids: (row, books) => books.table('workspace_resources').by('workspace_id', row.id).filter((resource) => resource.user_id).map((resource) => resource.id),
    },
    workspace_resources_with_unnamed: many('workspace_resources', 'workspace_resources_with_unnamed_ids', 'workspace_id'),
    custom_field_values: customFieldValues('Workspace'),
    external_references: externalReferences('Workspace'),
  },
  filters: {
    budgeted: byFlag('budgeted'),
    stage: { keep: (row, value) => (row.stage ?? 'project') === value },
    creator: byText('creator_id'),
    provider_lead: byText('primary_maven_id'),
    has_participant: { keep: (row, value, books) => books.table('workspace_resources').by('workspace_id', row.id).some((resource) => resource.user_id === value) },
    matching: { keep: (row, value) => words(String(row.title ?? '')).some((word) => word.startsWith(value.toLowerCase())) },
    search: { keep: (row, value) => `${row.id} ${row.title ?? ''} ${row.description ?? ''}`.toLowerCase().includes(value.toLowerCase()) },
    start_date_after: dateAfter('start_date'),
    start_date_before: dateBefore('start_date'),
    due_date_after: dateAfter('due_date'),
    due_date_before: dateBefore('due_date'),
    except: { keep: (row, value) => !value.split(',').includes(row.id) },
    by_custom_text_value: {
      keep: (row, value, books) => [...value.matchAll(/(\d+):([^():;]*)/g)].some(([, field, text]) =>
        books.table('custom_field_values').by('subject_id', row.id).some((kept) => kept.subject_type === 'Workspace' && String(kept.custom_field_id) === field && kept.value === text)),
    },
  },
  orders: {
    created_at: instant('created_at'), updated_at: instant('updated_at'), title: column('title'), start_date: column('start_date'),
    due_date: column('due_date'), status: column('status_key'), price: column('price_in_cents'), percentage_complete: column('percentage_complete'),
  },
  defaultOrder: 'updated_at:desc',
  listed: archivedFits,
  shown: archivedFits,
  create: createWorkspace,
  update: updateWorkspace,
  bulk: 1,
};

const words = (text: string): string[] => text.toLowerCase().split(/\s+/);
const minutes = (entries: Row[]): number => entries.reduce((sum, entry) => sum + Number(entry.time_in_minutes), 0);
