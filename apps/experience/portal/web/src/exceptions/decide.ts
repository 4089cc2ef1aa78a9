import { answered, operations } from '../api/clients';
import type { Given } from '../shown/reason-dialog';

/** What a person can decide about an exception. */
export type Decision = 'retries' | 'mark-done' | 'waivers' | 'assignments';

/** Takes a decision. With `version` it is refused when the exception changed since it was read. */
export function decide(decision: Decision, id: string, given: Given, to: string, version?: number): Promise<unknown> {
  const params = { path: { id } };
  const held = version === undefined ? {} : { expected_version: version };
  const reason = given.reason || undefined;
  switch (decision) {
    case 'retries': return answered(operations.POST('/v1/exceptions/{id}/retries', { params, body: { ...held, reason } }));
    case 'mark-done': return answered(operations.POST('/v1/exceptions/{id}/mark-done', { params, body: { ...held, reason: given.reason, source_id: given.source_id } }));
    case 'waivers': return answered(operations.POST('/v1/exceptions/{id}/waivers', { params, body: { ...held, reason: given.reason } }));
    case 'assignments': return answered(operations.POST('/v1/exceptions/{id}/assignments', { params, body: { ...held, to, reason } }));
  }
}

/** What each decision is called and says, and whether it wants a reason. */
export const DECISIONS: { [decision in Decision]: { label: string; says: string; optional: boolean; done: string } } = {
  retries: { label: 'Retry', says: 'The cause was mended: it is tried again. What was done already is not done twice.', optional: true, done: 'Another attempt was asked for' },
  'mark-done': { label: 'Mark as done', says: 'It was settled by hand, outside.', optional: false, done: 'Marked as done' },
  waivers: { label: 'Waive', says: 'It is not worth settling. The exception ends; what it holds back stays held.', optional: false, done: 'Waived' },
  assignments: { label: 'Assign to me', says: 'You take care of it.', optional: true, done: 'Assigned to you' },
};

/** In the order in which they are shown. */
export const DECISION_ORDER: readonly Decision[] = ['retries', 'assignments', 'mark-done', 'waivers'];
