import type { Ctx, Row } from '../../kernel/src/index.js';
import { add, change } from './changes.js';
import { tokenUser } from './token-user.js';
import { invalid } from './wire/errors.js';
import { stampOf } from './wire/stamps.js';

/** What can become of a submission, the states it can be in before, and what the vendor calls the resolution. */
export const RESOLUTIONS = {
  approved: { from: ['pending'], type: 'approval' },
  rejected: { from: ['pending', 'approved'], type: 'rejection' },
  cancelled: { from: ['pending', 'approved'], type: 'cancellation' },
} as const;

export type Outcome = keyof typeof RESOLUTIONS;

/** 422 when a submission in its state cannot come to this outcome; `what` names it in the refusal. */
export function checkOutcome(submission: Row, outcome: Outcome, what: string): void {
  if (!(RESOLUTIONS[outcome].from as readonly string[]).includes(String(submission.status))) throw invalid('status', `${what} that is ${submission.status} cannot be ${outcome}`);
}

/** Records the decision and moves the submission into its state; earlier decisions are no longer the current one. */
export function resolve(ctx: Ctx, plural: string, submission: Row, outcome: Outcome, description: string | null, by?: string): Row {
  const userId = by ?? tokenUser(ctx.books)?.id ?? null;
  for (const old of ctx.books.table('resolutions').by('target_id', submission.id)) if (old.current) change(ctx, 'resolutions', old.id, { current: false });
  add(ctx, 'resolutions', { type: RESOLUTIONS[outcome].type, description, target_type: submission.type, target_id: submission.id, user_id: userId, account_id: '1', current: true });
  return change(ctx, plural, submission.id, {
    status: outcome, current_resolution_creator_id: userId, current_resolution_description: description,
    current_resolution_created_at_date: stampOf(ctx).slice(0, 10),
  }, outcome);
}
