import { dec, inRange, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { day, max, nonNegative, num, numOr, ratioText, text } from '../exact.js';
import { RuleError } from '../error.js';
import { roundTo } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export type Progress = { ok: true; progress: string; numerator: string; denominator: string; why: RuleTrace[] } | { ok: false; code: 'EAC_STALE'; detail: string; why: RuleTrace[] };

/** Progress as an exact quotient, so that revenue can multiply before it divides; rounded first when the policy says so (REV-5). */
export interface ExactProgress {
  numerator: Decimal;
  denominator: Decimal;
  value: Decimal;
}

/** REV-5: the quotient, rounded to `decimals` when given. */
export function quotient(numerator: Decimal, denominator: Decimal, decimals?: number | null): ExactProgress {
  const value = numerator.div(denominator);
  if (decimals === undefined || decimals === null) return { numerator, denominator, value };
  const rounded = roundTo(value, decimals);
  return { numerator: rounded, denominator: dec(1), value: rounded };
}

/** `amount x progress`, multiplied before it is divided. */
export function shareOf(amount: Decimal, progress: ExactProgress): Decimal {
  return amount.times(progress.numerator).div(progress.denominator);
}

export interface CostProgressInput {
  /** Eligible cost to date by accounting date (REV-7). */
  cost_to_date: DecimalInput;
  /** Estimate at completion, or estimate to complete. */
  eac?: DecimalInput;
  etc?: DecimalInput;
  /** Cost that shows no progress: waste, rework; in cost_to_date (REV-3). */
  wasted_cost?: DecimalInput;
  /** Pass-through material in EAC and the part of it in cost_to_date (REV-3, Example 19). */
  material_cost?: DecimalInput;
  material_cost_to_date?: DecimalInput;
  /** Optional rounding of p (REV-5); default unrounded. */
  progress_decimals?: number | null;
}

/** The quotient behind costProgress, or EAC_STALE. */
export function exactCostProgress(input: CostProgressInput): { ok: true; value: ExactProgress } | { ok: false; detail: string } {
  const cost = nonNegative(input.cost_to_date, 'cost_to_date');
  if (input.eac === undefined && input.etc === undefined) throw new RuleError('INVALID_INPUT', 'REV-3', 'give eac or etc');
  const eac = input.eac !== undefined ? nonNegative(input.eac, 'eac') : cost.plus(nonNegative(input.etc, 'etc'));
  if (eac.lt(cost)) return { ok: false, detail: `cost to date ${cost} exceeds the estimate at completion ${eac}` };
  const waste = numOr(input.wasted_cost, 0, 'wasted_cost');
  const numerator = cost.minus(waste).minus(numOr(input.material_cost_to_date, 0, 'material_cost_to_date'));
  const denominator = eac.minus(waste).minus(numOr(input.material_cost, 0, 'material_cost'));
  if (denominator.lte(0)) return cost.isZero() && eac.isZero() ? { ok: false, detail: 'the estimate at completion is zero' } : { ok: false, detail: 'no cost is left to measure progress by' };
  if (numerator.isNegative() || numerator.gt(denominator)) return { ok: false, detail: `progress ${ratioText(numerator.div(denominator))} is outside 0 to 1` };
  return { ok: true, value: quotient(numerator, denominator, input.progress_decimals) };
}

/** REV-3, 5, 6: cost-to-cost progress `C / EAC`, without waste and pass-through material. EAC below cost, or p above 1, is EAC_STALE. */
export function costProgress(input: CostProgressInput): Progress {
  const found = exactCostProgress(input);
  if (!found.ok) return { ok: false, code: 'EAC_STALE', detail: found.detail, why: [why('REV-6', found.detail)] };
  const { value, numerator, denominator } = found.value;
  return { ok: true, progress: ratioText(value), numerator: text(numerator), denominator: text(denominator), why: [why('REV-3', 'cost to date over estimate at completion', { progress: ratioText(value) })] };
}

export interface HoursProgressInput {
  /** Only approved hours count (REV-4). */
  approved_hours: DecimalInput;
  planned_hours: DecimalInput;
  remaining_scheduled_hours?: DecimalInput;
  progress_decimals?: number | null;
}

/** The quotient behind hoursProgress. */
export function exactHoursProgress(input: HoursProgressInput): ExactProgress {
  const approved = nonNegative(input.approved_hours, 'approved_hours');
  const planned = nonNegative(input.planned_hours, 'planned_hours');
  const whole = max(planned, approved.plus(numOr(input.remaining_scheduled_hours, 0, 'remaining_scheduled_hours')));
  if (whole.isZero()) throw new RuleError('INVALID_INPUT', 'REV-4', 'no planned or approved hours to measure progress by');
  return quotient(approved, whole, input.progress_decimals);
}

/** REV-4: approved hours over max(planned, approved + remaining scheduled); never above 1. */
export function hoursProgress(input: HoursProgressInput): Progress & { ok: true } {
  const p = exactHoursProgress(input);
  return { ok: true, progress: ratioText(p.value), numerator: text(p.numerator), denominator: text(p.denominator), why: [why('REV-4', 'approved hours over the larger of plan and expected', { progress: ratioText(p.value) })] };
}

/** REV-7: cost of a period by accounting date, whatever the date of entry. */
export function costAtCutoff(input: { costs: readonly { amount: DecimalInput; accounting_date: string; entered_on?: string }[]; as_of: string; from?: string | null }): { cost_to_date: string; excluded: string; why: RuleTrace[] } {
  const asOf = day(input.as_of, 'as_of');
  const inside = input.costs.filter((c) => inRange(day(c.accounting_date, 'accounting_date'), input.from, asOf));
  const cost = sum(inside.map((c) => num(c.amount, 'amount')));
  const excluded = sum(input.costs.filter((c) => !inside.includes(c)).map((c) => num(c.amount, 'amount')));
  return { cost_to_date: text(cost), excluded: text(excluded), why: [why('REV-7', `accounting date up to ${asOf}`, { cost, excluded })] };
}
