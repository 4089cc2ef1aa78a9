import type { Books } from '../../../kernel/src/index.js';
import type { Select } from './ast.js';
import { type Aggregate, aggregated, compileExpression } from './compile.js';
import { compileCondition } from './compile-condition.js';
import { joinedRows } from './join.js';
import { orderOf, sorted } from './ordering.js';
import { type Output, mustGroup, outputsOf } from './project.js';
import { type Env, type Scope, scopedTables } from './scope.js';
import { keyOf, textOfValue } from './values.js';

/** Most rows a query may answer over all its pages. */
const MOST_ROWS = 100_000;

export interface QuerySurroundings {
  books: Books;
  timeZone: string;
  now: number;
  /** Puts rows whose order the query leaves open into an order of its own liking. */
  disorder(rows: Env[]): void;
}

export interface QueryResult {
  total: number;
  /** Rows of one page: columns in lower case, text only, nulls left out. */
  page(offset: number, limit: number): Record<string, string>[];
}

/** Runs a query. Throws INVALID_PARAMETER for what the account does not have. */
export function runQuery(select: Select, around: QuerySurroundings): QueryResult {
  const { outputs, rows } = evaluate(select, around);
  const within = rows.slice(0, Math.min(select.atMost ?? MOST_ROWS, MOST_ROWS));
  return { total: within.length, page: (offset, limit) => within.slice(offset, offset + limit).map((env) => record(outputs, env)) };
}

function evaluate(select: Select, around: QuerySurroundings): { outputs: Output[]; rows: Env[] } {
  const scope: Scope = {
    tables: scopedTables(select.sources), books: around.books, timeZone: around.timeZone, now: around.now,
    keysOf: (nested) => {
      const { outputs, rows } = evaluate(nested, around);
      return new Set(rows.map((env) => outputs[0]!.value(env)).filter((value) => value !== null).map(keyOf));
    },
  };
  const aggregates: Aggregate[] = [];
  const outputs = outputsOf(scope, select, aggregates);
  const having = select.having && compileCondition(scope, select.having, aggregates);
  const order = orderOf(scope, select, outputs, aggregates);
  const grouped = select.groupBy.length > 0 || aggregates.length > 0;
  mustGroup(scope, select, grouped);
  let rows = joinedRows(scope, select.sources, select.where);
  if (grouped) rows = groups(scope, select, rows, aggregates);
  if (having) rows = rows.filter((env) => having(env) === true);
  if (select.distinct) rows = distinct(rows, outputs);
  around.disorder(rows);
  if (order) rows = sorted(rows, order);
  return { outputs, rows };
}

function groups(scope: Scope, select: Select, rows: Env[], aggregates: Aggregate[]): Env[] {
  const keys = select.groupBy.map((expr) => compileExpression(scope, expr));
  const members = new Map<string, Env[]>();
  for (const env of rows) {
    const key = keys.map((one) => keyOf(one(env))).join('\u0001');
    const group = members.get(key);
    if (group) group.push(env);
    else members.set(key, [env]);
  }
  if (members.size === 0 && keys.length === 0) members.set('', []);
  return [...members.values()].map((group) => ({
    rows: group[0]?.rows ?? scope.tables.map(() => undefined),
    slots: aggregates.map((aggregate) => {
      const accumulator = aggregate.start();
      for (const env of group) accumulator.add(aggregated(aggregate, env));
      return accumulator.result();
    }),
  }));
}

function distinct(rows: Env[], outputs: Output[]): Env[] {
  const seen = new Map<string, Env>();
  for (const env of rows) {
    const key = outputs.map((output) => keyOf(output.value(env))).join('\u0001');
    if (!seen.has(key)) seen.set(key, env);
  }
  return [...seen.values()];
}

function record(outputs: Output[], env: Env): Record<string, string> {
  const row: Record<string, string> = {};
  for (const { name, value } of outputs) {
    const found = value(env);
    if (found !== null) row[name] = textOfValue(found);
  }
  return row;
}
