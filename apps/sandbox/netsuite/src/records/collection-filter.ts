import type { Row } from '../../../kernel/src/index.js';
import { compared, decimalOf } from '../books/decimal.js';
import { dayIn, isTrue, storedDate } from '../books/values.js';
import type { Field, RecordType } from '../catalog/index.js';
import { invalidParameter } from '../errors.js';
import type { Work } from '../work.js';

type Matcher = (row: Row) => boolean;
type Test = (value: string | undefined, operands: string[]) => boolean;

const ID: Field = { name: 'id', column: 'id', kind: 'number' };
const order = (a: string, b: string): number => {
  const [x, y] = [decimalOf(a), decimalOf(b)];
  return x && y ? compared(x, y) : a < b ? -1 : a > b ? 1 : 0;
};
const has = (test: (value: string, first: string, second: string) => boolean): Test => (value, [first, second]) => value !== undefined && test(value, first ?? '', second ?? '');

/** Operators of the record collection filter; each also exists with `_NOT`. */
const OPERATORS: Record<string, Test> = {
  EMPTY: (value) => value === undefined,
  IS: has((value, first) => value.toLowerCase() === first.toLowerCase()),
  CONTAIN: has((value, first) => value.toLowerCase().includes(first.toLowerCase())),
  START_WITH: has((value, first) => value.toLowerCase().startsWith(first.toLowerCase())),
  END_WITH: has((value, first) => value.toLowerCase().endsWith(first.toLowerCase())),
  ANY_OF: (value, operands) => value !== undefined && operands.includes(value),
  EQUAL: has((value, first) => order(value, first) === 0),
  GREATER: has((value, first) => order(value, first) > 0),
  GREATER_OR_EQUAL: has((value, first) => order(value, first) >= 0),
  LESS: has((value, first) => order(value, first) < 0),
  LESS_OR_EQUAL: has((value, first) => order(value, first) <= 0),
  BETWEEN: has((value, first, second) => order(value, first) >= 0 && order(value, second) <= 0),
  WITHIN: has((value, first, second) => value >= first && value <= second),
  ON: has((value, first) => value === first),
  AFTER: has((value, first) => value > first),
  ON_OR_AFTER: has((value, first) => value >= first),
  BEFORE: has((value, first) => value < first),
  ON_OR_BEFORE: has((value, first) => value <= first),
};

/**
 * Reads `?q=`: conditions `field OPERATOR value` joined by AND, OR and parentheses, AND binding tighter; body fields
 * only. Dates are written in the account's format (MM/DD/YYYY). Throws INVALID_PARAMETER.
 */
export function matcherOf(work: Work, type: RecordType, q: string): Matcher {
  const tokens = q.match(/"(?:[^"\\]|\\.)*"|[()[\],]|[^\s()[\],"]+/g) ?? [];
  if (tokens.length === 0) return () => true;
  let at = 0;
  const fail = (): never => {
    throw invalidParameter(`Invalid query parameter. The filter could not be read near '${tokens.slice(at, at + 3).join(' ')}'.`, 'q');
  };
  const word = (name: string): boolean => tokens[at]?.toUpperCase() === name && ++at > 0;
  const either = (): Matcher => {
    let left = both();
    while (word('OR')) {
      const [a, b] = [left, both()];
      left = (row) => a(row) || b(row);
    }
    return left;
  };
  const both = (): Matcher => {
    let left = condition();
    while (word('AND')) {
      const [a, b] = [left, condition()];
      left = (row) => a(row) && b(row);
    }
    return left;
  };
  const condition = (): Matcher => {
    if (word('(')) {
      const inner = either();
      return word(')') ? inner : fail();
    }
    const name = tokens[at++] ?? fail();
    const field = name === 'id' ? ID : (type.fields.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? fail());
    const operator = (tokens[at++] ?? fail()).toUpperCase();
    const negative = operator.endsWith('_NOT');
    const test = OPERATORS[negative ? operator.slice(0, -4) : operator] ?? fail();
    const operands = operandsOf(field, operator.startsWith('EMPTY') ? 0 : operator.startsWith('BETWEEN') || operator.startsWith('WITHIN') ? 2 : 1);
    return (row) => test(comparable(work, field, row[field.column]), operands) !== negative;
  };
  const operandsOf = (field: Field, count: number): string[] => {
    if (count === 0) return [];
    const values: string[] = [];
    if (word('[')) {
      while (!word(']')) if (!word(',')) values.push(operand(field, tokens[at++] ?? fail()));
      return values;
    }
    for (let n = 0; n < count; n++) {
      if (n > 0) void (word(',') || word('AND'));
      values.push(operand(field, tokens[at++] ?? fail()));
    }
    return values;
  };
  const whole = either();
  return at === tokens.length ? whole : fail();
}

function comparable(work: Work, field: Field, stored: unknown): string | undefined {
  if (stored === undefined || stored === null || stored === '') return undefined;
  if (field.kind === 'flag') return String(isTrue(stored));
  if (field.kind === 'instant') return dayIn(new Date(String(stored)), work.timeZone);
  return field.kind === 'day' ? storedDate(stored) : String(stored);
}

function operand(field: Field, token: string): string {
  const plain = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
  if (field.kind === 'flag') return String(plain === 'T' || plain.toLowerCase() === 'true');
  if (field.kind !== 'day' && field.kind !== 'instant') return plain;
  const day = storedDate(plain);
  if (!day) throw invalidParameter(`Invalid date '${plain}' in the filter.`, 'q');
  return day;
}
