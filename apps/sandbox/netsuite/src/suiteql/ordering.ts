import { invalidQuery } from '../errors.js';
import type { Select } from './ast.js';
import { type Aggregate, type Evaluator, compileExpression } from './compile.js';
import type { Output } from './project.js';
import type { Env, Scope } from './scope.js';
import { type Value, compareValues, isMoment } from './values.js';

interface Order {
  value: Evaluator;
  direction: 1 | -1;
  nullsFirst: boolean;
}

/** ORDER BY by alias, position or expression. Nulls come last going up and first going down, unless said otherwise. */
export function orderOf(scope: Scope, select: Select, outputs: Output[], aggregates: Aggregate[]): Order[] | undefined {
  if (select.orderBy.length === 0) return undefined;
  return select.orderBy.map(({ by, descending, nulls }) => {
    const alias = by.k === 'column' && by.table === undefined ? select.selected.findIndex((one) => one.alias === by.name) : -1;
    const named = alias >= 0 ? outputs.find((output) => output.name === select.selected[alias]!.alias) : undefined;
    const numbered = by.k === 'number' && by.value.scale === 0 ? (outputs[Number(by.value.units) - 1] ?? outOfRange()) : undefined;
    const value = (named ?? numbered)?.value ?? compileExpression(scope, by, aggregates);
    return { value, direction: descending ? -1 : 1, nullsFirst: nulls ? nulls === 'first' : descending };
  });
}

/** Rows in the asked order; rows it does not tell apart keep theirs. */
export function sorted(rows: Env[], order: Order[]): Env[] {
  const columns = order.map((one) => sortKeys(rows.map((env) => one.value(env))));
  const places = rows.map((_env, at) => at);
  places.sort((a, b) => {
    for (let at = 0; at < order.length; at++) {
      const { keys, compare } = columns[at]!;
      const result = ordered(keys[a]!, keys[b]!, order[at]!, compare);
      if (result !== 0) return result;
    }
    return 0;
  });
  return places.map((at) => rows[at]!);
}

type Key = Value | number;
interface SortKeys {
  keys: Key[];
  compare(a: Exclude<Key, null>, b: Exclude<Key, null>): number;
}

/** Plain numbers or plain text where a column holds nothing else: long results are sorted often. */
function sortKeys(values: Value[]): SortKeys {
  const numbers = values.map(plainNumber);
  if (!numbers.includes(undefined)) return { keys: numbers as (number | null)[], compare: (a, b) => (a as number) - (b as number) };
  if (values.every((value) => value === null || typeof value === 'string')) return { keys: values, compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0) };
  return { keys: values, compare: (a, b) => compareValues(a as Exclude<Value, null>, b as Exclude<Value, null>) };
}

function plainNumber(value: Value): number | null | undefined {
  if (value === null) return null;
  if (isMoment(value)) return value.wall;
  return typeof value === 'object' && value.scale === 0 && value.units < 2n ** 53n && value.units > -(2n ** 53n) ? Number(value.units) : undefined;
}

function ordered(a: Key, b: Key, { direction, nullsFirst }: Order, compare: SortKeys['compare']): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
  return compare(a, b) * direction;
}

function outOfRange(): never {
  throw invalidQuery('Search error occurred: ORDER BY names a column position the query does not have.');
}
