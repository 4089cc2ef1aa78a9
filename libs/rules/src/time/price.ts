import { dec, type Decimal, type DecimalInput } from '#lib/canonical';
import type { RateUnit } from '../rates/card.js';
import { RuleError } from '../error.js';
import { billRate, costRate, num, numOr, text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface FullDayRule {
  half_day_hours: DecimalInput;
  full_day_hours: DecimalInput;
}

export interface PriceTimeInput {
  billable_hours: DecimalInput;
  /** Price of one unit. */
  rate: DecimalInput;
  unit?: RateUnit;
  /** Hours in one day or month; required for those units. */
  unit_hours?: DecimalInput | null;
  /** Fractions of gross; both are taken on gross (TM-1). */
  discount?: DecimalInput | null;
  fee?: DecimalInput | null;
  currency: string;
  full_day_rule?: FullDayRule | null;
  rounding_mode?: RoundingMode;
}

export interface PricedTime {
  /** In `unit`: hours, days, months or 1. */
  quantity: string;
  unit: RateUnit;
  unit_price: string;
  gross: string;
  discount: string;
  fee: string;
  net: string;
  currency: string;
  why: RuleTrace[];
}

/**
 * TM-1: `gross = round(quantity x price)`, `discount = round(gross x d)`, `fee = round(gross x f)`,
 * `net = gross - discount + fee`. Day rates bill `rate x hours / unit_hours` or by the full-day rule (RATE-7).
 * Hours may be negative (a reversal): the result mirrors the positive one.
 */
export function priceTime(input: PriceTimeInput): PricedTime {
  const { currency, rounding_mode: mode } = input;
  const unit = input.unit ?? 'hour';
  const hours = num(input.billable_hours, 'billable_hours');
  const rate = billRate(input.rate, 'rate');
  const { quantity, gross: exact, trace } = quantify(input, unit, hours, rate);
  const gross = minorRound(exact, currency, mode);
  const discountRate = numOr(input.discount, '0', 'discount');
  const feeRate = numOr(input.fee, '0', 'fee');
  const discount = minorRound(gross.times(discountRate), currency, mode);
  const fee = minorRound(gross.times(feeRate), currency, mode);
  const net = gross.minus(discount).plus(fee);
  return {
    quantity: text(quantity), unit, unit_price: text(rate),
    gross: moneyText(gross, currency), discount: moneyText(discount, currency), fee: moneyText(fee, currency), net: moneyText(net, currency), currency,
    why: [...trace, why('TM-1', 'discount and fee are taken on gross', { quantity, rate, gross, discount, fee, net })],
  };
}

function quantify(input: PriceTimeInput, unit: RateUnit, hours: Decimal, rate: Decimal): { quantity: Decimal; gross: Decimal; trace: RuleTrace[] } {
  if (unit === 'hour') return { quantity: hours, gross: hours.times(rate), trace: [] };
  if (unit === 'fixed') {
    const one = hours.isNegative() ? dec(-1) : dec(1);
    return { quantity: one, gross: rate.times(one), trace: [why('RATE-7', 'fixed price, whatever the hours', { rate })] };
  }
  const full = unit === 'day' ? fullDays(hours, input.full_day_rule) : undefined;
  if (full) return { quantity: full, gross: full.times(rate), trace: [why('RATE-7', 'full-day rule', { hours, days: full })] };
  const unitHours = num(input.unit_hours, 'unit_hours');
  if (unitHours.lte(0)) throw new RuleError('INVALID_INPUT', 'RATE-7', `unit_hours ${unitHours} must be above zero`);
  // Multiply first: the quotient of a day count alone may not terminate.
  return { quantity: hours.div(unitHours), gross: rate.times(hours).div(unitHours), trace: [why('RATE-7', `${unit} rate by hours`, { rate, hours, unit_hours: unitHours })] };
}

/** 1 or 0.5 day when the rule applies; undefined below half a day, which bills by hours. */
function fullDays(hours: Decimal, rule: FullDayRule | null | undefined): Decimal | undefined {
  if (!rule) return undefined;
  const sign = hours.isNegative() ? dec(-1) : dec(1);
  if (hours.abs().gte(num(rule.full_day_hours, 'full_day_hours'))) return sign;
  if (hours.abs().gte(num(rule.half_day_hours, 'half_day_hours'))) return sign.times('0.5');
  return undefined;
}

export interface SplitTimeInput {
  hours: DecimalInput;
  billable_hours: DecimalInput;
  rate: DecimalInput;
  cost_rate: DecimalInput;
  currency: string;
  /** Required to bill more hours than were worked. */
  raise_reason?: string;
  rounding_mode?: RoundingMode;
}

/** TM-2: an approver's billable hours price the chargeable part; the rest is non-chargeable at list; cost is always on actual hours. */
export function splitApprovedTime(input: SplitTimeInput): { chargeable: string; chargeable_hours: string; non_chargeable: string; non_chargeable_hours: string; cost: string; why: RuleTrace[] } {
  const hours = num(input.hours, 'hours');
  const billable = num(input.billable_hours, 'billable_hours');
  if (billable.abs().gt(hours.abs()) && !input.raise_reason) throw new RuleError('INVALID_INPUT', 'TM-2', `billable_hours ${billable} exceed the ${hours} worked and no reason was given`);
  const rest = billable.abs().gt(hours.abs()) ? dec(0) : hours.minus(billable);
  const value = (h: Decimal, r: Decimal): string => moneyText(minorRound(h.times(r), input.currency, input.rounding_mode), input.currency);
  const rate = billRate(input.rate, 'rate');
  const chargeable = value(billable, rate);
  const nonChargeable = value(rest, rate);
  const cost = value(hours, costRate(input.cost_rate, 'cost_rate'));
  return {
    chargeable, chargeable_hours: text(billable), non_chargeable: nonChargeable, non_chargeable_hours: text(rest), cost,
    why: [why('TM-2', 'billable hours as approved, cost on actual hours', { hours, billable_hours: billable, chargeable, non_chargeable: nonChargeable, cost })],
  };
}
