import { dec, daysBetween, sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, instant, num, numOr, ratioText } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** The value at a quantile by the nearest-rank rule; the median of an even count is the mean of the middle two. */
export function quantile(values: readonly Decimal[], q: 'median' | 'p90'): string | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  if (q === 'p90') return ratioText(sorted[Math.ceil((sorted.length * 9) / 10) - 1]!);
  const middle = Math.floor(sorted.length / 2);
  return ratioText(sorted.length % 2 === 1 ? sorted[middle]! : sorted[middle - 1]!.plus(sorted[middle]!).div(2));
}

export interface InvoiceCycle {
  invoice_id: string;
  released_on: string;
  billing_period_end?: string;
  last_approved_on?: string;
  /** For `from_work_date`: the work behind the invoice. */
  work?: readonly { work_date: string; value: DecimalInput }[];
}

/** MET-12: days from the end of the billing period (default), from the last approval, or from the work date weighted by value, to release; per invoice, median and p90. */
export function invoiceCycleTime(input: { invoices: readonly InvoiceCycle[]; basis?: 'period_end' | 'last_approval' | 'from_work_date' }): { basis: string; invoices: { invoice_id: string; days: string }[]; median: string | null; p90: string | null; why: RuleTrace[] } {
  const basis = choice(input.basis, ['period_end', 'last_approval', 'from_work_date'], 'invoice cycle basis', 'MET-12');
  const rows = input.invoices.map((i) => ({ id: i.invoice_id, days: cycleDays(i, basis) }));
  return { basis, invoices: rows.map((r) => ({ invoice_id: r.id, days: ratioText(r.days) })), median: quantile(rows.map((r) => r.days), 'median'), p90: quantile(rows.map((r) => r.days), 'p90'), why: [why('MET-12', basis.replaceAll('_', ' '), { invoices: rows.length })] };
}

function cycleDays(i: InvoiceCycle, basis: string): Decimal {
  if (basis === 'from_work_date') return weighted((i.work ?? []).map((w) => ({ value: num(w.value, 'value'), figure: dec(daysBetween(w.work_date, i.released_on)) }))) ?? missing(i, 'work');
  const start = basis === 'last_approval' ? i.last_approved_on : i.billing_period_end;
  return start ? dec(daysBetween(start, i.released_on)) : missing(i, basis);
}

function missing(i: InvoiceCycle, field: string): never {
  throw new RuleError('INVALID_INPUT', 'MET-12', `invoice ${i.invoice_id} has no ${field}`);
}

function weighted(items: readonly { value: Decimal; figure: Decimal }[]): Decimal | null {
  const total = sum(items.map((i) => i.value));
  return total.isZero() ? null : sum(items.map((i) => i.figure.times(i.value))).div(total);
}

/** MET-13: released_at less approved_at per billing event in days, weighted by value. Instants in ISO 8601. */
export function approvedToInvoice(input: { events: readonly { approved_at: string; released_at: string; value: DecimalInput }[] }): { days: string | null; why: RuleTrace[] } {
  const rows = input.events.map((e) => ({ value: num(e.value, 'value'), figure: dec(instant(e.released_at, 'released_at', 'MET-13') - instant(e.approved_at, 'approved_at', 'MET-13')).div(86_400_000) }));
  const days = weighted(rows);
  return { days: days === null ? null : ratioText(days), why: [why('MET-13', 'weighted by value', { events: rows.length })] };
}

export interface BusinessCalendar {
  /** Hours of business per weekday, Monday first; the day opens at `opens_at`. */
  weekday_hours: readonly DecimalInput[];
  /** UTC hour at which business opens; default 9. */
  opens_at?: DecimalInput;
  holidays?: readonly string[];
}

/** MET-18: project set-up cycle time in business hours of the legal entity's calendar, from closed-won to activation. */
export function setupCycleTime(input: { closed_won_at: string; activated_at: string; calendar: BusinessCalendar }): { business_hours: string; why: RuleTrace[] } {
  const from = instant(input.closed_won_at, 'closed_won_at', 'MET-18');
  const to = instant(input.activated_at, 'activated_at', 'MET-18');
  if (to < from) throw new RuleError('INVALID_INPUT', 'MET-18', 'activation must be an instant after closed-won');
  // not money: milliseconds of a clock
  const opens = numOr(input.calendar.opens_at, 9, 'opens_at').times(3_600_000).toNumber();
  let total = dec(0);
  for (let start = from - (from % 86_400_000); start <= to; start += 86_400_000) {
    const date = new Date(start).toISOString().slice(0, 10);
    if (input.calendar.holidays?.includes(date)) continue;
    // not money: milliseconds of a clock
    const length = num(input.calendar.weekday_hours[(new Date(start).getUTCDay() + 6) % 7], 'weekday_hours').times(3_600_000).toNumber();
    const open = Math.max(from, start + opens);
    const close = Math.min(to, start + opens + length);
    if (close > open) total = total.plus(dec(Math.round(close - open)).div(3_600_000));
  }
  return { business_hours: ratioText(total), why: [why('MET-18', 'closed-won to activated', { business_hours: ratioText(total) })] };
}
