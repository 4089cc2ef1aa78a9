import { decimalOf } from '../books/decimal.js';
import type { Expr } from './ast.js';
import type { Cursor } from './cursor.js';
import { parseCondition } from './parse-condition.js';

/** Words that end an expression and so cannot be a bare column or alias. */
export const RESERVED = new Set([
  'select', 'from', 'where', 'and', 'or', 'not', 'in', 'like', 'is', 'between', 'group', 'order', 'by', 'having', 'on', 'join', 'inner', 'left', 'outer',
  'right', 'full', 'cross', 'union', 'as', 'asc', 'desc', 'nulls', 'fetch', 'offset', 'limit', 'then', 'else', 'end', 'when', 'case', 'distinct', 'escape', 'null',
]);

/** Sums, differences and concatenations. */
export function parseExpression(cursor: Cursor): Expr {
  let left = parseProduct(cursor);
  for (;;) {
    const op = cursor.sign('+') ? '+' : cursor.sign('-') ? '-' : cursor.sign('||') ? '||' : undefined;
    if (!op) return left;
    left = { k: 'binary', op, left, right: parseProduct(cursor) };
  }
}

function parseProduct(cursor: Cursor): Expr {
  let left = parseUnary(cursor);
  for (;;) {
    const op = cursor.sign('*') ? '*' : cursor.sign('/') ? '/' : undefined;
    if (!op) return left;
    left = { k: 'binary', op, left, right: parseUnary(cursor) };
  }
}

function parseUnary(cursor: Cursor): Expr {
  if (cursor.sign('-')) return { k: 'negative', of: parseUnary(cursor) };
  if (cursor.sign('+')) return parseUnary(cursor);
  return parsePrimary(cursor);
}

function parsePrimary(cursor: Cursor): Expr {
  if (cursor.sign('(')) {
    const inner = parseExpression(cursor);
    cursor.needSign(')');
    return inner;
  }
  if (cursor.word('null')) return { k: 'null' };
  if (cursor.word('case')) return parseCase(cursor);
  const { kind, value } = cursor.here;
  if (kind === 'text') {
    cursor.take();
    return { k: 'text', value };
  }
  if (kind === 'number') {
    cursor.take();
    return { k: 'number', value: decimalOf(value)! };
  }
  if (kind !== 'quoted' && (kind !== 'name' || RESERVED.has(value))) cursor.fail();
  return parseNamed(cursor);
}

/** A column, `table.column`, a function call or `BUILTIN.…(…)`. */
function parseNamed(cursor: Cursor): Expr {
  const first = cursor.needName();
  if (cursor.sign('(')) return parseCall(cursor, first);
  if (!cursor.sign('.')) return isConstant(first) ? { k: 'call', name: first, args: [], distinct: false, star: false } : { k: 'column', table: undefined, name: first };
  const second = cursor.needName();
  if (cursor.sign('(')) return parseCall(cursor, `${first}.${second}`);
  return { k: 'column', table: first, name: second };
}

const isConstant = (name: string): boolean => name === 'sysdate' || name === 'current_date' || name === 'current_timestamp';

function parseCall(cursor: Cursor, name: string): Expr {
  if (cursor.sign('*')) {
    cursor.needSign(')');
    return { k: 'call', name, args: [], distinct: false, star: true };
  }
  const distinct = cursor.word('distinct');
  const args: Expr[] = [];
  if (!cursor.sign(')')) {
    do args.push(parseExpression(cursor));
    while (cursor.sign(','));
    cursor.needSign(')');
  }
  return { k: 'call', name, args, distinct, star: false };
}

/** `CASE WHEN … THEN …` and `CASE x WHEN v THEN …`. */
function parseCase(cursor: Cursor): Expr {
  const subject = cursor.isWord('when') ? undefined : parseExpression(cursor);
  const whens: Extract<Expr, { k: 'case' }>['whens'] = [];
  while (cursor.word('when')) {
    const when = subject ? ({ k: 'compare', op: '=', left: subject, right: parseExpression(cursor) } as const) : parseCondition(cursor);
    cursor.needWord('then');
    whens.push({ when, gives: parseExpression(cursor) });
  }
  if (whens.length === 0) cursor.fail();
  const otherwise = cursor.word('else') ? parseExpression(cursor) : undefined;
  cursor.needWord('end');
  return { k: 'case', whens, otherwise };
}
