import type { Ctx, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { attachReference } from '../references.js';
import { idOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { addDays, weekStart } from '../wire/stamps.js';
import { refuseLocked } from './time-rules.js';

/**
 * Hands in entries of one user, one project and one week. Entries that were on a rejected or cancelled timesheet come
 * under a new submission id, and from then on point at that one only.
 */
export function submitTimesheet(ctx: Ctx, attributes: Attributes): Row {
  const workspaceId = idOf(attributes, 'workspace_id');
  const workspace = ctx.books.table('workspaces').get(workspaceId ?? '');
  if (!workspace) throw invalid('workspace_id', 'Workspace does not exist');
  if (!attributes.title) throw invalid('title', "Title can't be blank");
  const entries = entriesOf(ctx, attributes);
  const first = entries[0]!;
  const userId = idOf(attributes, 'user_id') ?? String(first.user_id);
  if (entries.some((entry) => entry.workspace_id !== workspaceId)) throw invalid('line_item_ids', 'A timesheet can hold time of one project only');
  if (entries.some((entry) => entry.user_id !== userId)) throw invalid('line_item_ids', 'A timesheet can hold time of one user only');
  const start = weekStart(String(first.date_performed));
  if (entries.some((entry) => weekStart(String(entry.date_performed)) !== start)) throw invalid('line_item_ids', 'A timesheet can hold time of one week only');

  const submission = add(ctx, 'timesheet_submissions', {
    title: attributes.title, comment: attributes.comment ?? null, workspace_id: workspace.id, user_id: userId, start_date: start,
    end_date: addDays(start, 6), status: 'pending', type: 'TimesheetSubmission',
    current_resolution_creator_id: null, current_resolution_description: null, current_resolution_created_at_date: null,
  });
  for (const entry of entries) change(ctx, 'time_entries', entry.id, { active_submission_id: submission.id, recent_submission_id: submission.id });
  attachReference(ctx, 'Submission', submission, attributes);
  return submission;
}

function entriesOf(ctx: Ctx, attributes: Attributes): Row[] {
  const ids: unknown = attributes.line_item_ids;
  if (!Array.isArray(ids) || ids.length === 0) throw invalid('line_item_ids', "Line items can't be blank");
  return [...new Set(ids.map(String))].map((id) => {
    const entry = ctx.books.table('time_entries').get(id);
    if (!entry) throw invalid('line_item_ids', `Time entry ${id} does not exist`);
    refuseLocked(entry);
    return entry;
  });
}
