import { Matches, ValidateBy } from 'class-validator';
import { isLocalDate } from './dates.js';
import { AMOUNT, CURRENCY, DATE, DECIMAL, MONTH } from './formats.js';

/** A text format with what a caller is told when it is broken: what is wrong, what to send, and the example that the documents show. */
const format = (pattern: RegExp, is: string, example: string) => (): PropertyDecorator =>
  Matches(pattern, { message: `$property must be ${is}`, context: { fix: `Send ${is}, such as ${example}.`, example } });

const dayForm = format(DATE, 'a calendar day as YYYY-MM-DD', '2026-07-31');
const dayExists = (): PropertyDecorator =>
  ValidateBy({ name: 'dayExists', validator: { validate: (v) => typeof v !== 'string' || !DATE.test(v) || isLocalDate(v), defaultMessage: () => '$property must be a day that exists' } }, { context: { fix: 'Send a day of the calendar, such as 2026-07-31.' } });

/** A day, `YYYY-MM-DD`, that the calendar has: 2026-02-30 is refused. */
export const IsDay = (): PropertyDecorator => (target, property) => {
  for (const rule of [dayForm(), dayExists()]) rule(target, property);
};
/** A month, `YYYY-MM`. */
export const IsMonth = format(MONTH, 'a month as YYYY-MM', '2026-07');
/** An ISO 4217 code. */
export const IsCurrencyCode = format(CURRENCY, 'a three-letter ISO 4217 code', 'USD');
/** An exact decimal as text: hours, quantities, prices, fractions. */
export const IsDecimalText = format(DECIMAL, 'a decimal number as text', '7.50');
/** A document amount as text. */
export const IsAmount = format(AMOUNT, 'an amount as text, with at most 4 decimals', '1250.00');
