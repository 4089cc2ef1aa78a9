import type { Ordering, Select, Selected, Source } from './ast.js';
import { Cursor } from './cursor.js';
import { parseCondition } from './parse-condition.js';
import { RESERVED, parseExpression } from './parse-expression.js';
import { tokensOf } from './tokens.js';

/** Reads a whole SuiteQL query. Throws INVALID_PARAMETER "Invalid search query…" when it cannot. */
export function parseQuery(query: string): Select {
  const cursor = new Cursor(tokensOf(query));
  const select = parseSelect(cursor);
  if (cursor.here.kind !== 'end') cursor.fail();
  return select;
}

export function parseSelect(cursor: Cursor): Select {
  cursor.needWord('select');
  const top = cursor.isWord('top') && cursor.ahead(1).kind === 'number' && cursor.word('top') ? cursor.needCount() : undefined;
  const distinct = cursor.word('distinct');
  const selected = [parseSelected(cursor)];
  while (cursor.sign(',')) selected.push(parseSelected(cursor));
  cursor.needWord('from');
  const sources = parseSources(cursor);
  const where = cursor.word('where') ? parseCondition(cursor) : undefined;
  const groupBy = cursor.word('group', 'by') ? parseList(cursor) : [];
  const having = cursor.word('having') ? parseCondition(cursor) : undefined;
  const orderBy = cursor.word('order', 'by') ? parseOrderings(cursor) : [];
  return { distinct, selected, sources, where, groupBy, having, orderBy, atMost: parseFetch(cursor) ?? top };
}

function parseSelected(cursor: Cursor): Selected {
  if (cursor.sign('*')) return { expr: undefined, all: '', alias: undefined };
  if (cursor.ahead(1).value === '.' && cursor.ahead(2).value === '*') {
    const all = cursor.needName();
    cursor.take();
    cursor.take();
    return { expr: undefined, all, alias: undefined };
  }
  const expr = parseExpression(cursor);
  return { expr, all: undefined, alias: parseAlias(cursor) };
}

function parseAlias(cursor: Cursor): string | undefined {
  if (cursor.word('as')) return cursor.needName();
  const { kind, value } = cursor.here;
  return kind === 'quoted' || (kind === 'name' && !RESERVED.has(value)) ? cursor.needName() : undefined;
}

function parseSources(cursor: Cursor): Source[] {
  const sources = [parseSource(cursor, 'from')];
  for (;;) {
    if (cursor.sign(',')) sources.push(parseSource(cursor, 'inner'));
    else if (cursor.word('cross', 'join')) sources.push(parseSource(cursor, 'inner'));
    else if (cursor.word('inner', 'join') || cursor.word('join')) sources.push(parseJoined(cursor, 'inner'));
    else if (cursor.word('left', 'outer', 'join') || cursor.word('left', 'join')) sources.push(parseJoined(cursor, 'left'));
    else return sources;
  }
}

function parseSource(cursor: Cursor, join: Source['join']): Source {
  const table = cursor.needName();
  return { table, alias: parseAlias(cursor) ?? table, join, on: undefined };
}

function parseJoined(cursor: Cursor, join: Source['join']): Source {
  const source = parseSource(cursor, join);
  cursor.needWord('on');
  return { ...source, on: parseCondition(cursor) };
}

function parseList(cursor: Cursor): Select['groupBy'] {
  const list = [parseExpression(cursor)];
  while (cursor.sign(',')) list.push(parseExpression(cursor));
  return list;
}

function parseOrderings(cursor: Cursor): Ordering[] {
  const orderings: Ordering[] = [];
  do {
    const by = parseExpression(cursor);
    const descending = cursor.word('desc');
    if (!descending) cursor.word('asc');
    const nulls = cursor.word('nulls', 'first') ? 'first' : cursor.word('nulls', 'last') ? 'last' : undefined;
    orderings.push({ by, descending, nulls });
  } while (cursor.sign(','));
  return orderings;
}

function parseFetch(cursor: Cursor): number | undefined {
  if (!cursor.word('fetch', 'first') && !cursor.word('fetch', 'next')) return undefined;
  const count = cursor.needCount();
  if (!cursor.word('rows', 'only') && !cursor.word('row', 'only')) cursor.fail();
  return count;
}
