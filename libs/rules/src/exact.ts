import { dec, Decimal, isLocalDate, plainDecimal, ZERO, type DecimalInput } from '#lib/canonical';
import { RuleError } from './error.js';

/** Ratios handed out as text keep this many fraction digits (MON-1 asks for at least 10). */
const RATIO_DIGITS = 20;

/**
 * Reads a decimal that came from outside. Refuses what would become NaN later: missing, empty, not a number,
 * infinite, or a binary fraction (MON-1). `field` is named in the error.
 */
export function num(value: DecimalInput | null | undefined, field: string): Decimal {
  if (value === null || value === undefined) throw new RuleError('INVALID_INPUT', 'MON-1', `${field} is missing`);
  let d: Decimal;
  try {
    d = dec(value);
  } catch {
    throw new RuleError('INVALID_INPUT', 'MON-1', `${field} ${JSON.stringify(value)} is not an exact decimal; pass fractions as text`);
  }
  if (!d.isFinite()) throw new RuleError('INVALID_INPUT', 'MON-1', `${field} ${String(value)} is not a finite number`);
  return d;
}

/** As num, and not below zero. */
export function nonNegative(value: DecimalInput | null | undefined, field: string): Decimal {
  const d = num(value, field);
  if (d.isNegative() && !d.isZero()) throw new RuleError('INVALID_INPUT', 'MON-1', `${field} ${d} must not be negative`);
  return d;
}

/** As num, with a default when the value is absent. */
export function numOr(value: DecimalInput | null | undefined, fallback: DecimalInput, field: string): Decimal {
  return num(value ?? fallback, field);
}

/** A price: MISSING_RATE when there is none. Zero is a price only when somebody says 0 (RATE-5). */
export function billRate(value: DecimalInput | null | undefined, field: string, rule = 'RATE-5'): Decimal {
  if (value === null || value === undefined || value === '') throw new RuleError('MISSING_RATE', rule, `${field} is missing`);
  return num(value, field);
}

/** A cost rate: MISSING_COST_RATE when there is none; work without a known cost never costs zero (GL-1). */
export function costRate(value: DecimalInput | null | undefined, field: string, rule = 'GL-1'): Decimal {
  if (value === null || value === undefined || value === '') throw new RuleError('MISSING_COST_RATE', rule, `${field} is missing`);
  return num(value, field);
}

/** A choice between practices, or its default; INVALID_POLICY for a word that is none of them, never silently the default. */
export function choice<T extends string>(value: T | null | undefined, options: readonly [T, ...T[]], what: string, rule: string): T {
  const chosen = value ?? options[0];
  if (!options.includes(chosen)) throw new RuleError('INVALID_POLICY', rule, `${what} ${JSON.stringify(chosen)} is not one of ${options.join(', ')}`);
  return chosen;
}

/** Milliseconds of an instant in ISO 8601, or INVALID_INPUT naming the field. */
export function instant(value: string | null | undefined, field: string, rule: string): number {
  const ms = value ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new RuleError('INVALID_INPUT', rule, `${field} ${JSON.stringify(value)} is not an instant`);
  return ms;
}

/** A real calendar day, or INVALID_INPUT naming the field. */
export function day(value: string | null | undefined, field: string): string {
  if (!isLocalDate(value)) throw new RuleError('INVALID_INPUT', 'RATE-1', `${field} ${JSON.stringify(value)} is not a date YYYY-MM-DD`);
  return value;
}

/** Plain decimal text without exponent and without negative zero. */
export function text(value: Decimal): string {
  return plainDecimal(value);
}

/** A ratio as text: exact when it fits in 20 fraction digits, else rounded there. */
export function ratioText(value: Decimal): string {
  return text(value.toDecimalPlaces(RATIO_DIGITS));
}

/** `numerator / denominator`, or null when the denominator is zero: a ratio over nothing is unknown, not 0 and not an error (UTL-8). */
export function ratioOrNull(numerator: Decimal, denominator: Decimal): string | null {
  return denominator.isZero() ? null : ratioText(numerator.div(denominator));
}

export function min(...values: Decimal[]): Decimal {
  return Decimal.min(...values);
}

export function max(...values: Decimal[]): Decimal {
  return Decimal.max(...values);
}

/** max(0, value). */
export function floorZero(value: Decimal): Decimal {
  return value.isNegative() ? ZERO : value;
}
