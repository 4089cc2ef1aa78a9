import type { Books, Row } from '../../../kernel/src/index.js';
import { latestBegun } from '../resources/rate-cards.js';
import { invalid } from '../wire/errors.js';

/** The project time is to be logged on; 422 when it takes no time. */
export function openWorkspace(books: Books, id: string | null): Row {
  const workspace = books.table('workspaces').get(id ?? '');
  if (!workspace) throw invalid('workspace_id', 'Workspace does not exist');
  if (workspace.archived === true) throw invalid('workspace_id', 'Workspace is archived');
  if (workspace.time_trackable !== true) throw invalid('workspace_id', 'Time cannot be tracked on this project');
  return workspace;
}

/** The task time is to be logged on, or null; 422 when it is not one of the project's that takes time. */
export function openStory(books: Books, workspace: Row, id: string | null): Row | null {
  if (id === null) return null;
  const story = books.table('stories').get(id);
  if (!story || story.workspace_id !== workspace.id || story.deleted_at) throw invalid('story_id', 'Story is not in this project');
  if (story.time_trackable === false || story.archived === true) throw invalid('story_id', 'Time cannot be tracked on this task');
  return story;
}

/** The place of a user in a project; 422 when there is none. */
export function participation(books: Books, workspace: Row, userId: string): Row {
  const user = books.table('users').get(userId);
  if (!user) throw invalid('user_id', 'User does not exist');
  if (user.disabled === true) throw invalid('user_id', 'User is disabled');
  const place = books.table('workspace_resources').by('user_id', userId).find((resource) => resource.workspace_id === workspace.id);
  if (!place) throw invalid('user_id', 'User is not a participant in this project');
  return place;
}

/** 422 while a timesheet that is pending or approved holds the entry, or an invoice does. */
export function refuseLocked(entry: Row): void {
  if (entry.is_invoiced === true) throw invalid('base', 'Time entry has been invoiced');
  if (entry.active_submission_id) throw invalid('base', 'Time entry is on an active timesheet');
}

/** The project's bill rate for a role on a date, in subunits per hour; the card's default rate, else 0. */
export function billRate(books: Books, workspace: Row, roleId: unknown, date: string): number {
  if (!workspace.rate_card_id) return 0;
  const version = latestBegun(books.table('rate_card_versions').by('rate_card_id', String(workspace.rate_card_id)), date);
  if (!version) return 0;
  const role = books.table('rate_card_roles').by('rate_card_version_id', version.id).find((row) => row.role_id === roleId);
  return Number(role?.rate ?? version.default_rate ?? 0);
}
