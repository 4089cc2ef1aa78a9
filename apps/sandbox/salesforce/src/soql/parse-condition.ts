import type { Cursor } from './cursor.js';
import { parseQuery } from './parse-query.js';
import type { Condition, Literal, Query } from './syntax.js';

const COMPARISONS = new Set(['=', '!=', '<>', '<', '>', '<=', '>=']);
const RANGE = /^(YESTERDAY|TODAY|TOMORROW|(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)|LAST_90_DAYS|NEXT_90_DAYS|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|YEARS):\d+|N_DAYS_AGO:\d+)$/;

/** A WHERE expression. AND and OR may not stand side by side without brackets: SOQL refuses that, so does this. */
export function parseCondition(cursor: Cursor): Condition {
  const parts = [parseTerm(cursor)];
  for (const [word, kind] of [['AND', 'and'], ['OR', 'or']] as const) {
    if (!cursor.peekWord(word)) continue;
    while (cursor.takeWord(word)) parts.push(parseTerm(cursor));
    if (cursor.peekWord('AND') || cursor.peekWord('OR')) throw cursor.refuse();
    return { kind, parts };
  }
  return parts[0]!;
}

function parseTerm(cursor: Cursor): Condition {
  if (cursor.takeWord('NOT')) return { kind: 'not', part: parseTerm(cursor) };
  if (cursor.takeSign('(')) {
    const inner = parseCondition(cursor);
    cursor.sign(')');
    return inner;
  }
  const { text, at } = cursor.expect('word');
  const name = { text, at };
  if (cursor.takeWord('LIKE')) return { kind: 'compare', name, op: 'like', value: parseLiteral(cursor) };
  if (cursor.takeWord('IN')) return { kind: 'in', name, negated: false, values: parseSet(cursor) };
  if (cursor.peekWord('NOT') && cursor.peekWord('IN', 1)) {
    cursor.next();
    cursor.next();
    return { kind: 'in', name, negated: true, values: parseSet(cursor) };
  }
  const sign = cursor.expect('sign');
  if (!COMPARISONS.has(sign.text)) throw cursor.refuse(sign);
  const op = (sign.text === '<>' ? '!=' : sign.text) as '=';
  return { kind: 'compare', name, op, value: parseLiteral(cursor) };
}

function parseSet(cursor: Cursor): Literal[] | Query {
  cursor.sign('(');
  if (cursor.peekWord('SELECT')) {
    const query = parseQuery(cursor);
    cursor.sign(')');
    return query;
  }
  const values = [parseLiteral(cursor)];
  while (cursor.takeSign(',')) values.push(parseLiteral(cursor));
  cursor.sign(')');
  return values;
}

function parseLiteral(cursor: Cursor): Literal {
  const token = cursor.next();
  const { at } = token;
  switch (token.kind) {
    case 'string': return { kind: 'string', value: token.value, at };
    case 'number': return { kind: 'number', value: Number(token.text.replace(/[A-Z]{3}/, '')), at };
    case 'date': return { kind: 'date', value: token.text, at };
    case 'datetime': return { kind: 'datetime', value: token.text, at };
    case 'word': {
      const word = token.text.toUpperCase();
      if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', at };
      if (word === 'NULL') return { kind: 'null', value: null, at };
      if (RANGE.test(word)) return { kind: 'range', value: word, at };
    }
  }
  throw cursor.refuse(token);
}
