import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import { minorRound, moneyText, roundTo, type RoundingMode } from './round.js';

/** `target_per_source`: amount x rate (default). `source_per_target`: amount / rate, for sources that publish only that direction. */
export type RateQuote = 'target_per_source' | 'source_per_target';

export interface ConvertInput {
  amount: DecimalInput;
  /** At the source's full precision. Null or absent raises FX_RATE_MISSING, never 1. */
  rate: DecimalInput | null | undefined;
  to_currency: string;
  quote?: RateQuote;
  rounding_mode?: RoundingMode;
  /** What the caller calls the rate, for refusals; default `rate`. */
  rate_field?: string;
}

export interface Converted {
  amount: string;
  currency: string;
  /** The rate as given, to be stored with the document (FX-1). */
  rate: string;
  why: RuleTrace[];
}

/** Reads an exchange rate; FX_RATE_MISSING when there is none or it is not above zero. `field` is named when it is no number. */
export function exchangeRate(rate: DecimalInput | null | undefined, rule = 'MON-7', field = 'rate'): Decimal {
  if (rate === null || rate === undefined || rate === '') throw new RuleError('FX_RATE_MISSING', rule, 'no exchange rate was given for the conversion');
  const r = num(rate, field);
  if (r.lte(0)) throw new RuleError('FX_RATE_MISSING', rule, `exchange rate ${r} is not above zero`);
  return r;
}

/** Unrounded conversion, so that a caller rounds once (MON-4). */
export function exchange(amount: Decimal, rate: Decimal, quote: RateQuote = 'target_per_source'): Decimal {
  return quote === 'source_per_target' ? amount.div(rate) : amount.times(rate);
}

/** MON-7: `round_target(amount x rate)`, or `amount / rate` when the source quotes the other direction. */
export function convert(input: ConvertInput): Converted {
  const amount = num(input.amount, 'amount');
  const rate = exchangeRate(input.rate, 'MON-7', input.rate_field);
  const converted = minorRound(exchange(amount, rate, input.quote), input.to_currency, input.rounding_mode);
  const result = moneyText(converted, input.to_currency);
  const detail = input.quote === 'source_per_target' ? 'amount divided by the published rate' : 'amount times the published rate';
  return { amount: result, currency: input.to_currency, rate: text(rate), why: [why('MON-7', detail, { amount, rate, converted: result })] };
}

export interface CrossInput {
  amount: DecimalInput;
  pivot_currency: string;
  to_currency: string;
  /** Source against the pivot, and its direction. */
  source_rate: DecimalInput | null | undefined;
  source_quote?: RateQuote;
  /** Pivot against the target, and its direction. */
  target_rate: DecimalInput | null | undefined;
  target_quote?: RateQuote;
  /** Digits kept in the pivot amount; at least 3, default 3 (Regulation 1103/97 art. 4). */
  pivot_decimals?: number;
  rounding_mode?: RoundingMode;
}

/** MON-7, cross rate: source to pivot (3 or more decimals kept), pivot to target, rounded once at the target's minor unit. */
export function convertCross(input: CrossInput): Converted & { pivot_amount: string } {
  const digits = input.pivot_decimals ?? 3;
  if (!Number.isInteger(digits) || digits < 3) throw new RuleError('INVALID_POLICY', 'MON-7', `pivot_decimals ${digits} must be a whole number of at least 3`);
  const amount = num(input.amount, 'amount');
  const first = exchangeRate(input.source_rate, 'MON-7', 'source_rate');
  const second = exchangeRate(input.target_rate, 'MON-7', 'target_rate');
  const pivot = roundTo(exchange(amount, first, input.source_quote), digits, input.rounding_mode);
  const converted = minorRound(exchange(pivot, second, input.target_quote), input.to_currency, input.rounding_mode);
  const result = moneyText(converted, input.to_currency);
  return {
    amount: result,
    currency: input.to_currency,
    rate: text(second),
    pivot_amount: text(pivot),
    why: [why('MON-7', `through ${input.pivot_currency} with ${digits} decimals kept`, { amount, source_rate: first, pivot, target_rate: second, converted: result })],
  };
}

export interface ConvertLinesInput {
  amounts: readonly DecimalInput[];
  rate: DecimalInput | null | undefined;
  to_currency: string;
  quote?: RateQuote;
  rounding_mode?: RoundingMode;
}

/** MON-8: lines convert one by one and the total is their sum; `rounding_difference` is converted total less that sum (MON-6). */
export function convertLines(input: ConvertLinesInput): { amounts: string[]; total: string; rounding_difference: string; why: RuleTrace[] } {
  const given = input.amounts.map((a, i) => num(a, `amounts[${i}]`));
  const amounts = given.map((amount) => convert({ ...input, amount }).amount);
  const total = sum(amounts);
  const whole = convert({ ...input, amount: sum(given) }).amount;
  const difference = num(whole, 'total').minus(total);
  return {
    amounts,
    total: moneyText(total, input.to_currency),
    rounding_difference: moneyText(difference, input.to_currency),
    why: [why('MON-8', 'lines converted one by one, total is their sum', { total, converted_total: whole, difference })],
  };
}
