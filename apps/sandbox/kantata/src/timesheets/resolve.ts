import type { Books, Ctx, Row } from '../../../kernel/src/index.js';
import { change } from '../changes.js';
import { checkOutcome, resolve, type Outcome } from '../resolutions.js';
import { invalid } from '../wire/errors.js';

/**
 * Approves, rejects or cancels a timesheet; its entries follow: approved ones are locked, the others are free to be
 * changed and handed in again.
 */
export function resolveTimesheet(ctx: Ctx, submission: Row, outcome: Outcome, description: string | null, by?: string): Row {
  checkOutcome(submission, outcome, 'A timesheet');
  const entries = entriesOn(ctx.books, submission);
  if (outcome !== 'approved' && entries.some((entry) => entry.is_invoiced === true)) throw invalid('base', 'Timesheet holds time that has been invoiced');
  for (const entry of entries) {
    change(ctx, 'time_entries', entry.id, outcome === 'approved' ? { approved: true } : { approved: false, active_submission_id: null });
  }
  return resolve(ctx, 'timesheet_submissions', submission, outcome, description, by);
}

/** The entries whose latest timesheet this is. */
export const entriesOn = (books: Books, submission: Row): Row[] => books.table('time_entries').by('recent_submission_id', submission.id);
