import { Decimal, minorUnits, UnknownCurrencyError, ZERO, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num } from '../exact.js';

/**
 * How a document amount meets the minor unit (MON-3). `half_up` rounds halves away from zero for both signs, so that
 * a credit mirrors its invoice; `half_even` is the banker's rule; `half_down` drops exact halves (NZ GST);
 * `down` truncates (UK invoice concession); `up` never favors the payer and exists for time increments.
 */
export type RoundingMode = 'half_up' | 'half_even' | 'half_down' | 'down' | 'up';

export const ROUNDING_MODES: readonly RoundingMode[] = ['half_up', 'half_even', 'half_down', 'down', 'up'];

const MODE: Record<RoundingMode, 0 | 1 | 4 | 5 | 6> = {
  half_up: Decimal.ROUND_HALF_UP,
  half_even: Decimal.ROUND_HALF_EVEN,
  half_down: Decimal.ROUND_HALF_DOWN,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
};

function rounding(mode: RoundingMode): 0 | 1 | 4 | 5 | 6 {
  const found = Object.hasOwn(MODE, mode) ? MODE[mode] : undefined;
  if (found === undefined) throw new RuleError('INVALID_POLICY', 'MON-3', `rounding mode ${JSON.stringify(mode)} is not one of ${ROUNDING_MODES.join(', ')}`);
  return found;
}

/** Fraction digits of the currency (MON-2); INVALID_CURRENCY for XXX, XAU, lower case and typos. */
export function currencyDigits(currency: string): number {
  try {
    return minorUnits(currency);
  } catch (error) {
    if (error instanceof UnknownCurrencyError) throw new RuleError('INVALID_CURRENCY', 'MON-2', `${JSON.stringify(currency)} has no minor unit and cannot be on a document`);
    throw error;
  }
}

/** Rounds to a number of fraction digits; the result is never negative zero. */
export function roundTo(value: Decimal, digits: number, mode: RoundingMode = 'half_up'): Decimal {
  const rounded = value.toDecimalPlaces(digits, rounding(mode));
  return rounded.isZero() ? ZERO : rounded;
}

/** Rounds to the minor unit and stays a Decimal, for arithmetic inside a rule. */
export function minorRound(value: Decimal, currency: string, mode: RoundingMode = 'half_up'): Decimal {
  return roundTo(value, currencyDigits(currency), mode);
}

/** An already rounded amount as document text with the currency's digits: `1600.00` USD, `1600` JPY. */
export function moneyText(value: Decimal, currency: string): string {
  return (value.isZero() ? ZERO : value).toFixed(currencyDigits(currency));
}

/**
 * MON-3: a document amount as text with exactly the currency's fraction digits.
 * Throws INVALID_CURRENCY, INVALID_INPUT or INVALID_POLICY.
 */
export function roundMoney(amount: DecimalInput, currency: string, mode: RoundingMode = 'half_up'): string {
  return moneyText(minorRound(num(amount, 'amount'), currency, mode), currency);
}

/** Rounds to a multiple of `increment` (cash rounding to 0.05, time to 0.25 h); `up` and `down` go away from and toward zero. */
export function roundToIncrement(value: Decimal, increment: Decimal, mode: RoundingMode): Decimal {
  if (increment.lte(0)) throw new RuleError('INVALID_INPUT', 'TM-3', `increment ${increment} must be above zero`);
  return roundTo(value.div(increment), 0, mode).times(increment);
}
