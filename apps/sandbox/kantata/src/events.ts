import { switchValue, type Ctx, type Row } from '../../kernel/src/index.js';
import { tokenUser } from './token-user.js';
import { stampOf } from './wire/stamps.js';

/** Objects that raise events: name in the event type, and subject type. */
export const EVENTS: Record<string, { name: string; subject: string }> = {
  workspaces: { name: 'workspace', subject: 'Workspace' },
  stories: { name: 'story', subject: 'Story' },
  time_entries: { name: 'time_entry', subject: 'TimeEntry' },
  timesheet_submissions: { name: 'timesheet', subject: 'TimesheetSubmission' },
  expenses: { name: 'expense', subject: 'Expense' },
  expense_report_submissions: { name: 'expense_report', subject: 'ExpenseReportSubmission' },
  workspace_resources: { name: 'workspace_resource', subject: 'WorkspaceResource' },
  workspace_allocations: { name: 'workspace_allocation', subject: 'WorkspaceAllocation' },
  account_memberships: { name: 'account_membership', subject: 'AccountMembership' },
};

/** Days events are kept. */
export const KEPT_DAYS = 9;
/** Old events are dropped whenever the feed has grown by this many. */
const SWEEP_EVERY = 500;

/** Types the event feed offers. */
export const EVENT_TYPES: string[] = [
  ...Object.values(EVENTS).flatMap(({ name }) => ['created', 'updated', 'deleted'].map((what) => `${name}:${what}`)),
  'timesheet:approved', 'timesheet:rejected', 'timesheet:cancelled', 'expense_report:approved', 'expense_report:rejected', 'expense_report:cancelled',
];

/** Notes what happened to an object. Switch `events` = false stops it, as an account without the add-on. */
export function recordEvent(ctx: Ctx, plural: string, what: string, row: Row, changes: Record<string, [unknown, unknown]>): void {
  const kind = EVENTS[plural];
  if (!kind || switchValue<boolean>(ctx.books, 'events', true) === false) return;
  const events = ctx.books.table('subscribed_events');
  const at = stampOf(ctx);
  forgetOld(ctx, at);
  events.insert({
    event_type: `${kind.name}:${what}`,
    subject_type: kind.subject,
    subject_id: row.id,
    subject_changed_at: at,
    created_at: at,
    user_id: tokenUser(ctx.books)?.id ?? null,
    payload_changes: changes,
  });
}

function forgetOld(ctx: Ctx, now: string): void {
  const events = ctx.books.table('subscribed_events');
  if (events.size % SWEEP_EVERY !== 0) return;
  const oldest = Date.parse(now) - KEPT_DAYS * 86_400_000;
  for (const event of events.find((row) => Date.parse(String(row.created_at)) < oldest)) events.remove(event.id);
}
