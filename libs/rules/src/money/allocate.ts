import { dec, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { nonNegative, num, text } from '../exact.js';
import { currencyDigits, moneyText } from './round.js';

export interface AllocateOptions {
  /** With a currency the total is an amount in it; without, an integer number of minor units. */
  currency?: string;
  /** `last_takes_difference` only for schedules whose last line is contractually the balance. */
  method?: 'largest_remainder' | 'last_takes_difference';
}

/**
 * MON-5: splits a total over weights so that the parts sum to it exactly. Left-over units go one each to the largest
 * fractional parts, ties to the lower index; a zero weight gets zero; signs mirror.
 * Returns integer minor units as text, or amounts when a currency is given. INVALID_INPUT when no weight is above zero.
 */
export function allocate(total: DecimalInput, weights: readonly DecimalInput[], options: AllocateOptions = {}): string[] {
  const digits = options.currency === undefined ? 0 : currencyDigits(options.currency);
  const units = toUnits(num(total, 'total'), digits);
  const parts = options.method === 'last_takes_difference' ? lastTakesDifference(units, scaled(weights)) : largestRemainder(units, scaled(weights));
  return parts.map((part) => fromUnits(part, digits, options.currency));
}

function toUnits(total: Decimal, digits: number): bigint {
  const units = total.times(dec(10).pow(digits));
  if (!units.isInteger()) throw new RuleError('INVALID_INPUT', 'MON-5', `total ${total} is not a whole number of minor units; round it once before the split (MON-4)`);
  return BigInt(units.toFixed());
}

function fromUnits(units: bigint, digits: number, currency: string | undefined): string {
  const amount = dec(units.toString()).div(dec(10).pow(digits));
  return currency === undefined ? text(amount) : moneyText(amount, currency);
}

/** Weights as integers on one scale, so that remainders compare exactly. */
function scaled(weights: readonly DecimalInput[]): bigint[] {
  const read = weights.map((w, i) => nonNegative(w, `weights[${i}]`));
  const places = read.reduce((most, w) => Math.max(most, w.decimalPlaces()), 0);
  const integers = read.map((w) => BigInt(w.times(dec(10).pow(places)).toFixed()));
  if (!integers.some((w) => w > 0n)) throw new RuleError('INVALID_INPUT', 'MON-5', 'no weight is above zero, so there is nothing to split over');
  return integers;
}

function largestRemainder(total: bigint, weights: bigint[]): bigint[] {
  const sign = total < 0n ? -1n : 1n;
  const magnitude = total * sign;
  const whole = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((w) => (magnitude * w) / whole);
  const remainders = weights.map((w, index) => ({ index, left: (magnitude * w) % whole }));
  let over = magnitude - parts.reduce((a, b) => a + b, 0n);
  remainders.sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1));
  for (const { index } of remainders) {
    if (over === 0n) break;
    parts[index]! += 1n;
    over -= 1n;
  }
  return parts.map((p) => p * sign);
}

function lastTakesDifference(total: bigint, weights: bigint[]): bigint[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  const sign = total < 0n ? -1n : 1n;
  const magnitude = total * sign;
  // Each line but the last rounds half away from zero on its own; the last is what is left.
  const parts = weights.slice(0, -1).map((w) => (2n * magnitude * w + whole) / (2n * whole));
  const last = magnitude - parts.reduce((a, b) => a + b, 0n);
  return [...parts, last].map((p) => p * sign);
}
