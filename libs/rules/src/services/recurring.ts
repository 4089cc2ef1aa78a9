import { addDays, dec, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import { billingPeriod, prorate, type ProrationMethod } from './proration.js';

export interface RecurringChargeInput {
  amount: DecimalInput;
  anchor_day: number;
  frequency_months?: number;
  /** Bills on the first day of the period, or on the day after its last (MS-1). */
  timing?: 'advance' | 'arrears';
  service_start: string;
  /** Excluded; null: open. */
  service_end?: string | null;
  /** Periods that start before this date. */
  until: string;
  method?: ProrationMethod;
  currency: string;
  rounding_mode?: RoundingMode;
}

export interface RecurringCharge {
  service_from: string;
  /** Excluded. */
  service_to: string;
  bill_date: string;
  amount: string;
  prorated: boolean;
}

/** MS-1 and MS-2: the charges of a recurring line, one per billing period, the first and last prorated. */
export function recurringCharges(input: RecurringChargeInput): { charges: RecurringCharge[]; why: RuleTrace[] } {
  const start = day(input.service_start, 'service_start');
  const until = day(input.until, 'until');
  const stop = input.service_end && input.service_end < until ? day(input.service_end, 'service_end') : until;
  const charges: RecurringCharge[] = [];
  let period = billingPeriod({ date: start, anchor_day: input.anchor_day });
  let from = start;
  while (from < stop) {
    // The first, leading part runs to the next anchor; full periods of the frequency follow.
    const full = charges.length === 0 && from > period.period_from ? period : billingPeriod({ date: from, anchor_day: input.anchor_day, frequency_months: input.frequency_months, first_period_from: from });
    const to = input.service_end && input.service_end < full.period_to ? input.service_end : full.period_to;
    const price = charges.length === 0 && from > period.period_from ? leading(input, from, to) : from === full.period_from && to === full.period_to ? money(input, num(input.amount, 'amount')) : prorate({ ...input, service_from: from, service_to: to, ...full }).amount;
    charges.push({ service_from: from, service_to: to, bill_date: input.timing === 'arrears' ? to : from, amount: price, prorated: !(from === full.period_from && to === full.period_to) });
    period = full;
    from = to;
  }
  return { charges, why: [why('MS-1', `${input.timing ?? 'advance'}, anchored on day ${input.anchor_day}`, { charges: charges.length })] };
}

/** Leading part of a longer period: prorated on the whole period that would have ended at the first anchor. */
function leading(input: RecurringChargeInput, from: string, to: string): string {
  const months = input.frequency_months ?? 1;
  const before = billingPeriod({ date: addDays(to, -1), anchor_day: input.anchor_day });
  if (months === 1) return prorate({ ...input, service_from: from, service_to: to, ...before }).amount;
  const monthly = num(input.amount, 'amount').div(months);
  return prorate({ ...input, amount: monthly, frequency_months: 1, service_from: from, service_to: to, ...before }).amount;
}

function money(input: RecurringChargeInput, value: Decimal): string {
  return moneyText(minorRound(value, input.currency, input.rounding_mode), input.currency);
}

export interface MidPeriodChangeInput {
  old_price: DecimalInput;
  new_price: DecimalInput;
  /** First day of the new price. */
  change_date: string;
  period_from: string;
  /** Excluded. */
  period_to: string;
  method?: ProrationMethod;
  currency: string;
  rounding_mode?: RoundingMode;
}

/** MS-3: credit of the unused part of the old price and charge of the remaining part of the new one, as two dated lines. */
export function midPeriodChange(input: MidPeriodChangeInput): { lines: { kind: 'credit' | 'charge'; net: string; service_from: string; service_to: string }[]; net: string; why: RuleTrace[] } {
  if (day(input.change_date, 'change_date') < day(input.period_from, 'period_from') || input.change_date > day(input.period_to, 'period_to')) throw new RuleError('INVALID_INPUT', 'MS-3', `change date ${input.change_date} is outside the period`);
  const part = (amount: Decimal): Decimal => dec(prorate({ ...input, amount, service_from: input.change_date, service_to: input.period_to }).amount);
  const credit = part(num(input.old_price, 'old_price')).negated();
  const charge = part(num(input.new_price, 'new_price'));
  const dates = { service_from: input.change_date, service_to: input.period_to };
  return {
    lines: [{ kind: 'credit', net: moneyText(credit, input.currency), ...dates }, { kind: 'charge', net: moneyText(charge, input.currency), ...dates }],
    net: moneyText(credit.plus(charge), input.currency),
    why: [why('MS-3', 'unused part of the old price, remaining part of the new one', { credit, charge })],
  };
}
