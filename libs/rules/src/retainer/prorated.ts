import type { DecimalInput } from '#lib/canonical';
import { nonNegative, text } from '../exact.js';
import { roundTo } from '../money/round.js';
import { prorate, type ProrateInput } from '../services/proration.js';
import { why, type RuleTrace } from '../trace.js';

/** Hours of a prorated grant keep this many fraction digits, as hours do everywhere else. */
const HOUR_DIGITS = 4;

export interface FirstRetainerPeriodInput extends Omit<ProrateInput, 'amount'> {
  included_hours: DecimalInput;
  /** Base fee of a full period. */
  fee: DecimalInput;
  /** The contract grants and bills the first period in full whenever it starts. Default false. */
  full_first_period?: boolean;
}

/** RET-9: a retainer that starts or ends inside a period: included hours and fee prorated by MS-2, unless the contract says full first period. */
export function proratedRetainer(input: FirstRetainerPeriodInput): { included_hours: string; fee: string; fraction: string; why: RuleTrace[] } {
  const share = prorate({ ...input, amount: input.fee, method: input.full_first_period ? 'none' : input.method });
  const included = nonNegative(input.included_hours, 'included_hours');
  const hours = roundTo(included.times(share.numerator).div(share.denominator), HOUR_DIGITS);
  return { included_hours: text(hours), fee: share.amount, fraction: share.fraction, why: [why('RET-9', input.full_first_period ? 'full first period by contract' : 'hours and fee by the days served', { included, hours, fee: share.amount, fraction: share.fraction }), ...share.why] };
}
