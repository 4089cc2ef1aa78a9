import { addDays, addMonths, type ContractLine, dec, type Decimal, monthOf, type RecurringTerms, sum, ZERO } from '#lib/canonical';
import { milestoneAmounts } from '../billing/milestone.js';
import { minorRound, moneyText } from '../money/round.js';
import type { ProrationMethod } from '../services/proration.js';
import { recurringCharges } from '../services/recurring.js';

/** The words of contract terms for how a part of a period is charged (MS-2), as the arithmetic has them. */
export const PRORATION_OF: Readonly<Record<string, ProrationMethod>> = {
  actual_days: 'actual_period', calendar_month: 'calendar_month', actual_30: 'actual_30', strict_30_360: 'thirty_360', by_second: 'by_second', none: 'none',
};

/** A bill that the terms of a line foresee; `period` is null while nobody knows when. */
export interface ForeseenBill {
  /** `YYYY-MM`. */
  period: string | null;
  date: string | null;
  amount: string;
}

/** The stretch a contract runs: open ends are taken to `until` (excluded). */
export interface ContractStretch {
  currency: string;
  start: string;
  until: string;
}

/**
 * The bills that a line's terms foresee (MET-7, MET-16): its schedule, its recurring charges, its retainer fees. Time, usage and expenses are not foreseen, for nobody
 * has sold them; a fixed price without dates stands without a period.
 */
export function foreseenBills(line: ContractLine, stretch: ContractStretch): ForeseenBill[] {
  const { currency } = stretch;
  if (line.billing_schedule?.length && line.amount !== undefined) {
    const { amounts } = milestoneAmounts({ fee: line.amount, milestones: line.billing_schedule.map((b) => ({ id: b.seq, amount: b.amount, pct: b.pct })), currency });
    return line.billing_schedule.map((bill, i) => ({ period: bill.bill_date ? monthOf(bill.bill_date) : null, date: bill.bill_date ?? null, amount: amounts[i]!.amount }));
  }
  if (line.amount !== undefined) return [{ period: null, date: null, amount: moneyText(minorRound(dec(line.amount), currency), currency) }];
  const last = line.end ? addDays(line.end, 1) : stretch.until;
  const until = last < stretch.until ? last : stretch.until;
  const bills: ForeseenBill[] = [];
  if (line.recurring) bills.push(...charges(line.recurring, until, currency));
  if (line.retainer) {
    const from = line.start ?? stretch.start;
    const fee: RecurringTerms = { amount: line.retainer.fee, frequency_months: line.retainer.frequency_months, timing: 'advance', service_start: from, anchor_day: from.slice(8), proration: line.retainer.full_first_period ? 'none' : undefined };
    bills.push(...charges(fee, until, currency));
  }
  return bills;
}

/** What a line is worth over the contract's stretch (MET-7): the bills foreseen, or for work billed as it is done the cap. */
export function lineValue(line: ContractLine, stretch: ContractStretch): Decimal {
  const bills = foreseenBills(line, stretch);
  if (bills.length > 0) return sum(bills.map((b) => b.amount));
  return line.contract_type === 'time_and_materials' && line.cap_amount ? dec(line.cap_amount) : ZERO;
}

/** First day behind a contract's end; a contract without one is looked at for a year from `from`. */
export function behindEnd(end: string | undefined, from: string): string {
  return end ? addDays(end, 1) : addMonths(from, 12);
}

function charges(c: RecurringTerms, until: string, currency: string): ForeseenBill[] {
  if (until <= c.service_start) return [];
  const found = recurringCharges({
    amount: c.amount, anchor_day: Number(c.anchor_day), frequency_months: c.frequency_months ? Number(c.frequency_months) : 1, timing: c.timing === 'arrears' ? 'arrears' : 'advance',
    service_start: c.service_start, service_end: c.service_end && c.service_end < until ? c.service_end : until, until, method: PRORATION_OF[c.proration ?? 'actual_days'], currency,
  });
  return found.charges.map((one) => ({ period: monthOf(one.bill_date), date: one.bill_date, amount: one.amount }));
}
