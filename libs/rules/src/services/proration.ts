import { addDays, addMonths, dec, daysBetween, monthEnd, monthOf, monthStart, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, day, num, numOr, ratioText } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/**
 * MS-2. `actual_period` (default): days over the days of the anchored billing period. `calendar_month`: over the days of the
 * calendar month. `actual_30`: actual days over 30. `thirty_360`: both on 30-day months. `by_second`: with instants. `none`: full price.
 */
export type ProrationMethod = 'actual_period' | 'calendar_month' | 'actual_30' | 'thirty_360' | 'by_second' | 'none';

export const PRORATION_METHODS: readonly ProrationMethod[] = ['actual_period', 'calendar_month', 'actual_30', 'thirty_360', 'by_second', 'none'];

export interface ProrateInput {
  /** Price of one full billing period. */
  amount: DecimalInput;
  /** Start included, end excluded. Dates; instants (ISO 8601) for `by_second`. */
  service_from: string;
  service_to: string;
  /** The full billing period (anchor to anchor, end excluded), or the anchor day to derive it from. */
  period_from?: string;
  period_to?: string;
  anchor_day?: number;
  frequency_months?: number;
  method?: ProrationMethod;
  /** Periods above a month: `days_only` (default) or whole months first, then days. */
  multi_month?: 'days_only' | 'months_first';
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface Prorated {
  amount: string;
  /** Service over period, as a fraction and as its two parts. */
  fraction: string;
  numerator: string;
  denominator: string;
  why: RuleTrace[];
}

/** MS-2: `round(P x d / D)`. INVALID_INPUT when the service leaves its billing period. */
export function prorate(input: ProrateInput): Prorated {
  const method = input.method ?? 'actual_period';
  if (!PRORATION_METHODS.includes(method)) throw new RuleError('INVALID_POLICY', 'MS-2', `proration method ${JSON.stringify(method)} is not one of ${PRORATION_METHODS.join(', ')}`);
  choice(input.multi_month, ['days_only', 'months_first'], 'multi_month', 'MS-2');
  const [numerator, denominator] = method === 'none' ? [dec(1), dec(1)] : method === 'by_second' ? seconds(input) : dated(input, method);
  const price = num(input.amount, 'amount');
  const amount = moneyText(minorRound(price.times(numerator).div(denominator), input.currency, input.rounding_mode), input.currency);
  return {
    amount, fraction: ratioText(numerator.div(denominator)), numerator: ratioText(numerator), denominator: ratioText(denominator),
    why: [why('MS-2', method.replaceAll('_', ' '), { price, numerator, denominator, amount })],
  };
}

/** The anchored billing period that holds a date: from an anchor day to the next, short months ending early (31 is the last day). */
export function billingPeriod(input: { date: string; anchor_day: number; frequency_months?: number; first_period_from?: string }): { period_from: string; period_to: string } {
  const date = day(input.date, 'date');
  const months = input.frequency_months ?? 1;
  const anchor = (month: string): string => {
    const last = monthEnd(`${month}-01`);
    return input.anchor_day >= Number(last.slice(8)) ? last : addDays(monthStart(last), input.anchor_day - 1);
  };
  const first = monthOf(input.first_period_from ?? addMonths(monthStart(date), -1));
  let from = anchor(first);
  let step = 0;
  if (from > date) throw new RuleError('INVALID_INPUT', 'MS-2', `${date} is before the first billing period ${from}`);
  for (;;) {
    const to = anchor(monthOf(addMonths(`${first}-01`, (step + 1) * months)));
    if (date < to) return { period_from: from, period_to: to };
    from = to;
    step += 1;
  }
}

function dated(input: ProrateInput, method: 'actual_period' | 'calendar_month' | 'actual_30' | 'thirty_360'): [Decimal, Decimal] {
  const from = day(input.service_from, 'service_from');
  const to = day(input.service_to, 'service_to');
  const period = periodOf(input, from);
  if (from > to || from < period.period_from || to > period.period_to) throw new RuleError('INVALID_INPUT', 'MS-2', `service ${from} to ${to} is not inside the billing period ${period.period_from} to ${period.period_to}`);
  const months = input.frequency_months ?? 1;
  if (months > 1 && input.multi_month === 'months_first') return monthsFirst(from, to, months);
  if (method === 'actual_30') return [dec(daysBetween(from, to)), dec(30 * months)];
  if (method === 'thirty_360') return [dec(days360(from, to)), dec(30 * months)];
  if (method === 'calendar_month' && months === 1) return byCalendarMonth(from, to);
  return [dec(daysBetween(from, to)), dec(daysBetween(period.period_from, period.period_to))];
}

function periodOf(input: ProrateInput, from: string): { period_from: string; period_to: string } {
  if (input.period_from && input.period_to) return { period_from: day(input.period_from, 'period_from'), period_to: day(input.period_to, 'period_to') };
  if ((input.frequency_months ?? 1) > 1) throw new RuleError('INVALID_INPUT', 'MS-2', 'a period of several months needs period_from and period_to');
  if (input.anchor_day !== undefined) return billingPeriod({ date: from, anchor_day: input.anchor_day });
  return { period_from: monthStart(from), period_to: addMonths(monthStart(from), 1) };
}

/** Each part over its own calendar month; parts of two months add up. */
function byCalendarMonth(from: string, to: string): [Decimal, Decimal] {
  let numerator = dec(0);
  let denominator = dec(1);
  for (let start = from; start < to; ) {
    const next = addMonths(monthStart(start), 1);
    const end = next < to ? next : to;
    const days = daysBetween(monthStart(start), next);
    numerator = numerator.times(days).plus(denominator.times(daysBetween(start, end)));
    denominator = denominator.times(days);
    start = end;
  }
  return [numerator, denominator];
}

function monthsFirst(from: string, to: string, months: number): [Decimal, Decimal] {
  let whole = 0;
  while (addMonths(from, whole + 1) <= to) whole += 1;
  const rest = addMonths(from, whole);
  const inMonth = daysBetween(rest, addMonths(from, whole + 1));
  return [dec(whole * inMonth + daysBetween(rest, to)), dec(months * inMonth)];
}

/** 30/360 day count (US rule for day 31). */
export function days360(from: string, to: string): number {
  const [y1, m1, d1] = from.split('-').map(Number) as [number, number, number];
  const [y2, m2, d2] = to.split('-').map(Number) as [number, number, number];
  const a = Math.min(d1, 30);
  const b = d2 === 31 && a === 30 ? 30 : d2;
  return (y2 - y1) * 360 + (m2 - m1) * 30 + (b - a);
}

function seconds(input: ProrateInput): [Decimal, Decimal] {
  const at = (value: string | undefined, field: string): Decimal => {
    const ms = value === undefined ? Number.NaN : Date.parse(value);
    if (Number.isNaN(ms)) throw new RuleError('INVALID_INPUT', 'MS-2', `${field} ${JSON.stringify(value)} is not an instant`);
    return numOr(ms, 0, field).div(1000);
  };
  const denominator = at(input.period_to, 'period_to').minus(at(input.period_from, 'period_from'));
  if (denominator.lte(0)) throw new RuleError('INVALID_INPUT', 'MS-2', 'the billing period has no length');
  return [at(input.service_to, 'service_to').minus(at(input.service_from, 'service_from')), denominator];
}
