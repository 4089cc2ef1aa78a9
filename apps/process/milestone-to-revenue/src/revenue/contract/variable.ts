import { dec, sum } from '#lib/canonical';
import { Problem } from '#lib/platform';
import { allocateToOriginal, type Outcome, RuleError, variableConsideration } from '#lib/rules';
import { audit, ObligationVersion, PerformanceObligation, RevenueContract } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { lastVersion } from './identify.js';
import { planSchedule } from './schedule.js';

/** One element of variable consideration: estimated by one method for its life, constrained, reassessed (REV-12). */
export interface VariableEstimate {
  code: string;
  /** The obligation it relates to; null: all, by their first allocation. */
  obligation_code: string | null;
  method: 'expected_value' | 'most_likely';
  outcomes: Outcome[];
  estimate: string;
  /** What the constraint lets in: part of the transaction price once approved. */
  included: string;
  effective_date: string;
  reason: string;
  submitted_by: string;
  approved_by: string | null;
  /** `open | submitted | approved | rejected | superseded`. */
  status: string;
}

export type SubmittedEstimate = Pick<VariableEstimate, 'code' | 'obligation_code' | 'method' | 'outcomes' | 'effective_date' | 'reason'>;

const listOf = (rc: RevenueContract): VariableEstimate[] => rc.variable_estimates as VariableEstimate[];

/** Takes an estimate down for approval by another person. The method of an element never changes. */
export async function submitVariable(em: EntityManager, rc: RevenueContract, s: SubmittedEstimate, gaap: 'ifrs' | 'us_gaap', who: string): Promise<VariableEstimate> {
  const same = listOf(rc).filter((e) => e.code === s.code && e.method);
  if (same.some((e) => e.method !== s.method)) throw new Problem('validation', `Element ${s.code} is estimated by ${same[0]!.method} for its life (REV-12).`, { errors: [{ field: 'method', message: 'may not change', fix: `Send ${same[0]!.method}.` }] });
  if (same.some((e) => e.status === 'submitted')) throw new Problem('conflict', `An estimate of ${s.code} waits for approval.`, { code: 'ALREADY_SUBMITTED' });
  const obligations = await fixedObligations(em, rc);
  if (s.obligation_code && !obligations.some((o) => o.code === s.obligation_code)) throw new Problem('validation', `The contract has no priced obligation ${s.obligation_code}.`, { errors: [{ field: 'obligation_code', message: 'is not an obligation of this contract', fix: `Use one of ${obligations.map((o) => o.code).join(', ')}, or leave it out.` }] });
  let computed;
  try {
    computed = variableConsideration({ outcomes: s.outcomes, method: s.method, gaap, currency: rc.currency });
  } catch (error) {
    if (error instanceof RuleError) throw new Problem('validation', error.detail, { errors: [{ field: 'outcomes', message: error.detail, fix: 'Probabilities are fractions that sum to at most 1.' }] });
    throw error;
  }
  const estimate: VariableEstimate = { ...s, estimate: computed.estimate, included: computed.constrained, submitted_by: who, approved_by: null, status: 'submitted' };
  await em.update(RevenueContract, { id: rc.id }, { variable_estimates: [...listOf(rc).filter((e) => !(e.code === s.code && e.status === 'open')), estimate], updated_at: new Date() });
  await audit(em, { who, what: 'variable_estimate.submitted', entity: 'revenue_contract', entity_id: rc.id, after: estimate, correlation_id: rc.correlation_id, reason: s.reason });
  return estimate;
}

/**
 * Puts a submitted estimate in force: the change of the transaction price goes to satisfied and unsatisfied parts on the same basis as at inception (REV-12),
 * also after a prospective modification (MOD-9). The next revenue run recognizes what it means for the past.
 */
export async function approveVariable(em: EntityManager, rc: RevenueContract, code: string, who: string): Promise<VariableEstimate> {
  const submitted = listOf(rc).find((e) => e.code === code && e.status === 'submitted');
  if (!submitted) throw new Problem('not_found', `No estimate of ${code} waits for approval.`);
  if (submitted.submitted_by === who) throw new Problem('forbidden', `You submitted the estimate of ${code}: another person has to approve it.`, { code: 'SEGREGATION_OF_DUTIES' });
  const before = listOf(rc).find((e) => e.code === code && e.status === 'approved');
  const change = dec(submitted.included).minus(before?.included ?? 0);
  const all = await fixedObligations(em, rc);
  // One obligation alone takes all of it, also where nothing was allocated to it yet.
  const concerned = all.filter((o) => !submitted.obligation_code || o.code === submitted.obligation_code);
  const first = await em.findBy(ObligationVersion, { obligation_id: In(concerned.map((o) => o.id)), version_no: 1 });
  const original = await Promise.all(concerned.map(async (o) => {
    const last = await lastVersion(em, o.id);
    const price = dec(last.allocated_price);
    return { id: o.id, allocated: concerned.length === 1 ? '1' : first.find((v) => v.obligation_id === o.id)!.allocated_price, satisfied_share: dec(last.base_measure).isZero() || price.isZero() ? '0' : dec(last.base_revenue).plus(last.concession).div(price).toFixed(12) };
  }));
  const shares = change.isZero() ? [] : allocateToOriginal({ change: change.toFixed(), original, currency: rc.currency }).obligations;
  for (const share of shares.filter((s) => !dec(s.change).isZero())) {
    const o = concerned.find((c) => c.id === share.id)!;
    const last = await lastVersion(em, o.id);
    const allocated_price = dec(last.allocated_price).plus(share.change).toFixed();
    const version = await em.save(ObligationVersion, em.create(ObligationVersion, {
      ...last, version_no: last.version_no + 1, effective_date: submitted.effective_date > last.effective_date ? submitted.effective_date : last.effective_date, treatment: 'variable_consideration', amendment_id: null, allocated_price, base_revenue: dec(last.base_revenue).plus(share.immediate).toFixed(),
      why: [{ rule: 'REV-12', detail: `${code}: ${submitted.reason}`, numbers: { change: share.change } }],
    }));
    await em.update(PerformanceObligation, { id: o.id }, { allocated_price, updated_at: new Date() });
    await planSchedule(em, { ...o, allocated_price }, version, rc.currency, `variable consideration ${code}`);
  }
  const approved = { ...submitted, status: 'approved', approved_by: who };
  const variable_estimates = listOf(rc).map((e) => (e === submitted ? approved : e === before ? { ...e, status: 'superseded' } : e));
  await em.update(RevenueContract, { id: rc.id }, { variable_estimates, transaction_price: sum([rc.transaction_price, change]).toFixed(), updated_at: new Date() });
  await audit(em, { who, what: 'variable_estimate.approved', entity: 'revenue_contract', entity_id: rc.id, before: before ?? null, after: approved, correlation_id: rc.correlation_id, reason: submitted.reason });
  return approved;
}

function fixedObligations(em: EntityManager, rc: RevenueContract): Promise<PerformanceObligation[]> {
  return em.find(PerformanceObligation, { where: { revenue_contract_id: rc.id, component: 'fixed', status: In(['unsatisfied', 'partially_satisfied', 'satisfied']) }, order: { code: 'ASC' } });
}
