import { addDays, addMonths, type Contract, type ContractLine, sum } from '#lib/canonical';
import { billingPeriod, type ProrationMethod, proratedRetainer, recurringCharges } from '#lib/rules';

/** Words of a contract's proration and the rule they stand for (MS-2). */
const PRORATION: Record<string, ProrationMethod> = { actual_days: 'actual_period', calendar_month: 'calendar_month', actual_30: 'actual_30', strict_30_360: 'thirty_360', by_second: 'by_second', none: 'none' };

export interface Span {
  start: string | null;
  /** Included; null is open. */
  end: string | null;
}

/** When a line is performed: its own dates, its service, else those of the contract. */
export function spanOf(line: ContractLine, contract: Pick<Contract, 'start' | 'end' | 'signed_date'>): Span {
  const served = line.recurring?.service_end ? addDays(line.recurring.service_end, -1) : undefined;
  return { start: line.recurring?.service_start ?? line.start ?? contract.start ?? contract.signed_date ?? null, end: served ?? line.end ?? contract.end ?? null };
}

/** One period of a charge that repeats; `to` is excluded. Amounts in the contract's currency. */
export interface ChargedPeriod {
  from: string;
  to: string;
  amount: string;
  /** Hours granted; retainers only. */
  included?: string;
}

/** MS-1, MS-2: the periods of a recurring charge that begin before `until` (excluded). */
export function recurringPeriods(line: ContractLine, span: Span, currency: string, until: string): ChargedPeriod[] {
  const r = line.recurring!;
  const { charges } = recurringCharges({
    amount: r.amount, anchor_day: Number(r.anchor_day), frequency_months: Number(r.frequency_months ?? 1), timing: r.timing === 'arrears' ? 'arrears' : 'advance',
    service_start: r.service_start, service_end: span.end ? addDays(span.end, 1) : null, until, method: PRORATION[r.proration ?? 'actual_days'], currency,
  });
  return charges.map((c) => ({ from: c.service_from, to: c.service_to, amount: c.amount }));
}

/** RET-3, RET-9: the periods of an hours retainer that begin before `until` (excluded); they begin on the first of a month, the first and last are prorated. */
export function retainerPeriods(line: ContractLine, span: Span, currency: string, until: string): ChargedPeriod[] {
  const r = line.retainer!;
  const frequency_months = Number(r.frequency_months ?? 1);
  const stop = span.end ? addDays(span.end, 1) : null;
  const periods: ChargedPeriod[] = [];
  for (let from = span.start!; from < until && (!stop || from < stop);) {
    const first = billingPeriod({ date: from, anchor_day: 1 }).period_from;
    const full = { period_from: first, period_to: addMonths(first, frequency_months) };
    const to = stop && stop < full.period_to ? stop : full.period_to;
    const grant = proratedRetainer({ included_hours: r.included, fee: r.fee, full_first_period: periods.length === 0 && r.full_first_period, service_from: from, service_to: to, ...full, currency });
    periods.push({ from, to, amount: grant.fee, included: grant.included_hours });
    from = to;
  }
  return periods;
}

/** The fixed price of a line over its whole term, or null where it has none: open series and what is billed as worked. */
export function fixedPrice(line: ContractLine, span: Span, currency: string): string | null {
  if (line.amount !== undefined) return line.amount;
  const scheduled = line.billing_schedule ?? [];
  if (scheduled.length > 0 && scheduled.every((s) => s.amount !== undefined)) return sum(scheduled.map((s) => s.amount!)).toFixed();
  if (!span.end) return null;
  const until = addDays(span.end, 1);
  if (line.recurring) return sum(recurringPeriods(line, span, currency, until).map((p) => p.amount)).toFixed();
  if (line.contract_type === 'retainer' && line.retainer) return sum(retainerPeriods(line, span, currency, until).map((p) => p.amount)).toFixed();
  return null;
}
