import type { Comparison, Cond, Expr } from './ast.js';
import { type Aggregate, type Evaluator, compileExpression } from './compile.js';
import type { Env, Scope } from './scope.js';
import { compareValues, isMoment, keyOf, textOfValue } from './values.js';

/** True, false, or unknown where a null takes part. */
export type Predicate = (env: Env) => boolean | null;

const TESTS: Record<Comparison, (order: number) => boolean> = {
  '=': (order) => order === 0, '<>': (order) => order !== 0, '<': (order) => order < 0, '<=': (order) => order <= 0, '>': (order) => order > 0, '>=': (order) => order >= 0,
};

/** Turns a condition into a three-valued test of the rows. */
export function compileCondition(scope: Scope, cond: Cond, aggregates?: Aggregate[]): Predicate {
  const expression = (expr: Expr): Evaluator => compileExpression(scope, expr, aggregates);
  switch (cond.k) {
    case 'and':
    case 'or': {
      const of = cond.of.map((one) => compileCondition(scope, one, aggregates));
      const decisive = cond.k === 'or';
      return (env) => {
        let result: boolean | null = !decisive;
        for (const one of of) {
          const value = one(env);
          if (value === decisive) return decisive;
          if (value === null) result = null;
        }
        return result;
      };
    }
    case 'not': {
      const of = compileCondition(scope, cond.of, aggregates);
      return (env) => negation(of(env), true);
    }
    case 'compare': {
      const [left, right, test] = [expression(cond.left), expression(cond.right), TESTS[cond.op]];
      return (env) => {
        const [a, b] = [left(env), right(env)];
        return a === null || b === null ? null : test(compareValues(a, b));
      };
    }
    case 'between': {
      const [value, low, high] = [expression(cond.left), expression(cond.low), expression(cond.high)];
      return (env) => {
        const [x, from, to] = [value(env), low(env), high(env)];
        return x === null || from === null || to === null ? null : negation(compareValues(x, from) >= 0 && compareValues(x, to) <= 0, cond.negated);
      };
    }
    case 'isNull': {
      const left = expression(cond.left);
      return (env) => (left(env) === null) !== cond.negated;
    }
    case 'like':
      return compileLike(expression(cond.left), expression(cond.pattern), cond.escape, cond.negated);
    case 'in':
      return compileIn(scope, cond, expression);
  }
}

function compileIn(scope: Scope, cond: Extract<Cond, { k: 'in' }>, expression: (expr: Expr) => Evaluator): Predicate {
  const left = expression(cond.left);
  if (!Array.isArray(cond.items)) {
    const keys = scope.keysOf(cond.items);
    return (env) => {
      const value = left(env);
      return value === null ? null : negation(keys.has(keyOf(value)), cond.negated);
    };
  }
  const items = cond.items.map(expression);
  const literal = cond.items.every((item) => item.k === 'text' || item.k === 'number');
  const keys = new Set(literal ? items.map((item) => keyOf(item({ rows: [], slots: [] }))) : []);
  return (env) => {
    const value = left(env);
    if (value === null) return null;
    if (literal && !isMoment(value)) return negation(keys.has(keyOf(value)), cond.negated);
    const found = items.some((item) => {
      const other = item(env);
      return other !== null && compareValues(value, other) === 0;
    });
    return negation(found, cond.negated);
  };
}

function compileLike(left: Evaluator, pattern: Evaluator, escape: string | undefined, negated: boolean): Predicate {
  const compiled = new Map<string, RegExp>();
  return (env) => {
    const [value, like] = [left(env), pattern(env)];
    if (value === null || like === null) return null;
    const text = textOfValue(like);
    let expression = compiled.get(text);
    if (!expression) compiled.set(text, (expression = likeExpression(text, escape)));
    return negation(expression.test(textOfValue(value)), negated);
  };
}

function likeExpression(pattern: string, escape: string | undefined): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === escape && at + 1 < pattern.length) source += literal(pattern[++at]!);
    else source += char === '%' ? '.*' : char === '_' ? '.' : literal(char);
  }
  return new RegExp(`^${source}$`, 's');
}

const literal = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const negation = (value: boolean | null, negated: boolean): boolean | null => (value === null ? null : value !== negated);
