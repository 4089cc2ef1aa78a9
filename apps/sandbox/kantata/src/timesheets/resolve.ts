import type { Books, Ctx, Row } from '../../../kernel/src/index.js';
import { add, change } from '../changes.js';
import { tokenUser } from '../token-user.js';
import { invalid } from '../wire/errors.js';
import { stampOf } from '../wire/stamps.js';

/** What can become of a timesheet, the states it can be in before, and what the vendor calls the resolution. */
export const RESOLUTIONS = {
  approved: { from: ['pending'], type: 'approval' },
  rejected: { from: ['pending', 'approved'], type: 'rejection' },
  cancelled: { from: ['pending', 'approved'], type: 'cancellation' },
} as const;

export type Outcome = keyof typeof RESOLUTIONS;

/**
 * Approves, rejects or cancels a timesheet; its entries follow: approved ones are locked, the others are free to be
 * changed and handed in again.
 */
export function resolveTimesheet(ctx: Ctx, submission: Row, outcome: Outcome, description: string | null, by?: string): Row {
  const { from, type } = RESOLUTIONS[outcome];
  if (!(from as readonly string[]).includes(String(submission.status))) throw invalid('status', `A timesheet that is ${submission.status} cannot be ${outcome}`);
  const entries = entriesOn(ctx.books, submission);
  if (outcome !== 'approved' && entries.some((entry) => entry.is_invoiced === true)) throw invalid('base', 'Timesheet holds time that has been invoiced');
  const userId = by ?? tokenUser(ctx.books)?.id ?? null;
  for (const old of ctx.books.table('resolutions').by('target_id', submission.id)) if (old.current) change(ctx, 'resolutions', old.id, { current: false });
  add(ctx, 'resolutions', { type, description, target_type: 'TimesheetSubmission', target_id: submission.id, user_id: userId, account_id: '1', current: true });
  for (const entry of entries) {
    change(ctx, 'time_entries', entry.id, outcome === 'approved' ? { approved: true } : { approved: false, active_submission_id: null });
  }
  return change(ctx, 'timesheet_submissions', submission.id, {
    status: outcome, current_resolution_creator_id: userId, current_resolution_description: description,
    current_resolution_created_at_date: stampOf(ctx).slice(0, 10),
  }, outcome);
}

/** The entries whose latest timesheet this is. */
export const entriesOn = (books: Books, submission: Row): Row[] => books.table('time_entries').by('recent_submission_id', submission.id);
