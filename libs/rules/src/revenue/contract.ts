import { daysBetween, type DecimalInput } from '#lib/canonical';
import { why, type RuleTrace } from '../trace.js';
import { num } from '../exact.js';

/** REV-1: the five criteria of step 1. */
export interface Step1Criteria {
  approved_and_committed: boolean;
  rights_identified: boolean;
  payment_terms_identified: boolean;
  commercial_substance: boolean;
  collection_probable: boolean;
}

/** REV-1: is there a contract to recognize revenue on? Otherwise receipts are a liability. */
export function contractExists(criteria: Step1Criteria): { ok: true; why: RuleTrace[] } | { ok: false; code: 'STEP1_NOT_MET'; failed: string[]; receipts_are: 'contract_liability'; why: RuleTrace[] } {
  const failed = Object.entries(criteria).filter(([, met]) => met !== true).map(([name]) => name).sort();
  if (failed.length > 0) return { ok: false, code: 'STEP1_NOT_MET', failed, receipts_are: 'contract_liability', why: failed.map((f) => why('REV-1', `${f.replaceAll('_', ' ')} is not met`)) };
  return { ok: true, why: [why('REV-1', 'all five criteria are met')] };
}

export interface TimingInput {
  contract_type?: 'time_and_materials' | 'managed_services' | 'retainer' | 'subscription' | 'fixed_fee' | 'milestone' | 'expense';
  /** (a) the client receives and consumes the benefit as the firm performs. */
  consumed_as_performed?: boolean;
  /** (b) the firm creates an asset the client controls. */
  client_controls_asset?: boolean;
  /** (c) no alternative use, and an enforceable right to payment for work done. */
  no_alternative_use?: boolean;
  enforceable_right_to_payment?: boolean;
}

/** REV-2: over time by criterion a, b or c, else at a point in time. Criteria not given follow the default of the contract type. */
export function recognitionTiming(input: TimingInput): { timing: 'over_time' | 'point_in_time'; criterion: 'a' | 'b' | 'c' | null; why: RuleTrace[] } {
  const type = input.contract_type;
  const a = input.consumed_as_performed ?? (type === 'time_and_materials' || type === 'managed_services' || type === 'retainer' || type === 'subscription');
  const c = (input.no_alternative_use ?? (type === 'fixed_fee' || type === 'milestone')) && input.enforceable_right_to_payment === true;
  const criterion = a ? 'a' : input.client_controls_asset ? 'b' : c ? 'c' : null;
  return { timing: criterion ? 'over_time' : 'point_in_time', criterion, why: [why('REV-2', criterion ? `criterion (${criterion})` : 'no criterion is met')] };
}

/** REV-18: a financing component is not adjusted within one year; beyond it the product flags and does not compute. */
export function financingComponent(input: { transfer_date: string; payment_date: string }): { flagged: boolean; code: 'FINANCING_COMPONENT' | null; why: RuleTrace[] } {
  const gap = Math.abs(daysBetween(input.transfer_date, input.payment_date));
  const flagged = gap > 366;
  return { flagged, code: flagged ? 'FINANCING_COMPONENT' : null, why: [why('REV-18', flagged ? 'more than a year between transfer and payment' : 'within one year', { days: gap })] };
}

/** REV-15: progress of a contract may not be read from billing. */
export function progressBasisAllowed(basis: string): { ok: true } | { ok: false; code: 'METHOD_NOT_ALLOWED'; why: RuleTrace[] } {
  if (basis === 'billing' || basis === 'invoiced') return { ok: false, code: 'METHOD_NOT_ALLOWED', why: [why('REV-15', 'progress is measured from work, never from billing')] };
  return { ok: true };
}

/** REV-9: as-invoiced is not allowed with back-loaded rates, large upfront fees, or caps expected to bite. */
export function asInvoicedAllowed(input: { back_loaded_rates?: boolean; upfront_fee_share?: DecimalInput; cap_expected_to_bite?: boolean; upfront_limit?: DecimalInput }): { ok: true; why: RuleTrace[] } | { ok: false; code: 'METHOD_NOT_ALLOWED'; reasons: string[]; why: RuleTrace[] } {
  const upfront = num(input.upfront_fee_share ?? 0, 'upfront_fee_share').gt(num(input.upfront_limit ?? '0.1', 'upfront_limit'));
  const reasons = [...(input.back_loaded_rates ? ['back-loaded rates'] : []), ...(upfront ? ['large upfront fee'] : []), ...(input.cap_expected_to_bite ? ['a cap expected to bite'] : [])];
  if (reasons.length > 0) return { ok: false, code: 'METHOD_NOT_ALLOWED', reasons, why: reasons.map((r) => why('REV-9', r)) };
  return { ok: true, why: [why('REV-9', 'the right to bill corresponds to value delivered')] };
}
