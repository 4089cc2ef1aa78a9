import type { Ctx, Row } from '../../../kernel/src/index.js';
import { add, change, drop } from '../changes.js';
import { attachReference } from '../references.js';
import { tokenUser } from '../token-user.js';
import { booleanOf, dateOf, idOf, wholeOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { billRate, openStory, openWorkspace, participation, refuseLocked } from './time-rules.js';

const DAY_MINUTES = 24 * 60;

/** Logs time. Refused (422) on projects and tasks that take none, and for people who are not in the project. */
export function createEntry(ctx: Ctx, attributes: Attributes): Row {
  const { books } = ctx;
  const workspace = openWorkspace(books, idOf(attributes, 'workspace_id'));
  const date = dateOf(attributes, 'date_performed');
  if (!date) throw invalid('date_performed', "Date performed can't be blank");
  const story = openStory(books, workspace, idOf(attributes, 'story_id'));
  const userId = idOf(attributes, 'user_id') ?? tokenUser(books)?.id ?? '';
  const place = participation(books, workspace, userId);
  const roleId = checkedRole(ctx, attributes) ?? place.role_id ?? null;
  const entry = add(ctx, 'time_entries', {
    workspace_id: workspace.id, user_id: userId, story_id: story?.id ?? null, role_id: roleId, date_performed: date,
    time_in_minutes: minutesOf(attributes), billable: booleanOf(attributes, 'billable', billableBy(story, workspace)), notes: attributes.notes ?? null,
    rate_in_cents: wholeOf(attributes, 'rate_in_cents') ?? billRate(books, workspace, roleId, date),
    cost_rate_in_cents: wholeOf(attributes, 'cost_rate_in_cents') ?? 0, currency: workspace.currency, approved: false, is_invoiced: false, taxable: false,
    location: attributes.location ?? null, active_submission_id: null, recent_submission_id: null, invoice_id: null, creator_id: tokenUser(books)?.id ?? null,
  });
  attachReference(ctx, 'TimeEntry', entry, attributes);
  return entry;
}

/** Changes an entry that no active timesheet holds. */
export function updateEntry(ctx: Ctx, entry: Row, attributes: Attributes): Row {
  refuseLocked(entry);
  const given = (name: string): boolean => attributes[name] !== undefined;
  const workspace = openWorkspace(ctx.books, idOf(attributes, 'workspace_id') ?? String(entry.workspace_id));
  const set: Record<string, unknown> = { workspace_id: workspace.id };
  if (given('story_id')) set.story_id = openStory(ctx.books, workspace, idOf(attributes, 'story_id'))?.id ?? null;
  if (given('role_id')) set.role_id = checkedRole(ctx, attributes);
  if (given('date_performed')) set.date_performed = dateOf(attributes, 'date_performed') ?? undefined;
  if (given('time_in_minutes')) set.time_in_minutes = minutesOf(attributes);
  if (given('billable')) set.billable = booleanOf(attributes, 'billable', false);
  for (const name of ['notes', 'location']) if (given(name)) set[name] = attributes[name];
  for (const name of ['rate_in_cents', 'cost_rate_in_cents']) if (given(name)) set[name] = wholeOf(attributes, name);
  const after = change(ctx, 'time_entries', entry.id, set);
  attachReference(ctx, 'TimeEntry', after, attributes);
  return after;
}

/** Deletes an entry that no active timesheet holds. A delta read never shows that it is gone. */
export function removeEntry(ctx: Ctx, entry: Row): void {
  refuseLocked(entry);
  drop(ctx, 'time_entries', 'TimeEntry', entry);
}

function minutesOf(attributes: Attributes): number {
  const minutes = wholeOf(attributes, 'time_in_minutes');
  if (minutes === null) throw invalid('time_in_minutes', "Time in minutes can't be blank");
  if (minutes < 1 || minutes > DAY_MINUTES) throw invalid('time_in_minutes', `Time in minutes must be between 1 and ${DAY_MINUTES}`);
  return minutes;
}

function checkedRole(ctx: Ctx, attributes: Attributes): string | null {
  const id = idOf(attributes, 'role_id');
  if (id !== null && !ctx.books.table('roles').get(id)) throw invalid('role_id', 'Role does not exist');
  return id;
}

const billableBy = (story: Row | null, workspace: Row): boolean => (story ? story.billable !== false : workspace.tasks_default_non_billable !== true);
