import { addDays, addMonths, daysBetween, isLocalDate, monthEnd, monthOf, MONTH } from '#lib/canonical';
import { type FieldError, Problem } from '#lib/platform';

/** Dates, both included. */
export interface Period {
  from: string;
  to: string;
  /** As asked for, or `from..to`. */
  label: string;
}

const LONGEST_DAYS = 1_100;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const YEAR = /^\d{4}$/;

/** The dates a caller means by `period` (2026-07, 2026-Q3, 2026) or by `from` and `to` (dates). @throws Problem `validation` that names the field. */
export function dayPeriod(asked: { period?: string; from?: string; to?: string }): Period {
  if (asked.period !== undefined) {
    if (asked.from !== undefined || asked.to !== undefined) throw wrong('period', 'came together with from or to', 'Send either period, or from and to.');
    return named(asked.period);
  }
  for (const field of ['from', 'to'] as const) {
    if (asked[field] === undefined) throw wrong(field, 'is missing', 'Send period=2026-07 or period=2026-Q3, or both from and to as dates.');
    if (!isLocalDate(asked[field])) throw wrong(field, 'is not a calendar date', 'Send a date such as 2026-07-01.');
  }
  const { from, to } = asked as { from: string; to: string };
  if (to < from) throw wrong('to', 'is before from', 'Send the later date as to.');
  if (daysBetween(from, to) > LONGEST_DAYS) throw wrong('to', `is more than ${LONGEST_DAYS} days after from`, 'Ask for at most three years at once.');
  return { from, to, label: `${from}..${to}` };
}

/** As `dayPeriod`, in whole months: `from` and `to` are months (2026-07). */
export function monthPeriod(asked: { period?: string; from?: string; to?: string }): Period {
  if (asked.period !== undefined) return dayPeriod(asked);
  for (const field of ['from', 'to'] as const) {
    if (asked[field] === undefined) throw wrong(field, 'is missing', 'Send period=2026-07 or period=2026-Q3, or both from and to as months.');
    if (!MONTH.test(asked[field])) throw wrong(field, 'is not a month', 'Send a month such as 2026-07: margin is kept by month of the work.');
  }
  const whole = dayPeriod({ from: `${asked.from}-01`, to: monthEnd(`${asked.to}-01`) });
  return { ...whole, label: `${asked.from}..${asked.to}` };
}

/** Months of a period, in order. */
export function monthsOf(period: Period): string[] {
  const months: string[] = [];
  for (let first = `${period.from.slice(0, 7)}-01`; first <= period.to; first = addMonths(first, 1)) months.push(monthOf(first));
  return months;
}

function named(label: string): Period {
  const quarter = QUARTER.exec(label);
  if (MONTH.test(label)) return { from: `${label}-01`, to: monthEnd(`${label}-01`), label };
  if (quarter) {
    const from = `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}-01`;
    return { from, to: addDays(addMonths(from, 3), -1), label };
  }
  if (YEAR.test(label)) return { from: `${label}-01-01`, to: `${label}-12-31`, label };
  throw wrong('period', `${JSON.stringify(label.slice(0, 20))} is not a period`, 'Send a month (2026-07), a quarter (2026-Q3) or a year (2026).');
}

function wrong(field: string, message: string, fix: string): Problem {
  const errors: FieldError[] = [{ field, message: `${field} ${message}`, fix }];
  return new Problem('validation', '1 field is not valid.', { errors });
}
