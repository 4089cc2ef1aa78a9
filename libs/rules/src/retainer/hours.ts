import { ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { costRate, floorZero, min, nonNegative, num, numOr, ratioOrNull, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** RET-4: overage is billed, held (RETAINER_EXHAUSTED), or absorbed as leakage. */
export type OveragePolicy = 'bill' | 'block' | 'absorb';

export interface RetainerPeriodInput {
  included_hours: DecimalInput;
  carried_in?: DecimalInput;
  used_hours: DecimalInput;
  /** Cap on the balance carried: null or absent is unlimited, 0 is none. */
  rollover_cap?: DecimalInput | null;
  /** Base fee; bills even when unused (RET-3). */
  fee: DecimalInput;
  /** Default: fee / included hours. */
  overage_rate?: DecimalInput;
  overage_policy?: OveragePolicy;
  /** Fractions at which to warn; default 0.8 and 1 (RET-6). */
  warn_at?: readonly DecimalInput[];
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface RetainerPeriod {
  available: string;
  drawn: string;
  overage: string;
  unused: string;
  carried_out: string;
  expired: string;
  /** Base hours plus billed overage. */
  billed_hours: string;
  fee: string;
  overage_amount: string;
  invoice_net: string;
  /** Overage value that is held or absorbed. */
  held_amount: string;
  absorbed_amount: string;
  /** Null, or RETAINER_EXHAUSTED when overage is blocked. */
  code: 'RETAINER_EXHAUSTED' | null;
  /** Used over included (RET-8 "burn"); null when nothing is included. */
  burn: string | null;
  /** Warning thresholds reached, as fractions of available (RET-6). */
  warnings: string[];
  /** Fee over hours used; null when unused (RET-8). */
  effective_rate: string | null;
  why: RuleTrace[];
}

/** RET-1..4, 6, 8 for one period of an hours retainer. */
export function retainerPeriod(input: RetainerPeriodInput): RetainerPeriod {
  const included = nonNegative(input.included_hours, 'included_hours');
  const carriedIn = numOr(input.carried_in, 0, 'carried_in');
  const used = nonNegative(input.used_hours, 'used_hours');
  const fee = minorRound(num(input.fee, 'fee'), input.currency, input.rounding_mode);
  const available = included.plus(carriedIn);
  const drawn = min(used, available);
  const overage = floorZero(used.minus(available));
  const unused = available.minus(drawn);
  const carried = input.rollover_cap === null || input.rollover_cap === undefined ? unused : min(nonNegative(input.rollover_cap, 'rollover_cap'), unused);
  const value = overage.isZero() ? overage : overageValue(input, overage, included, fee);
  const policy = input.overage_policy ?? 'bill';
  if (!['bill', 'block', 'absorb'].includes(policy)) throw new RuleError('INVALID_POLICY', 'RET-4', `overage policy ${JSON.stringify(policy)} is not one of bill, block, absorb`);
  const billed = policy === 'bill' ? value : ZERO;
  const show = (v: Decimal): string => moneyText(v, input.currency);
  return {
    available: text(available), drawn: text(drawn), overage: text(overage), unused: text(unused), carried_out: text(carried), expired: text(unused.minus(carried)),
    billed_hours: text(included.plus(policy === 'bill' ? overage : ZERO)),
    fee: show(fee), overage_amount: show(billed), invoice_net: show(fee.plus(billed)), held_amount: show(policy === 'block' ? value : ZERO), absorbed_amount: show(policy === 'absorb' ? value : ZERO),
    code: policy === 'block' && overage.gt(0) ? 'RETAINER_EXHAUSTED' : null,
    burn: ratioOrNull(used, included), warnings: retainerWarnings(used, available, input.warn_at), effective_rate: ratioOrNull(fee, used),
    why: [
      why('RET-1', 'drawn up to available', { included, carried_in: carriedIn, used, available, drawn, overage, unused, carried_out: carried }),
      ...(overage.gt(0) ? [why('RET-4', `overage policy ${policy}`, { overage, value })] : []),
      why('RET-3', 'base fee plus billed overage', { fee, overage_amount: billed }),
    ],
  };
}

function overageValue(input: RetainerPeriodInput, overage: Decimal, included: Decimal, fee: Decimal): Decimal {
  if (input.overage_rate === undefined) {
    if (included.isZero()) throw new RuleError('MISSING_RATE', 'RET-3', 'no overage rate, and no included hours to derive one from');
    return minorRound(overage.times(fee).div(included), input.currency, input.rounding_mode);
  }
  return minorRound(overage.times(num(input.overage_rate, 'overage_rate')), input.currency, input.rounding_mode);
}

/** RET-6: the warning thresholds reached. */
function retainerWarnings(used: Decimal, available: Decimal, at: readonly DecimalInput[] = ['0.8', '1']): string[] {
  return at.map((w) => num(w, 'warn_at')).filter((w) => used.gt(0) && used.gte(available.times(w))).map(text);
}

/** RET-8: effective rate and margin of a retainer. */
export function retainerMargin(input: { fee: DecimalInput; hours: DecimalInput; cost_rate: DecimalInput }): { effective_rate: string | null; margin: string | null; why: RuleTrace[] } {
  const fee = num(input.fee, 'fee');
  const hours = num(input.hours, 'hours');
  const cost = hours.times(costRate(input.cost_rate, 'cost_rate', 'RET-8'));
  return { effective_rate: ratioOrNull(fee, hours), margin: ratioOrNull(fee.minus(cost), fee), why: [why('RET-8', 'fee over hours; fee less cost over fee', { fee, hours, cost })] };
}
