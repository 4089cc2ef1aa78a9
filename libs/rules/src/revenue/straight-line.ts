import { addDays, addMonths, daysBetween, dec, monthEnd, monthStart, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

/** REV-8. `exact_days` (default); `equal_periods`; `full_months_equal` (partial months by days, full months equal). */
export type StraightLineMethod = 'exact_days' | 'equal_periods' | 'full_months_equal';

export interface StraightLineInput {
  amount: DecimalInput;
  /** Both included. */
  start: string;
  end: string;
  /** Periods to cut by, both dates included; default calendar months. */
  periods?: readonly { period_id: string; start: string; end: string }[];
  method?: StraightLineMethod;
  /** `last` (default): each period rounds and the last takes the rest; `largest_remainder`: MON-5 over days. */
  remainder?: 'last' | 'largest_remainder';
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface StraightLineLine {
  period_id: string;
  start: string;
  end: string;
  days: number;
  amount: string;
}

/** REV-8: `TP x days in period / total days`; the lines always sum to the amount. */
export function straightLine(input: StraightLineInput): { total_days: number; lines: StraightLineLine[]; why: RuleTrace[] } {
  const start = day(input.start, 'start');
  const end = day(input.end, 'end');
  if (end < start) throw new RuleError('INVALID_INPUT', 'REV-8', `end ${end} is before start ${start}`);
  const parts = cut(start, end, input.periods ?? calendarMonths(start, end));
  const days = parts.map((p) => daysBetween(p.start, p.end) + 1);
  const total = days.reduce((a, b) => a + b, 0);
  if (total !== daysBetween(start, end) + 1) throw new RuleError('PERIOD_MISSING', 'REV-8', `the periods do not cover ${start} to ${end}`);
  const amounts = split(input, weights(input.method ?? 'exact_days', parts, days));
  return { total_days: total, lines: parts.map((p, i) => ({ period_id: p.period_id, start: p.start, end: p.end, days: days[i]!, amount: amounts[i]! })), why: [why('REV-8', (input.method ?? 'exact_days').replaceAll('_', ' '), { total_days: total, periods: parts.length })] };
}

type Part = { period_id: string; start: string; end: string };

function calendarMonths(start: string, end: string): Part[] {
  const months: Part[] = [];
  for (let m = monthStart(start); m <= end; m = addMonths(m, 1)) months.push({ period_id: m.slice(0, 7), start: m, end: monthEnd(m) });
  return months;
}

function cut(start: string, end: string, periods: readonly Part[]): Part[] {
  return periods.filter((p) => p.end >= start && p.start <= end).map((p) => ({ period_id: p.period_id, start: p.start < start ? start : p.start, end: p.end > end ? end : p.end })).sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** Weights as decimals: days, ones, or months with the days' share of partial ones on a common denominator. */
function weights(method: StraightLineMethod, parts: readonly Part[], days: readonly number[]): Decimal[] {
  if (method === 'exact_days') return days.map((d) => num(d, 'days'));
  if (method === 'equal_periods') return parts.map(() => dec(1));
  if (method !== 'full_months_equal') throw new RuleError('INVALID_POLICY', 'REV-8', `straight-line method ${JSON.stringify(method)} is not one of exact_days, equal_periods, full_months_equal`);
  // Months of 28 to 31 days share the denominator 28 x 29 x 30 x 31.
  return parts.map((p, i) => num(days[i]! * ((28 * 29 * 30 * 31) / monthDays(p.start)), 'weight'));
}

function monthDays(date: string): number {
  return daysBetween(monthStart(date), addDays(monthEnd(date), 1));
}

function split(input: StraightLineInput, parts: readonly Decimal[]): string[] {
  const amount = minorRound(num(input.amount, 'amount'), input.currency, input.rounding_mode);
  if (input.remainder === 'largest_remainder') return allocate(amount, parts, { currency: input.currency });
  const whole = sum(parts);
  const rounded = parts.slice(0, -1).map((w) => minorRound(amount.times(w).div(whole), input.currency, input.rounding_mode));
  return [...rounded, amount.minus(sum(rounded))].map((a) => moneyText(a, input.currency));
}
