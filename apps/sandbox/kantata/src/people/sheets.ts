import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import type { Outcome } from '../resolutions.js';
import { resolveTimesheet } from '../timesheets/resolve.js';
import { submitTimesheet } from '../timesheets/submit.js';
import { invalid } from '../wire/errors.js';
import { weekStart } from '../wire/stamps.js';
import { eachItem } from './outcomes.js';

/** A timesheet by its id, or by user, project and any day of its week. */
export interface SheetName {
  id?: string;
  user_id?: string;
  workspace_id?: string;
  week?: string;
}

interface SheetToSubmit extends SheetName {
  line_item_ids?: string[];
  title?: string;
  comment?: string;
}

/** People hand in their time: `{sheets: [{user_id, workspace_id, week | line_item_ids, title?}]}`; by week, everything that is free. */
export const submitSheets = (ctx: Ctx, body: { sheets?: SheetToSubmit[] }): Reply =>
  eachItem(body.sheets, (sheet) => ({ id: submitTimesheet(ctx, {
    workspace_id: sheet.workspace_id, user_id: sheet.user_id, comment: sheet.comment,
    title: sheet.title ?? `Timesheet for week of ${sheet.week ? weekStart(sheet.week) : 'these entries'}`,
    line_item_ids: sheet.line_item_ids ?? freeEntries(ctx, sheet),
  }).id }));

/** Managers decide: `{sheets: [{id} | {user_id, workspace_id, week}], by?, reason?}`. */
export const resolveSheets = (outcome: Outcome) => (ctx: Ctx, body: { sheets?: SheetName[]; by?: string; reason?: string }): Reply =>
  eachItem(body.sheets, (name) => ({ id: resolveTimesheet(ctx, sheetNamed(ctx, name), outcome, body.reason ?? null, body.by).id }));

/** The timesheet meant; of several for the same week, the one handed in last. */
export function sheetNamed(ctx: Ctx, name: SheetName): Row {
  const table = ctx.books.table('timesheet_submissions');
  const found = name.id !== undefined
    ? table.get(String(name.id))
    : table.by('user_id', name.user_id)
      .filter((sheet) => sheet.workspace_id === name.workspace_id && sheet.start_date === weekStart(String(name.week)))
      .sort((a, b) => Number(a.id) - Number(b.id)).at(-1);
  if (!found) throw invalid('id', 'Timesheet submission does not exist');
  return found;
}

function freeEntries(ctx: Ctx, { user_id: userId, workspace_id: workspaceId, week }: SheetName): string[] {
  const start = week && weekStart(week);
  return ctx.books.table('time_entries').by('user_id', userId)
    .filter((entry) => entry.workspace_id === workspaceId && !entry.active_submission_id && weekStart(String(entry.date_performed)) === start)
    .map((entry) => entry.id);
}
