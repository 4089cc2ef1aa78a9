import { dec, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { nonNegative, num, numOr, ratioText } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import { exactCostProgress, exactHoursProgress, quotient, shareOf, type CostProgressInput, type ExactProgress, type HoursProgressInput } from './progress.js';

interface RecognizeHead {
  transaction_price: DecimalInput;
  /** Recognized in earlier periods. Default 0. */
  recognized_to_date?: DecimalInput;
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface Recognized {
  ok: true;
  progress: string;
  cumulative_revenue: string;
  /** Negative when progress fell: the catch-up is booked in the current period (REV-6). */
  period_revenue: string;
  remaining: string;
  /** Cumulative less cost; null where the method knows no cost. */
  cumulative_profit: string | null;
  why: RuleTrace[];
}

export type Recognition = Recognized | { ok: false; code: 'EAC_STALE'; detail: string; why: RuleTrace[] };

/**
 * REV-3, 5, 6: cost-to-cost revenue. With pass-through material: `R = p' x (TP - M) + M transferred`,
 * `material_transferred` being the revenue of the material handed over (by default its cost to date).
 */
export function recognizeCostToCost(input: RecognizeHead & CostProgressInput & { material_transferred?: DecimalInput }): Recognition {
  const found = exactCostProgress(input);
  if (!found.ok) return { ok: false, code: 'EAC_STALE', detail: found.detail, why: [why('REV-6', found.detail)] };
  const price = nonNegative(input.transaction_price, 'transaction_price');
  const material = numOr(input.material_cost, 0, 'material_cost');
  const transferred = numOr(input.material_transferred, String(numOr(input.material_cost_to_date, 0, 'material_cost_to_date')), 'material_transferred');
  const exact = shareOf(price.minus(material), found.value).plus(transferred);
  return result(input, found.value, exact, num(input.cost_to_date, 'cost_to_date'), why('REV-3', material.isZero() ? 'p x TP' : "p' x (TP - M) + M transferred", { progress: ratioText(found.value.value), price, material, transferred }));
}

/** REV-4: revenue by approved hours. */
export function recognizeHours(input: RecognizeHead & HoursProgressInput): Recognized {
  const p = exactHoursProgress(input);
  return result(input, p, shareOf(num(input.transaction_price, 'transaction_price'), p), null, why('REV-4', 'approved hours', { progress: ratioText(p.value) }));
}

/** REV-10, output measure: revenue by the weights of milestones achieved, only where they faithfully show transfer. Weights are parts of their own sum. */
export function recognizeOutputMilestones(input: RecognizeHead & { milestones: readonly { id: string; weight: DecimalInput; achieved: boolean }[]; shows_transfer: boolean }): Recognized {
  if (!input.shows_transfer) throw new RuleError('METHOD_NOT_ALLOWED', 'REV-10', 'milestones that do not show transfer cannot measure progress over time');
  const weights = input.milestones.map((m) => ({ achieved: m.achieved, weight: nonNegative(m.weight, `weight of ${m.id}`) }));
  const whole = weights.reduce((t, m) => t.plus(m.weight), dec(0));
  if (whole.isZero()) throw new RuleError('INVALID_INPUT', 'REV-10', 'no milestone has a weight');
  const p = quotient(weights.filter((m) => m.achieved).reduce((t, m) => t.plus(m.weight), dec(0)), whole);
  return result(input, p, shareOf(num(input.transaction_price, 'transaction_price'), p), null, why('REV-10', 'weights achieved', { progress: ratioText(p.value) }));
}

/** Revenue from a progress that was measured elsewhere (units, survey); 0 to 1, or EAC_STALE. */
export function recognizeProgress(input: RecognizeHead & { progress: DecimalInput; progress_decimals?: number | null }): Recognition {
  const given = nonNegative(input.progress, 'progress');
  if (given.gt(1)) return { ok: false, code: 'EAC_STALE', detail: `progress ${given} is above 1`, why: [why('REV-6', `progress ${given} is above 1`)] };
  const p = quotient(given, dec(1), input.progress_decimals);
  return result(input, p, shareOf(num(input.transaction_price, 'transaction_price'), p), null, why('REV-3', 'measured progress', { progress: ratioText(p.value) }));
}

/** REV-11: outcome not measurable: revenue equals recoverable cost, so the margin is zero. */
export function recognizeCostRecovery(input: { cost_to_date: DecimalInput; recoverable_cost?: DecimalInput; recognized_to_date?: DecimalInput; currency: string }): { cumulative_revenue: string; period_revenue: string; why: RuleTrace[] } {
  const cost = num(input.cost_to_date, 'cost_to_date');
  const recoverable = numOr(input.recoverable_cost, String(cost), 'recoverable_cost');
  const cumulative = minorRound(recoverable.lt(cost) ? recoverable : cost, input.currency);
  return { cumulative_revenue: moneyText(cumulative, input.currency), period_revenue: moneyText(cumulative.minus(numOr(input.recognized_to_date, 0, 'recognized_to_date')), input.currency), why: [why('REV-11', 'revenue equals recoverable cost', { cost, cumulative })] };
}

/** REV-17: revenue only at thresholds (25 %, 50 % ...): for management accounts, refused for over-time obligations under the standards. */
export function recognizeThreshold(input: RecognizeHead & { progress: DecimalInput; thresholds: readonly DecimalInput[]; purpose: 'management' | 'statutory' }): Recognized {
  if (input.purpose !== 'management') throw new RuleError('METHOD_NOT_ALLOWED', 'REV-17', 'threshold recognition is for management accounts only');
  const reached = input.thresholds.map((t, i) => num(t, `thresholds[${i}]`)).filter((t) => t.lte(num(input.progress, 'progress'))).reduce((best, t) => (t.gt(best) ? t : best), dec(0));
  const p = quotient(reached, dec(1));
  return result(input, p, shareOf(num(input.transaction_price, 'transaction_price'), p), null, why('REV-17', 'highest threshold reached', { threshold: reached }));
}

function result(input: RecognizeHead, p: ExactProgress, exact: Decimal, cost: Decimal | null, trace: RuleTrace): Recognized {
  const cumulative = minorRound(exact, input.currency, input.rounding_mode);
  const period = cumulative.minus(numOr(input.recognized_to_date, 0, 'recognized_to_date'));
  const show = (v: Decimal): string => moneyText(v, input.currency);
  const traces: RuleTrace[] = [{ ...trace, numbers: { ...trace.numbers, cumulative: show(cumulative), period: show(period) } }];
  if (period.isNegative() && !period.isZero()) traces.push(why('REV-6', 'progress fell: cumulative catch-up in the current period', { period }));
  return {
    ok: true, progress: ratioText(p.value), cumulative_revenue: show(cumulative), period_revenue: show(period), remaining: show(num(input.transaction_price, 'transaction_price').minus(cumulative)),
    cumulative_profit: cost === null ? null : show(cumulative.minus(cost)), why: traces,
  };
}
