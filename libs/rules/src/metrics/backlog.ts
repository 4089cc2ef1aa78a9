import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { floorZero, min, num, numOr, ratioOrNull, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface BacklogLine {
  contract_line_id: string;
  /** Only signed and not cancelled lines count. */
  signed: boolean;
  cancelled?: boolean;
  /** Fixed part of the value. */
  fixed_value?: DecimalInput;
  /** T&M: the lesser of estimate and cap. */
  estimate?: DecimalInput;
  cap?: DecimalInput | null;
  recognized_revenue: DecimalInput;
  /** Part with assigned resources or dated milestones. */
  scheduled?: DecimalInput;
}

/** MET-7: contract value less recognized revenue over signed, live lines, never below zero on a line; scheduled and unscheduled apart. */
export function backlog(input: { lines: readonly BacklogLine[] }): { backlog: string; scheduled: string; unscheduled: string; lines: { contract_line_id: string; backlog: string }[]; why: RuleTrace[] } {
  const live = input.lines.filter((l) => l.signed && !l.cancelled);
  const rows = live.map((l) => {
    const estimate = numOr(l.estimate, 0, 'estimate');
    const variable = l.cap === null || l.cap === undefined ? estimate : min(estimate, num(l.cap, 'cap'));
    const value = floorZero(numOr(l.fixed_value, 0, 'fixed_value').plus(variable).minus(num(l.recognized_revenue, 'recognized_revenue')));
    return { id: l.contract_line_id, value, scheduled: min(value, floorZero(numOr(l.scheduled, 0, 'scheduled'))) };
  });
  const total = sum(rows.map((r) => r.value));
  const scheduled = sum(rows.map((r) => r.scheduled));
  return { backlog: text(total), scheduled: text(scheduled), unscheduled: text(total.minus(scheduled)), lines: rows.map((r) => ({ contract_line_id: r.id, backlog: text(r.value) })), why: [why('MET-7', 'value less recognized', { lines: live.length, backlog: total, scheduled })] };
}

/** MET-7: `opening + bookings +/- amendments - revenue - cancellations +/- FX = closing`. */
export function backlogRollForward(input: { opening: DecimalInput; bookings: DecimalInput; amendments?: DecimalInput; revenue: DecimalInput; cancellations?: DecimalInput; fx?: DecimalInput }): { closing: string; why: RuleTrace[] } {
  const v = (value: DecimalInput | undefined, field: string): Decimal => numOr(value, 0, field);
  const closing = num(input.opening, 'opening').plus(num(input.bookings, 'bookings')).plus(v(input.amendments, 'amendments')).minus(num(input.revenue, 'revenue')).minus(v(input.cancellations, 'cancellations')).plus(v(input.fx, 'fx'));
  return { closing: text(closing), why: [why('MET-7', 'roll-forward', { closing })] };
}

/** MET-8: transaction price allocated to unsatisfied obligations, without constrained amounts; short contracts and as-invoiced lines may be left out of disclosure. */
export function remainingPerformanceObligation(input: { obligations: readonly { id: string; allocated_price: DecimalInput; recognized: DecimalInput; constrained_variable?: DecimalInput; as_invoiced?: boolean; contract_of_one_year_or_less?: boolean }[]; practical_expedients?: boolean }): { rpo: string; left_out: string[]; why: RuleTrace[] } {
  const out = input.practical_expedients ? input.obligations.filter((o) => o.as_invoiced || o.contract_of_one_year_or_less) : [];
  const kept = input.obligations.filter((o) => !out.includes(o));
  const rpo = sum(kept.map((o) => num(o.allocated_price, 'allocated_price').minus(numOr(o.constrained_variable, 0, 'constrained_variable')).minus(num(o.recognized, 'recognized'))));
  return { rpo: text(rpo), left_out: out.map((o) => o.id), why: [why('MET-8', 'allocated to unsatisfied obligations', { rpo, left_out: out.length })] };
}

/** MET-9: bookings over revenue (Alt: billings) of the period. */
export function bookToBill(input: { bookings: DecimalInput; revenue?: DecimalInput; billings?: DecimalInput; basis?: 'revenue' | 'billings' }): { basis: string; ratio: string | null; why: RuleTrace[] } {
  const basis = input.basis ?? 'revenue';
  const bottom = num(input[basis], basis);
  return { basis, ratio: ratioOrNull(num(input.bookings, 'bookings'), bottom), why: [why('MET-9', `over ${basis}`, { bookings: num(input.bookings, 'bookings'), bottom })] };
}
