import { type Decimal, compared, decimalOf, textOf } from '../books/decimal.js';
import { invalidQuery } from '../errors.js';
import { accountDate, parseAccountDate } from './date-format.js';

/** A point on the account's wall clock: milliseconds as if that clock showed UTC. */
export interface Moment {
  wall: number;
}

export type Value = null | string | Decimal | Moment;

export const isMoment = (value: Value): value is Moment => value !== null && typeof value === 'object' && 'wall' in value;
export const isDecimal = (value: Value): value is Decimal => value !== null && typeof value === 'object' && 'units' in value;

/** A value as SuiteQL answers it: text; dates in the account's format. */
export function textOfValue(value: Exclude<Value, null>): string {
  if (typeof value === 'string') return value;
  return isMoment(value) ? accountDate(value.wall) : textOf(value);
}

/** Equal values have equal keys. */
export function keyOf(value: Value): string {
  if (value === null) return '\u0000';
  return isMoment(value) ? `@${value.wall}` : textOfValue(value);
}

/** Order of two values that are not null. A number meets text as a number if the text is one; a date meets text in the account's format. */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (isMoment(a) || isMoment(b)) return Math.sign(momentOf(a).wall - momentOf(b).wall);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x && y) return compared(x, y);
  const [left, right] = [textOfValue(a), textOfValue(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function numberOf(value: Value): Decimal | undefined {
  if (value === null || isMoment(value)) return undefined;
  return typeof value === 'string' ? decimalOf(value) : value;
}

/** A date, or text in the account's date format. Throws for anything else. */
export function momentOf(value: Exclude<Value, null>): Moment {
  if (isMoment(value)) return value;
  const wall = typeof value === 'string' ? parseAccountDate(value) : undefined;
  if (wall === undefined) throw invalidQuery(`Search error occurred: Invalid date value '${textOfValue(value)}'. Use TO_DATE.`);
  return { wall };
}
