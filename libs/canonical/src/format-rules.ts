import { Matches } from 'class-validator';
import { AMOUNT, CURRENCY, DATE, DECIMAL, MONTH } from './formats.js';

/** A text format with what a caller is told when it is broken: what is wrong, what to send, and the example that the documents show. */
const format = (pattern: RegExp, is: string, example: string) => (): PropertyDecorator =>
  Matches(pattern, { message: `$property must be ${is}`, context: { fix: `Send ${is}, such as ${example}.`, example } });

/** A day, `YYYY-MM-DD`. */
export const IsDay = format(DATE, 'a calendar day as YYYY-MM-DD', '2026-07-31');
/** A month, `YYYY-MM`. */
export const IsMonth = format(MONTH, 'a month as YYYY-MM', '2026-07');
/** An ISO 4217 code. */
export const IsCurrencyCode = format(CURRENCY, 'a three-letter ISO 4217 code', 'USD');
/** An exact decimal as text: hours, quantities, prices, fractions. */
export const IsDecimalText = format(DECIMAL, 'a decimal number as text', '7.50');
/** A document amount as text. */
export const IsAmount = format(AMOUNT, 'an amount as text, with at most 4 decimals', '1250.00');
