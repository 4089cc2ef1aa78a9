import { type Decimal, ZERO, compared, decimalOf, minus, negated, rounded, sign, textOf } from '../books/decimal.js';
import { invalidQuery } from '../errors.js';
import { formatDate, parseDate } from './date-format.js';
import { type Value, isMoment, keyOf, momentOf, numberOf, textOfValue } from './values.js';

type Implementation = (args: Value[], now: number) => Value;

const DAY = 86_400_000;
const text = (value: Value | undefined): string | null => (value === null || value === undefined ? null : textOfValue(value));
const onText = (work: (text: string) => string): Implementation => ([value]) => {
  const given = text(value);
  return given === null ? null : work(given) || null;
};
const digits = (value: Value | undefined): number => Number(textOf(numberOf(value ?? null) ?? ZERO));
const number = (name: string, value: Value): Decimal => numberOf(value) ?? fail(`${name} takes a number.`);

/** Scalar functions by name: least and most arguments, and what they do. Text functions answer null for null and for ''. */
export const FUNCTIONS: Record<string, [least: number, most: number, run: Implementation]> = {
  to_char: [1, 2, ([value, format]) => {
    if (value === null || value === undefined) return null;
    return isMoment(value) && format ? formatDate(value.wall, textOfValue(format)) : textOfValue(value);
  }],
  to_date: [1, 2, toDate],
  to_timestamp: [1, 2, toDate],
  to_number: [1, 1, ([value]) => (value === null ? null : number('TO_NUMBER', value!))],
  sysdate: [0, 0, (_args, now) => ({ wall: now })],
  current_timestamp: [0, 0, (_args, now) => ({ wall: now })],
  current_date: [0, 0, (_args, now) => ({ wall: now - (now % DAY) })],
  trunc: [1, 2, ([value, format]) => (value === null || value === undefined ? null : isMoment(value) ? truncatedDate(value.wall, format) : truncated(number('TRUNC', value), digits(format)))],
  add_months: [2, 2, ([value, count]) => (value === null || value === undefined ? null : { wall: addMonths(momentOf(value).wall, digits(count)) })],
  nvl: [2, 2, ([value, otherwise]) => value ?? otherwise!],
  nvl2: [3, 3, ([value, present, absent]) => (value === null ? absent! : present!)],
  coalesce: [1, 99, (args) => args.find((value) => value !== null) ?? null],
  nullif: [2, 2, ([a, b]) => (a !== null && b !== null && keyOf(a!) === keyOf(b!) ? null : a!)],
  decode: [3, 99, ([value, ...rest]) => {
    for (let at = 0; at + 1 < rest.length; at += 2) if (keyOf(value!) === keyOf(rest[at]!)) return rest[at + 1]!;
    return rest.length % 2 ? rest.at(-1)! : null;
  }],
  upper: [1, 1, onText((given) => given.toUpperCase())],
  lower: [1, 1, onText((given) => given.toLowerCase())],
  trim: [1, 1, onText((given) => given.trim())],
  length: [1, 1, ([value]) => {
    const given = text(value);
    return given === null ? null : decimalOf(given.length)!;
  }],
  substr: [2, 3, ([value, from, count]) => {
    const given = text(value);
    if (given === null) return null;
    const start = digits(from) < 0 ? given.length + digits(from) : Math.max(0, digits(from) - 1);
    return given.slice(start, count === undefined ? undefined : start + digits(count)) || null;
  }],
  replace: [2, 3, ([value, from, to]) => text(value)?.replaceAll(text(from) ?? '', text(to) ?? '') || null],
  concat: [2, 2, (args) => args.map((arg) => text(arg) ?? '').join('') || null],
  abs: [1, 1, ([value]) => {
    if (value === null) return null;
    const given = number('ABS', value!);
    return sign(given) < 0 ? negated(given) : given;
  }],
  sign: [1, 1, ([value]) => (value === null ? null : decimalOf(sign(number('SIGN', value!)))!)],
  round: [1, 2, ([value, places]) => (value === null ? null : rounded(number('ROUND', value!), digits(places)))],
};

function toDate([value, format]: Value[]): Value {
  if (value === null || value === undefined || isMoment(value)) return value ?? null;
  return format ? { wall: parseDate(textOfValue(value), textOfValue(format)) } : momentOf(value);
}

function truncated(value: Decimal, places: number): Decimal {
  const near = rounded(value, places);
  const step: Decimal = { units: 1n, scale: places };
  if (sign(value) > 0 && compared(near, value) > 0) return minus(near, step);
  return sign(value) < 0 && compared(near, value) < 0 ? minus(near, negated(step)) : near;
}

function truncatedDate(wall: number, format: Value | undefined): Value {
  const date = new Date(wall);
  const unit = format ? textOfValue(format).toUpperCase() : 'DD';
  if (unit === 'MM' || unit === 'MONTH' || unit === 'MON') return { wall: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) };
  if (unit === 'YYYY' || unit === 'YEAR') return { wall: Date.UTC(date.getUTCFullYear(), 0, 1) };
  return unit === 'DD' ? { wall: wall - (((wall % DAY) + DAY) % DAY) } : fail(`TRUNC does not know '${unit}'.`);
}

function addMonths(wall: number, count: number): number {
  const date = new Date(wall);
  const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const atEnd = date.getUTCDate() === lastDay(date.getUTCFullYear(), date.getUTCMonth());
  const end = lastDay(date.getUTCFullYear(), date.getUTCMonth() + count);
  const day = atEnd ? end : Math.min(date.getUTCDate(), end);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, day) + (((wall % DAY) + DAY) % DAY);
}

function fail(reason: string): never {
  throw invalidQuery(`Search error occurred: ${reason}`);
}
