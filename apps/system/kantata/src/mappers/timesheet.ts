import { contentHash, type TimeEntryData, type Timesheet } from '#lib/canonical';
import { type Known, type Mapped, mapStatus } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import type { ChangedRow } from '../client/walk.js';
import { resolvedAt, SUBMISSION_STATUSES } from './resolution.js';
import { carried, type FieldPlan, hours, instant } from './values.js';

/** A submission with its entries and the role codes of them. */
export interface SubmissionRow extends ChangedRow {
  /** Rejected or cancelled: its entries are free. */
  over: boolean;
  /** An entry of it is not held by it, again and again: Kantata's records disagree. */
  torn: boolean;
  entries: Row[];
  role_codes: Record<string, string>;
}

export const TIMESHEET: FieldPlan = {
  mapped: [
    'id', 'user_id', 'workspace_id', 'start_date', 'end_date', 'status', 'created_at', 'updated_at', 'changed_at', 'over', 'torn', 'entries', 'role_codes', 'current_resolution_creator_id', 'current_resolution_description', 'current_resolution_created_at_date',
  ],
  dropped: {
    line_item_total_in_cents: 'the gateway prices', line_item_total_formatted: 'the gateway prices', permissions: 'rights of the token', type: 'always the same', time_entry_ids: 'read as entries', currency: 'of the project', currency_symbol: 'of the project',
    currency_base_unit: 'of the project',
  },
};

export const ENTRY: FieldPlan = {
  mapped: ['id', 'date_performed', 'time_in_minutes', 'billable', 'story_id', 'role_id', 'notes'],
  dropped: {
    rate_in_cents: 'the gateway prices', cost_rate_in_cents: 'cost rates come from the HCM', currency: 'of the project', currency_symbol: 'of the project', currency_base_unit: 'of the project', approved: 'stands on the timesheet', is_invoiced: 'Kantata’s own invoices',
    taxable: 'the tax profile decides', user_id: 'of the timesheet', workspace_id: 'of the timesheet', active_submission_id: 'the timesheet', recent_submission_id: 'the timesheet', created_at: 'what counts is the content', updated_at: 'approval and invoicing touch it',
  },
};

/** Whose sheet it is, whatever its status and its entries: user, workspace, week and submission, for Kantata takes several submissions of one week. */
export function knownTimesheet(row: SubmissionRow): Known {
  return {
    natural_key: `${row.user_id}:${row.workspace_id}:${row.start_date}:${row.id}`, extensions: { submission_id: row.id, ...carried(row, TIMESHEET) },
    refs: { worker_id: { entity: 'worker', source_id: String(row.user_id) }, project_id: { entity: 'project', source_id: String(row.workspace_id) } },
  };
}

/** One project and one week. Kantata keeps no hours beside the worked ones: an approver who lowers what is billed splits the entry. */
export function mapTimesheet(row: SubmissionRow): Mapped<Partial<Timesheet>> {
  const status = mapStatus(SUBMISSION_STATUSES, 'status', row.status);
  const entries = row.entries.map((e) => mapEntry(e, row.role_codes)).sort((a, b) => (a.work_date + a.source_id < b.work_date + b.source_id ? -1 : 1));
  const more = Object.fromEntries(row.entries.map((e): [string, object] => [e.id, carried(e, ENTRY)]).filter(([, fields]) => Object.keys(fields).length > 0));
  const known = knownTimesheet(row);
  return {
    ...known,
    data: {
      period_start: String(row.start_date), period_end: String(row.end_date), total_hours: hours(row.entries.reduce((n, e) => n + Number(e.time_in_minutes), 0)), submitted_at: instant(row.created_at), entries, status,
      ...(status === 'approved' ? { approved_at: resolvedAt(row), approved_by: row.current_resolution_creator_id ? `kantata:${row.current_resolution_creator_id}` : undefined } : {}),
      ...(status === 'rejected' ? { rejection_reason: row.current_resolution_description ?? undefined } : {}),
    },
    approval_status: status,
    ...(row.torn ? { problem: { code: 'SCHEMA_DRIFT', field: 'time_entry_ids', value: row.id, message: `Timesheet ${row.id} of Kantata is ${row.status}, but not all of its entries are on it` } } : {}),
    extensions: {
      ...known.extensions, ...(Object.keys(more).length > 0 ? { entries: more } : {}),
      ...(status !== 'rejected' && row.current_resolution_description ? { resolution_description: row.current_resolution_description } : {}),
    },
  };
}

function mapEntry(e: Row, roles: Record<string, string>): TimeEntryData {
  const worked = hours(e.time_in_minutes);
  const content = { source_id: e.id, work_date: String(e.date_performed), hours: worked, billable_hours: worked, task_source_id: e.story_id ? String(e.story_id) : undefined, role: e.role_id ? roles[String(e.role_id)] : undefined, work_type: 'regular', billable_class: e.billable ? 'billable' : 'non_billable', notes: e.notes ?? undefined };
  // Approval and invoicing touch updated_at; what counts as a new version is another content.
  return { ...content, source_version: contentHash(content).slice(0, 16) };
}
