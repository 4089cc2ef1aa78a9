import { dec, sum, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { min, nonNegative, num, numOr } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface Outcome {
  amount: DecimalInput;
  /** Fraction. What is missing to 1 is an outcome of nothing. */
  probability: DecimalInput;
}

export interface VariableConsiderationInput {
  /** Price that does not vary. Default 0. */
  fixed?: DecimalInput;
  outcomes: readonly Outcome[];
  /** One method per element, kept for its life: many outcomes or two (REV-12). */
  method: 'expected_value' | 'most_likely';
  /** `us_gaap`: probable; `ifrs`: highly probable. Sets the default threshold. */
  gaap?: 'us_gaap' | 'ifrs';
  /** Probability that an amount must be reached with, to be included. Default 0.75 (US) or 0.9 (IFRS). */
  threshold?: DecimalInput;
  currency: string;
}

export interface VariableConsideration {
  expected_value: string;
  most_likely: string;
  /** Fixed plus the estimate by the chosen method. */
  estimate: string;
  /** Fixed plus what is included after the constraint: what may be recognized. */
  constrained: string;
  why: RuleTrace[];
}

/** REV-12: estimates variable consideration and constrains it to what is probable not to reverse. All results include the fixed part. */
export function variableConsideration(input: VariableConsiderationInput): VariableConsideration {
  const outcomes = read(input.outcomes);
  const fixed = numOr(input.fixed, 0, 'fixed');
  const expected = sum(outcomes.map((o) => o.amount.times(o.probability)));
  const likely = outcomes.reduce((best, o) => (o.probability.gt(best.probability) ? o : best), outcomes[0]!).amount;
  const estimate = input.method === 'most_likely' ? likely : expected;
  const threshold = numOr(input.threshold, input.gaap === 'ifrs' ? '0.9' : '0.75', 'threshold');
  const included = min(estimate, reachedWith(outcomes, threshold));
  const show = (v: Decimal): string => moneyText(minorRound(fixed.plus(v), input.currency), input.currency);
  return {
    expected_value: show(expected), most_likely: show(likely), estimate: show(estimate), constrained: show(included),
    why: [why('REV-12', `${input.method.replaceAll('_', ' ')}, constrained at ${threshold}`, { expected_value: expected, most_likely: likely, included })],
  };
}

interface ReadOutcome {
  amount: Decimal;
  probability: Decimal;
}

function read(outcomes: readonly Outcome[]): ReadOutcome[] {
  const list = outcomes.map((o, i) => ({ amount: num(o.amount, `outcomes[${i}].amount`), probability: nonNegative(o.probability, `outcomes[${i}].probability`) }));
  const rest = dec(1).minus(sum(list.map((o) => o.probability)));
  if (list.length === 0 || rest.isNegative()) throw new RuleError('INVALID_INPUT', 'REV-12', `probabilities sum to ${dec(1).minus(rest)}`);
  return rest.isZero() ? list : [...list, { amount: ZERO, probability: rest }];
}

/** The largest amount that is reached or exceeded with at least this probability. */
function reachedWith(outcomes: readonly ReadOutcome[], threshold: Decimal): Decimal {
  const reached = outcomes.map((o) => o.amount).filter((amount) => sum(outcomes.filter((o) => o.amount.gte(amount)).map((o) => o.probability)).gte(threshold));
  return reached.reduce((best, a) => (a.gt(best) ? a : best), outcomes.reduce((low, o) => min(low, o.amount), outcomes[0]!.amount));
}

/** REV-12: a price that now applies to earlier units too (retrospective discount): `units x new + earlier units x (new - old)`. */
export function retrospectivePrice(input: { units: DecimalInput; new_price: DecimalInput; prior_units: DecimalInput; old_price: DecimalInput; currency: string }): { period_revenue: string; catch_up: string; why: RuleTrace[] } {
  const price = num(input.new_price, 'new_price');
  const current = num(input.units, 'units').times(price);
  const catchUp = num(input.prior_units, 'prior_units').times(price.minus(num(input.old_price, 'old_price')));
  const show = (v: Decimal): string => moneyText(minorRound(v, input.currency), input.currency);
  return { period_revenue: show(current.plus(catchUp)), catch_up: show(catchUp), why: [why('REV-12', 'change allocated to satisfied units too', { current, catch_up: catchUp })] };
}
