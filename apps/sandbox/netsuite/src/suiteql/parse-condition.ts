import { Refusal } from '../errors.js';
import type { Comparison, Cond, Expr } from './ast.js';
import type { Cursor } from './cursor.js';
import { parseExpression } from './parse-expression.js';
import { parseSelect } from './parse-select.js';

const COMPARISONS: Record<string, Comparison> = { '=': '=', '<>': '<>', '!=': '<>', '^=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

export function parseCondition(cursor: Cursor): Cond {
  const of = [parseAll(cursor)];
  while (cursor.word('or')) of.push(parseAll(cursor));
  return of.length === 1 ? of[0]! : { k: 'or', of };
}

function parseAll(cursor: Cursor): Cond {
  const of = [parseNegation(cursor)];
  while (cursor.word('and')) of.push(parseNegation(cursor));
  return of.length === 1 ? of[0]! : { k: 'and', of };
}

function parseNegation(cursor: Cursor): Cond {
  if (cursor.word('not')) return { k: 'not', of: parseNegation(cursor) };
  return parseGroup(cursor) ?? parsePredicate(cursor);
}

/** A condition in parentheses; undefined when the parenthesis opens an expression instead. */
function parseGroup(cursor: Cursor): Cond | undefined {
  const start = cursor.position;
  if (!cursor.sign('(')) return undefined;
  try {
    const inner = parseCondition(cursor);
    if (cursor.sign(')')) return inner;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  cursor.position = start;
  return undefined;
}

function parsePredicate(cursor: Cursor): Cond {
  const left = parseExpression(cursor);
  if (cursor.word('is', 'not', 'null')) return { k: 'isNull', left, negated: true };
  if (cursor.word('is', 'null')) return { k: 'isNull', left, negated: false };
  const negated = cursor.word('not');
  if (cursor.word('in')) return parseIn(cursor, left, negated);
  if (cursor.word('like')) {
    const pattern = parseExpression(cursor);
    const escape = cursor.word('escape') ? cursor.take().value : undefined;
    return { k: 'like', left, pattern, escape, negated };
  }
  if (cursor.word('between')) {
    const low = parseExpression(cursor);
    cursor.needWord('and');
    return { k: 'between', left, low, high: parseExpression(cursor), negated };
  }
  const op = cursor.here.kind === 'sign' ? COMPARISONS[cursor.here.value] : undefined;
  if (negated || !op) cursor.fail();
  cursor.take();
  return { k: 'compare', op, left, right: parseExpression(cursor) };
}

function parseIn(cursor: Cursor, left: Expr, negated: boolean): Cond {
  cursor.needSign('(');
  if (cursor.isWord('select')) {
    const items = parseSelect(cursor);
    cursor.needSign(')');
    return { k: 'in', left, items, negated };
  }
  const items: Expr[] = [];
  do items.push(parseExpression(cursor));
  while (cursor.sign(','));
  cursor.needSign(')');
  return { k: 'in', left, items, negated };
}
