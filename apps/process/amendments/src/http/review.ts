import { type Amendment, type Contract, newId } from '#lib/canonical';
import { correlationId, Problem } from '#lib/platform';
import { BusinessFailure, retryRun } from '#lib/process';
import { AmendmentReview, audit, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { termsHash, treatmentsOf } from '../steps/approval.js';
import { businessKeyOf, type TouchedLine } from '../steps/job.js';
import { loadAmendment } from '../steps/prepare.js';
import { touchedLines } from '../steps/touched-lines.js';

/** Puts the treatment of the terms as they are forward. One review of an amendment is open at a time. */
export async function requestReview(em: EntityManager, id: string, who: string, reason: string): Promise<void> {
  const { amendment, contract } = await loadAmendment(em, id);
  if (amendment.data.status !== 'approved' && amendment.data.status !== 'submitted') throw new Problem('conflict', `The amendment is ${amendment.data.status}: its treatment is reviewed once it is submitted.`, { code: 'NOT_REVIEWABLE' });
  const open = await em.findOne(AmendmentReview, { where: { amendment_id: id, status: 'submitted' }, lock: { mode: 'pessimistic_write' } });
  if (open) throw new Problem('conflict', `${open.requested_by} has put its treatment forward already: it waits for a decision.`, { code: 'REVIEW_OPEN' });
  const treatments = treatmentsOf(amendment.data, linesOf(amendment.data, contract.data));
  const correlation_id = correlationId() ?? amendment.correlation_id;
  await em.insert(AmendmentReview, em.create(AmendmentReview, { id: newId(), tenant_id: TENANT, amendment_id: id, terms_hash: termsHash(amendment.data), treatments, requested_by: who, reason, status: 'submitted', correlation_id, updated_at: new Date() }));
  await audit(em, { who, what: 'amendment.review_requested', entity: 'amendment', entity_id: id, after: treatments, correlation_id, reason });
}

/** Decides the open review; the same decision again changes nothing. Approved, a run that waited for it is tried again. */
export async function decideReview(em: EntityManager, id: string, who: string, { decision, reason }: { decision: 'approve' | 'reject'; reason: string }): Promise<void> {
  const { amendment } = await loadAmendment(em, id);
  const to = decision === 'approve' ? 'approved' : 'rejected';
  const review = await em.findOne(AmendmentReview, { where: { amendment_id: id, terms_hash: termsHash(amendment.data) }, order: { updated_at: 'DESC' }, lock: { mode: 'pessimistic_write' } });
  if (!review) throw new Problem('conflict', 'Nobody has put the treatment of these terms forward: ask for a review first.', { code: 'NO_REVIEW' });
  if (review.status === to && review.decided_by === who) return;
  if (review.status !== 'submitted') throw new Problem('conflict', `The review is ${review.status} by ${review.decided_by}: ask for a new one.`, { code: 'REVIEW_DECIDED' });
  if (review.requested_by === who) throw new Problem('forbidden', 'Who put the treatment forward does not decide on it.', { code: 'SEGREGATION_OF_DUTIES' });
  await em.save(AmendmentReview, em.create(AmendmentReview, { ...review, status: to, decided_by: who, decided_at: new Date(), decision_reason: reason, updated_at: new Date() }));
  await audit(em, { who, what: `amendment.review_${to}`, entity: 'amendment', entity_id: id, before: { status: 'submitted' }, after: { status: to }, correlation_id: correlationId() ?? review.correlation_id, reason });
  if (decision === 'reject') return;
  const [waiting] = await em.query(
    `select r.id from process_run r join exception x on x.run_id = r.id and x.code = 'UNAPPROVED' and x.status in ('open', 'assigned') where r.flow = 'apply-amendment' and r.state = 'waiting' and r.input->>'amendment_id' = $1 order by r.id desc limit 1`, [id]);
  if (waiting) await retryRun(waiting.id, who, em);
}

/** The lines the amendment is about; changes that do not fit the contract cannot be reviewed. */
function linesOf(amendment: Amendment, contract: Contract): TouchedLine[] {
  try {
    return touchedLines(contract, amendment, businessKeyOf(contract.contract_number, amendment.amendment_number));
  } catch (error) {
    if (!(error instanceof BusinessFailure)) throw error;
    throw new Problem('conflict', error.message, { code: error.code });
  }
}
