import { daysBetween, dec } from '#lib/canonical';
import { asInvoicedAllowed, asInvoicedRevenue, pointInTime, roundMoney, type RuleTrace, straightLine } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import { revenueLine } from './measure-progress.js';
import type { AcceptanceMeasure, AsInvoicedMeasure, StraightLineMeasure } from './measures.dto.js';
import type { RevenueLine } from './revenue-schedule-answer.dto.js';
import type { MeasureContext } from './schedule-obligation.js';

/** 20 years: what a schedule of months may hold. */
const MOST_DAYS = 7305;

/** REV-8: one line a period; progress is the part of the days behind it. */
export function measureStraightLine(m: StraightLineMeasure, price: string, field: string, { currency, policy }: MeasureContext, refusals: Refusals): RevenueLine[] {
  if (daysBetween(m.start, m.end) > MOST_DAYS) {
    refusals.add(`${field}.straight_line.end`, 'INVALID_INPUT', 'REV-8', 'the schedule is longer than 20 years', 'Send an end within 20 years of the start.');
    return [];
  }
  const schedule = refusals.at(`${field}.straight_line`, () => straightLine({ amount: price, start: m.start, end: m.end, periods: m.periods, remainder: m.remainder as 'last', method: policy.straight_line_method, currency, rounding_mode: policy.rounding_mode }));
  if (!schedule) return [];
  let cumulative = dec(0);
  let days = 0;
  return schedule.lines.map((line) => {
    cumulative = cumulative.plus(line.amount);
    days += line.days;
    const trace: RuleTrace = { ...schedule.why[0]!, numbers: { ...schedule.why[0]!.numbers, days: String(line.days), amount: line.amount } };
    return revenueLine({ period_id: line.period_id, progress: dec(days).div(schedule.total_days).toDecimalPlaces(20).toFixed(), period_revenue: line.amount, cumulative_revenue: roundMoney(cumulative, currency), remaining: roundMoney(dec(price).minus(cumulative), currency), why: [trace] });
  });
}

/** REV-9: approved work of each period at contract rates, whether or not it was invoiced. */
export function measureAsInvoiced(m: AsInvoicedMeasure, before: string, field: string, { currency }: MeasureContext, refusals: Refusals): RevenueLine[] {
  const { back_loaded_rates, upfront_fee_share, cap_expected_to_bite } = m;
  const allowed = refusals.at(`${field}.as_invoiced`, () => asInvoicedAllowed({ back_loaded_rates, upfront_fee_share, cap_expected_to_bite }));
  if (!allowed) return [];
  const work = m.work.map((w) => ({ ...w, approval_status: w.approval_status ?? 'approved' }));
  let cumulative = dec(before);
  return m.periods.flatMap(({ period_id, start, end }, i) => {
    const found = refusals.at(`${field}.as_invoiced.periods[${i}]`, () => asInvoicedRevenue({ work, invoices: m.invoices, from: start, to: end, currency }));
    if (!found) return [];
    cumulative = cumulative.plus(found.revenue);
    return [revenueLine({ period_id, period_revenue: found.revenue, cumulative_revenue: roundMoney(cumulative, currency), unbilled: found.unbilled, receivable: found.receivable, why: found.why })];
  });
}

/** REV-10: nothing before acceptance, everything with it; what was invoiced before is a contract liability (BAL-1). */
export function measurePointInTime(m: AcceptanceMeasure, price: string, before: string, field: string, { currency }: MeasureContext, refusals: Refusals): RevenueLine[] {
  let recognized = dec(before);
  return m.periods.flatMap(({ period_id, end }, i) => {
    const found = refusals.at(`${field}.point_in_time.periods[${i}]`, () => pointInTime({ amount: price, accepted_on: m.accepted_on, invoiced_on: m.invoiced_on, as_of: end, currency }));
    if (!found) return [];
    const period = dec(found.revenue).minus(recognized);
    recognized = dec(found.revenue);
    return [revenueLine({ period_id, progress: recognized.isZero() ? '0' : '1', period_revenue: roundMoney(period, currency), cumulative_revenue: found.revenue, remaining: roundMoney(dec(price).minus(recognized), currency), unbilled: found.contract_asset, receivable: found.receivable, contract_liability: found.contract_liability, why: found.why })];
  });
}
