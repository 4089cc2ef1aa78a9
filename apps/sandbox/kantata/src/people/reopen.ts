import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { createEntry, removeEntry, updateEntry } from '../timesheets/entry-changes.js';
import { entriesOn, resolveTimesheet } from '../timesheets/resolve.js';
import { submitTimesheet } from '../timesheets/submit.js';
import type { Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { eachItem } from './outcomes.js';
import { sheetNamed, type SheetName } from './sheets.js';

interface Reopening extends SheetName {
  reason?: string;
  /** Changes by entry: attributes to set, or `delete: true`. */
  edits?: (Attributes & { entry_id: string; delete?: boolean })[];
  /** Entries to log as well; user and project are those of the sheet. */
  add?: Attributes[];
  /** Hand it in again (default true), and approve it (default false). */
  resubmit?: boolean;
  approve?: boolean;
}

/**
 * A manager sends back a timesheet, approved or not; its entries are corrected and handed in again, under a new
 * submission id: `{items: [{id, reason, edits, add, resubmit, approve}]}`.
 */
export const reopenAndEdit = (ctx: Ctx, body: { items?: Reopening[]; by?: string }): Reply => eachItem(body.items, (item) => {
  const sheet = sheetNamed(ctx, item);
  if (sheet.status === 'pending' || sheet.status === 'approved') resolveTimesheet(ctx, sheet, 'rejected', item.reason ?? null, body.by);
  for (const { entry_id: id, delete: gone, ...attributes } of item.edits ?? []) {
    const entry = ctx.books.table('time_entries').get(String(id));
    if (!entry) throw invalid('entry_id', `Time entry ${id} does not exist`);
    if (gone) removeEntry(ctx, entry);
    else updateEntry(ctx, entry, attributes);
  }
  const added = (item.add ?? []).map((attributes) => createEntry(ctx, { ...attributes, user_id: sheet.user_id, workspace_id: sheet.workspace_id }).id);
  if (item.resubmit === false) return { rejected_id: sheet.id, added };
  const again = submitTimesheet(ctx, {
    workspace_id: sheet.workspace_id, user_id: sheet.user_id, title: sheet.title, comment: item.reason,
    line_item_ids: [...entriesOn(ctx.books, sheet).map((entry) => entry.id), ...added],
  });
  if (item.approve) resolveTimesheet(ctx, again, 'approved', null, body.by);
  return { rejected_id: sheet.id, id: again.id, added };
});
