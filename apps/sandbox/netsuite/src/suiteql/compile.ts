import { dividedBy, minus, negated, plus, times } from '../books/decimal.js';
import { invalidQuery } from '../errors.js';
import { type Accumulator, accumulator, isAggregate } from './aggregates.js';
import type { Expr } from './ast.js';
import { compileCondition } from './compile-condition.js';
import { displayValue } from './display-value.js';
import { FUNCTIONS } from './functions.js';
import { type Env, type Scope, resolveColumn } from './scope.js';
import { reader } from './tables.js';
import { type Value, isMoment, numberOf, textOfValue } from './values.js';
import { wallClock } from './wall-clock.js';

export type Evaluator = (env: Env) => Value;

/** An aggregate call found while compiling: its slot is its place in the list. */
export interface Aggregate {
  start(): Accumulator;
  /** Undefined for COUNT(*). */
  of: Evaluator | undefined;
}

const PRESENT: Value = 'T';
const DAY = 86_400_000;

/** Turns an expression into a function of the rows. Aggregates are collected in `aggregates`; without it they are refused. */
export function compileExpression(scope: Scope, expr: Expr, aggregates?: Aggregate[]): Evaluator {
  switch (expr.k) {
    case 'number':
      return () => expr.value;
    case 'text':
      return () => expr.value || null;
    case 'null':
      return () => null;
    case 'column': {
      const { index, column } = resolveColumn(scope, expr.table, expr.name);
      const read = reader(column, scope.timeZone);
      return (env) => {
        const row = env.rows[index];
        return row ? read(row) : null;
      };
    }
    case 'negative': {
      const of = compileExpression(scope, expr.of, aggregates);
      return (env) => {
        const value = of(env);
        return value === null ? null : negated(numberOf(value) ?? notANumber(value));
      };
    }
    case 'case': {
      const whens = expr.whens.map(({ when, gives }) => ({ when: compileCondition(scope, when, aggregates), gives: compileExpression(scope, gives, aggregates) }));
      const otherwise = expr.otherwise ? compileExpression(scope, expr.otherwise, aggregates) : () => null;
      return (env) => (whens.find(({ when }) => when(env) === true)?.gives ?? otherwise)(env);
    }
    case 'binary':
      return compileBinary(scope, expr, aggregates);
    case 'call':
      return compileCall(scope, expr, aggregates);
  }
}

function compileBinary(scope: Scope, { op, left, right }: Extract<Expr, { k: 'binary' }>, aggregates: Aggregate[] | undefined): Evaluator {
  const [a, b] = [compileExpression(scope, left, aggregates), compileExpression(scope, right, aggregates)];
  if (op === '||') {
    return (env) => {
      const parts = [a(env), b(env)].map((value) => (value === null ? '' : textOfValue(value)));
      return parts.join('') || null;
    };
  }
  return (env) => {
    const [x, y] = [a(env), b(env)];
    return x === null || y === null ? null : arithmetic(op, x, y);
  };
}

function arithmetic(op: '+' | '-' | '*' | '/', x: Exclude<Value, null>, y: Exclude<Value, null>): Value {
  if (isMoment(x) && isMoment(y) && op === '-') return dividedBy({ units: BigInt(x.wall - y.wall), scale: 0 }, { units: BigInt(DAY), scale: 0 })!;
  if (isMoment(x) && (op === '+' || op === '-')) {
    const days = Number(textOfValue(numberOf(y) ?? notANumber(y)));
    return { wall: x.wall + (op === '+' ? days : -days) * DAY };
  }
  const [a, b] = [numberOf(x) ?? notANumber(x), numberOf(y) ?? notANumber(y)];
  if (op === '+') return plus(a, b);
  if (op === '-') return minus(a, b);
  if (op === '*') return times(a, b);
  const quotient = dividedBy(a, b);
  if (!quotient) throw invalidQuery('Search error occurred: Division by zero.');
  return quotient;
}

function compileCall(scope: Scope, { name, args, distinct, star }: Extract<Expr, { k: 'call' }>, aggregates: Aggregate[] | undefined): Evaluator {
  if (isAggregate(name)) {
    if (!aggregates) throw invalidQuery(`Search error occurred: ${name.toUpperCase()} is not allowed here.`);
    if (star ? name !== 'count' : args.length !== 1) throw invalidQuery(`Search error occurred: ${name.toUpperCase()} takes one expression.`);
    const of = star ? undefined : compileExpression(scope, args[0]!);
    const slot = aggregates.push({ start: () => accumulator(name, distinct), of }) - 1;
    return (env) => env.slots[slot]!;
  }
  if (name === 'builtin.df') return displayValue(scope, args[0]);
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known || star || distinct) throw invalidQuery(`Search error occurred: The function '${name.toUpperCase()}' is not supported.`);
  const [least, most, run] = known;
  if (args.length < least || args.length > most) throw invalidQuery(`Search error occurred: Wrong number of arguments for ${name.toUpperCase()}.`);
  const compiled = args.map((arg) => compileExpression(scope, arg, aggregates));
  const now = wallClock(scope.now, scope.timeZone);
  const constant = args.every((arg) => arg.k === 'text' || arg.k === 'number');
  if (!constant) return (env) => run(compiled.map((arg) => arg(env)), now);
  const value = run(compiled.map((arg) => arg({ rows: [], slots: [] })), now);
  return () => value;
}

/** What an aggregate takes from one row; COUNT(*) counts every row. */
export const aggregated = (aggregate: Aggregate, env: Env): Value => (aggregate.of ? aggregate.of(env) : PRESENT);

function notANumber(value: Exclude<Value, null>): never {
  throw invalidQuery(`Search error occurred: '${textOfValue(value)}' is not a number.`);
}
