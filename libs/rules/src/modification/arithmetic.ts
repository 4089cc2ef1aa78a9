import { dec, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, numOr, ratioText } from '../exact.js';
import { minorRound, moneyText } from '../money/round.js';
import { quotient, shareOf } from '../revenue/progress.js';
import { why, type RuleTrace } from '../trace.js';

export interface SeparateContractInput {
  original: { units: DecimalInput; price: DecimalInput };
  added: { units: DecimalInput; price: DecimalInput };
  currency: string;
}

/** MOD-2: the original keeps its price; the addition is a contract of its own at its price. */
export function separateContract(input: SeparateContractInput): { original_revenue: string; added_revenue: string; total_revenue: string; why: RuleTrace[] } {
  const value = (c: { units: DecimalInput; price: DecimalInput }): Decimal => minorRound(num(c.units, 'units').times(num(c.price, 'price')), input.currency);
  const original = value(input.original);
  const added = value(input.added);
  const show = (v: Decimal): string => moneyText(v, input.currency);
  return { original_revenue: show(original), added_revenue: show(added), total_revenue: show(original.plus(added)), why: [why('MOD-2', 'accounted for apart', { original, added })] };
}

export interface ProspectiveInput {
  /** Transaction price not yet recognized, after any change to the original part. */
  remaining_price: DecimalInput;
  added_price: DecimalInput;
  /** Units, periods or other measure left, additions included. */
  remaining_units: DecimalInput;
  /** Concession for past defects: reduces revenue at once and stays out of the arithmetic (MOD-6). */
  past_concession?: DecimalInput;
  currency: string;
}

/** MOD-3 and MOD-6: `unit revenue = (TP not yet recognized + added price) / remaining units`; recognized revenue stays, except for a concession for the past. */
export function prospective(input: ProspectiveInput): { unit_revenue: string; unit_revenue_exact: string; remaining_revenue: string; immediate_revenue: string; why: RuleTrace[] } {
  const units = num(input.remaining_units, 'remaining_units');
  if (units.lte(0)) throw new RuleError('INVALID_INPUT', 'MOD-3', `remaining_units ${units} must be above zero`);
  const total = num(input.remaining_price, 'remaining_price').plus(num(input.added_price, 'added_price'));
  const unit = total.div(units);
  const concession = numOr(input.past_concession, 0, 'past_concession');
  const show = (v: Decimal): string => moneyText(minorRound(v, input.currency), input.currency);
  return {
    unit_revenue: show(unit), unit_revenue_exact: ratioText(unit), remaining_revenue: show(total), immediate_revenue: show(concession.negated()),
    why: [why('MOD-3', 'remaining price over remaining units', { total, units, unit_revenue: ratioText(unit) }), ...(concession.isZero() ? [] : [why('MOD-6', 'concession for past delivery, at once', { concession })])],
  };
}

export interface RemeasuredInput {
  /** Price of the obligation as it now stands, for what was done before and what is left. */
  allocated_price: DecimalInput;
  /** Revenue of what was done before the modification; 0 when none was, or when the price changed for the past as well. */
  base_revenue?: DecimalInput;
  /** What was done then and is done now, and what there is to do in all, in one measure: units, days, hours, cost, weights. */
  base_measure?: DecimalInput;
  done: DecimalInput;
  total: DecimalInput;
  currency: string;
}

/**
 * MOD-3 over any measure: `base + (price - base) x (done - done then) / (total - done then)`, multiplied before it is divided and rounded once. Without a base
 * it is the progress of an obligation that was never modified. EAC_STALE when more is done than there is to do.
 */
