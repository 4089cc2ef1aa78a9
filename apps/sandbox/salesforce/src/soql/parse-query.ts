import type { Cursor } from './cursor.js';
import { soqlError } from './fault.js';
import { parseCondition } from './parse-condition.js';
import type { Name, Order, Query, SelectItem } from './syntax.js';

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);
const CLAUSES = new Set(['WHERE', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET', 'WITH', 'FOR', 'ALL', 'HAVING', 'USING', 'UPDATE']);

/** SELECT … FROM … [WHERE] [GROUP BY] [ORDER BY] [LIMIT] [OFFSET], from SELECT on. */
export function parseQuery(cursor: Cursor): Query {
  cursor.word('SELECT');
  const select = [parseItem(cursor)];
  while (cursor.takeSign(',')) select.push(parseItem(cursor));
  cursor.word('FROM');
  const from = parseName(cursor);
  const alias = parseAlias(cursor);
  const query: Query = { source: cursor.source, select, from, groupBy: [], orderBy: [], offset: 0 };
  if (cursor.takeWord('WHERE')) query.where = parseCondition(cursor);
  if (cursor.takeWord('GROUP')) {
    cursor.word('BY');
    query.groupBy.push(parseName(cursor));
    while (cursor.takeSign(',')) query.groupBy.push(parseName(cursor));
  }
  if (cursor.takeWord('ORDER')) {
    cursor.word('BY');
    query.orderBy.push(parseOrder(cursor));
    while (cursor.takeSign(',')) query.orderBy.push(parseOrder(cursor));
  }
  if (cursor.takeWord('LIMIT')) query.limit = parseCount(cursor);
  if (cursor.takeWord('OFFSET')) query.offset = parseOffset(cursor);
  return alias === undefined ? query : withoutAlias(query, alias);
}

function parseItem(cursor: Cursor): SelectItem {
  if (cursor.takeSign('(')) {
    const query = parseQuery(cursor);
    cursor.sign(')');
    return { kind: 'children', query };
  }
  const name = parseName(cursor);
  const fn = name.text.toUpperCase();
  if (!cursor.takeSign('(')) return { kind: 'field', name, alias: parseAlias(cursor) };
  if (fn === 'FIELDS') {
    const which = cursor.expect('word').text.toUpperCase();
    cursor.sign(')');
    return { kind: 'all', which, at: name.at };
  }
  if (!AGGREGATES.has(fn)) throw soqlError('INVALID_FIELD', cursor.source, name.at, `unexpected token: '${name.text}('`);
  const of = cursor.peekSign(')') ? undefined : parseName(cursor);
  if (!of && fn !== 'COUNT') throw cursor.refuse();
  cursor.sign(')');
  return { kind: 'aggregate', fn, name: of, alias: parseAlias(cursor) };
}

function parseName(cursor: Cursor): Name {
  const { text, at } = cursor.expect('word');
  return { text, at };
}

function parseAlias(cursor: Cursor): string | undefined {
  const { kind, text } = cursor.token;
  if (kind !== 'word' || text.includes('.') || CLAUSES.has(text.toUpperCase()) || cursor.peekWord('FROM')) return undefined;
  return cursor.next().text;
}

function parseOrder(cursor: Cursor): Order {
  const name = parseName(cursor);
  const descending = cursor.takeWord('DESC');
  if (!descending) cursor.takeWord('ASC');
  let nullsLast = false;
  if (cursor.takeWord('NULLS')) {
    nullsLast = cursor.takeWord('LAST');
    if (!nullsLast) cursor.word('FIRST');
  }
  return { name, descending, nullsLast };
}

function parseCount(cursor: Cursor): number {
  const token = cursor.expect('number');
  if (!/^\d+$/.test(token.text)) throw cursor.refuse(token);
  return Number(token.text);
}

function parseOffset(cursor: Cursor): number {
  const { at } = cursor.token;
  const offset = parseCount(cursor);
  if (offset > 2000) throw soqlError('NUMBER_OUTSIDE_VALID_RANGE', cursor.source, at, 'Maximum SOQL offset allowed is 2000');
  return offset;
}

/** `FROM Account a`: names may then start with `a.`. */
function withoutAlias(query: Query, alias: string): Query {
  const prefix = `${alias.toLowerCase()}.`;
  return JSON.parse(JSON.stringify(query), (_key, value) => {
    const isName = typeof value?.text === 'string' && typeof value.at === 'number';
    return isName && value.text.toLowerCase().startsWith(prefix) ? { ...value, text: value.text.slice(prefix.length) } : value;
  }) as Query;
}
