import { Decimal as DecimalJs } from 'decimal.js';

/**
 * The one exact number type of the product. 40 significant digits, so that intermediates keep far more than the
 * 10 fraction digits MON-1 asks for. Binary floating point never holds money, rates or hours.
 */
export const Decimal = DecimalJs.clone({ precision: 40, rounding: DecimalJs.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });
export type Decimal = DecimalJs;
export type DecimalInput = string | number | Decimal;

/** A decimal from its text. Numbers are accepted only when they are safe integers: 0.1 as a number is already inexact. */
export function dec(value: DecimalInput): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`dec(${value}): pass fractions as strings, a binary float is not exact (MON-1)`);
  }
  return new Decimal(value);
}

export const ZERO: Decimal = dec(0);

/** The shortest plain text of an exact number: `1250.5000` is `1250.5`, `-0.00` is `0`, never an exponent. Databases show every digit of their scale; documents and answers show the number. */
export function plainDecimal(value: DecimalInput): string {
  const d = Decimal.isDecimal(value) ? value : dec(value);
  return d.isZero() ? '0' : d.toFixed();
}

/** Exact sum; an empty list is 0. */
export function sum(values: Iterable<DecimalInput>): Decimal {
  let total = ZERO;
  for (const v of values) total = total.plus(dec(v));
  return total;
}
