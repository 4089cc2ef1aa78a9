import { type Amendment, contentHash } from '#lib/canonical';
import { treatmentOfChange } from '#lib/rules';
import { AmendmentReview } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import type { TouchedLine } from './job.js';

/** Names the terms of an amendment: who looked at these has not looked at others. Its status is no term. */
export function termsHash(amendment: Amendment): string {
  const { effective_date, price_change, adds_distinct_services, priced_at_ssp, remaining_distinct, unpriced, past_concession, line_changes } = amendment;
  return contentHash([effective_date, price_change ?? null, adds_distinct_services, priced_at_ssp, remaining_distinct, unpriced, past_concession ?? null, line_changes]).slice(0, 24);
}

/** The treatment of each line in revenue, as the rules give it (MOD-2 to 7). */
export function treatmentsOf(amendment: Amendment, touched: readonly TouchedLine[]): { line_no: string; obligation_code: string; treatment: string; remaining_distinct: 'yes' | 'no'; why: object[] }[] {
  return touched.map(({ line_no, before, after }) => ({ line_no, obligation_code: after.obligation?.code ?? `L${line_no}`, ...treatmentOfChange(amendment, { before, after }) }));
}

/** Whether the treatment needs a revenue accountant: prices of work billed as it is done change nothing of it (MOD-7). */
export const touchesRevenue = (treatments: readonly { treatment: string }[]): boolean => treatments.some((t) => t.treatment !== 'new_rates_from_effective_date');

/** Who approved the treatment: the person the CRM names, or who decided the review of exactly these terms. */
export async function revenueApprover(em: EntityManager, amendmentId: string, amendment: Amendment): Promise<string | null> {
  if (amendment.revenue_approved_by) return amendment.revenue_approved_by;
  const review = await em.findOne(AmendmentReview, { where: { amendment_id: amendmentId, terms_hash: termsHash(amendment), status: In(['approved', 'rejected']) }, order: { decided_at: 'DESC' } });
  return review?.status === 'approved' ? review.decided_by : null;
}