export function remeasuredRevenue(input: RemeasuredInput): { cumulative_revenue: string; progress: string; why: RuleTrace[] } {
  const base = numOr(input.base_revenue, 0, 'base_revenue');
  const before = numOr(input.base_measure, 0, 'base_measure');
  const done = num(input.done, 'done').minus(before);
  const left = num(input.total, 'total').minus(before);
  if (left.lte(0) && !done.isZero()) throw new RuleError('EAC_STALE', 'REV-6', `${done} done where ${left} is left to do`);
  const p = left.lte(0) ? { numerator: dec(0), denominator: dec(1), value: dec(0) } : quotient(done, left);
  if (p.value.gt(1)) throw new RuleError('EAC_STALE', 'REV-6', `progress ${ratioText(p.value)} is above 1`);
  const cumulative = minorRound(base.plus(shareOf(num(input.allocated_price, 'allocated_price').minus(base), p)), input.currency);
  const trace = base.isZero() && before.isZero() ? why('REV-3', 'progress x price', { progress: ratioText(p.value), cumulative }) : why('MOD-3', 'remaining price over what remained', { base_revenue: base, base_measure: before, progress: ratioText(p.value), cumulative });
  return { cumulative_revenue: moneyText(cumulative, input.currency), progress: ratioText(p.value), why: [trace] };
}

export interface CatchUpInput {
  transaction_price: DecimalInput;
  recognized_to_date: DecimalInput;
  /** New progress, or cost to date and the new EAC. */
  progress?: DecimalInput;
  cost_to_date?: DecimalInput;
  eac?: DecimalInput;
  currency: string;
}

/** MOD-4: `catch_up = p_new x TP_new - R_to_date`, posted in the period of the modification. EAC_STALE when cost exceeds the new EAC. */
export function catchUp(input: CatchUpInput): { cumulative_revenue: string; catch_up: string; progress: string; why: RuleTrace[] } {
  const p = input.progress !== undefined ? quotient(num(input.progress, 'progress'), dec(1)) : quotient(num(input.cost_to_date, 'cost_to_date'), positive(input.eac));
  if (p.value.gt(1) || p.value.isNegative()) throw new RuleError('EAC_STALE', 'MOD-4', `progress ${ratioText(p.value)} is outside 0 to 1`);
  const cumulative = minorRound(shareOf(num(input.transaction_price, 'transaction_price'), p), input.currency);
  const change = cumulative.minus(num(input.recognized_to_date, 'recognized_to_date'));
  return { cumulative_revenue: moneyText(cumulative, input.currency), catch_up: moneyText(change, input.currency), progress: ratioText(p.value), why: [why('MOD-4', 'cumulative catch-up', { progress: ratioText(p.value), cumulative, catch_up: change })] };
}

function positive(eac: DecimalInput | undefined): Decimal {
  const value = num(eac, 'eac');
  if (value.lte(0)) throw new RuleError('EAC_STALE', 'MOD-4', `eac ${value} must be above zero`);
  return value;
}

/** MOD-9: a later change of variable consideration promised before a prospective modification goes to the obligations as they were before it, by their original allocation. */
export function allocateToOriginal(input: { change: DecimalInput; original: readonly { id: string; allocated: DecimalInput; satisfied_share: DecimalInput }[]; currency: string }): { obligations: { id: string; change: string; immediate: string; deferred: string }[]; why: RuleTrace[] } {
  const change = num(input.change, 'change');
  const total = sum(input.original.map((o) => num(o.allocated, 'allocated')));
  if (total.isZero()) throw new RuleError('INVALID_INPUT', 'MOD-9', 'nothing was allocated before the modification');
  let left = minorRound(change, input.currency);
  const obligations = input.original.map((o, i) => {
    const share = i === input.original.length - 1 ? left : minorRound(change.times(num(o.allocated, 'allocated')).div(total), input.currency);
    left = left.minus(share);
    const now = minorRound(share.times(num(o.satisfied_share, 'satisfied_share')), input.currency);
    return { id: o.id, change: moneyText(share, input.currency), immediate: moneyText(now, input.currency), deferred: moneyText(share.minus(now), input.currency) };
  });
  return { obligations, why: [why('MOD-9', 'to the obligations before the modification', { change })] };
}
