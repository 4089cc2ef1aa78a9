import { dec, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { min, nonNegative, num, numOr, ratioOrNull, ratioText, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface DsoInput {
  /** `closing` (default), `average` of opening and closing, or `count_back` against the latest months. */
  basis?: 'closing' | 'average' | 'count_back';
  closing_receivables?: DecimalInput;
  opening_receivables?: DecimalInput;
  /** When already averaged. */
  average_receivables?: DecimalInput;
  /** Tax contained in the receivables, taken off by policy. */
  tax_in_receivables?: DecimalInput;
  /** Billed revenue of the period, and its days. Quarter basis by default. */
  billed_revenue?: DecimalInput;
  days?: DecimalInput;
  /** For count-back: latest month first. */
  months?: readonly { billed_revenue: DecimalInput; days: DecimalInput }[];
}

/** MET-11: days sales outstanding, labeled with its basis; null without revenue. */
export function dso(input: DsoInput): { basis: string; days: string | null; why: RuleTrace[] } {
  const basis = input.basis ?? 'closing';
  const receivables = receivablesOf(input, basis).minus(numOr(input.tax_in_receivables, 0, 'tax_in_receivables'));
  if (basis === 'count_back') return { basis, days: countBack(receivables, input.months ?? []), why: [why('MET-11', 'receivables exhausted against the latest months', { receivables })] };
  const revenue = num(input.billed_revenue, 'billed_revenue');
  const days = numOr(input.days, 90, 'days');
  return { basis, days: ratioOrNull(receivables.times(days), revenue), why: [why('MET-11', `${basis} receivables`, { receivables, revenue, days })] };
}

function receivablesOf(input: DsoInput, basis: string): Decimal {
  if (basis === 'closing' || basis === 'count_back') return num(input.closing_receivables, 'closing_receivables');
  if (basis !== 'average') throw new RuleError('INVALID_POLICY', 'MET-11', `DSO basis ${JSON.stringify(basis)} is not one of closing, average, count_back`);
  return input.average_receivables !== undefined ? num(input.average_receivables, 'average_receivables') : num(input.opening_receivables, 'opening_receivables').plus(num(input.closing_receivables, 'closing_receivables')).div(2);
}

/** Whole months while receivables cover them, then the part of the next. Null when the months given do not suffice. */
function countBack(receivables: Decimal, months: readonly { billed_revenue: DecimalInput; days: DecimalInput }[]): string | null {
  let left = receivables;
  let days = dec(0);
  for (const month of months) {
    if (left.lte(0)) break;
    const billed = nonNegative(month.billed_revenue, 'billed_revenue');
    const used = min(left, billed);
    days = days.plus(billed.isZero() ? num(month.days, 'days') : num(month.days, 'days').times(used).div(billed));
    left = left.minus(used);
  }
  return left.gt(0) ? null : ratioText(days);
}

/** MET-11: lock-up is WIP days plus debtor days. */
export function lockUp(input: { wip_days: DecimalInput; debtor_days: DecimalInput }): { days: string; why: RuleTrace[] } {
  const days = sum([num(input.wip_days, 'wip_days'), num(input.debtor_days, 'debtor_days')]);
  return { days: text(days), why: [why('MET-11', 'WIP days plus debtor days', { days })] };
}
