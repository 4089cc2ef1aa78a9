import { invalidQuery } from '../errors.js';
import type { Expr, Select } from './ast.js';
import { type Aggregate, type Evaluator, compileExpression } from './compile.js';
import { type Scope, resolveColumn } from './scope.js';

/** One column of the answer. */
export interface Output {
  name: string;
  value: Evaluator;
}

/** Columns of the answer in order; `*` stands for every column of its table. Unnamed expressions are `expr1`, `expr2`, … */
export function outputsOf(scope: Scope, select: Select, aggregates: Aggregate[]): Output[] {
  let unnamed = 0;
  return select.selected.flatMap(({ expr, all, alias }) => {
    if (expr === undefined) return starOf(scope, all ?? '');
    const name = alias ?? (expr.k === 'column' ? expr.name : `expr${++unnamed}`);
    return [{ name: name.toLowerCase(), value: compileExpression(scope, expr, aggregates) }];
  });
}

function starOf(scope: Scope, alias: string): Output[] {
  const tables = scope.tables.filter((one) => alias === '' || one.alias === alias);
  if (tables.length === 0) throw invalidQuery(`Search error occurred: Record '${alias}' was not found.`);
  return tables.flatMap(({ alias: of, table }) => [...table.columns.keys()].map((name) => ({ name, value: compileExpression(scope, { k: 'column', table: of, name }) })));
}

/** Throws when a grouped query selects a column it does not group by. */
export function mustGroup(scope: Scope, select: Select, grouped: boolean): void {
  if (!grouped) return;
  const groups = new Set(select.groupBy.map((expr) => signature(scope, expr)));
  for (const { expr, all } of select.selected) {
    if (all !== undefined || !covered(scope, expr!, groups)) throw invalidQuery('Search error occurred: Invalid or unsupported search. Not a GROUP BY expression.');
  }
}

function covered(scope: Scope, expr: Expr, groups: Set<string>): boolean {
  if (groups.has(signature(scope, expr))) return true;
  switch (expr.k) {
    case 'column': return false;
    case 'call': return expr.star || ['count', 'sum', 'avg', 'min', 'max'].includes(expr.name) || expr.args.every((arg) => covered(scope, arg, groups));
    case 'binary': return covered(scope, expr.left, groups) && covered(scope, expr.right, groups);
    case 'negative': return covered(scope, expr.of, groups);
    case 'case': return expr.whens.every(({ gives }) => covered(scope, gives, groups)) && (!expr.otherwise || covered(scope, expr.otherwise, groups));
    default: return true;
  }
}

/** The same text for the same expression, however its columns are qualified. */
const signature = (scope: Scope, expr: Expr): string => JSON.stringify(expr, (_key, value: unknown) => {
  if (typeof value === 'bigint') return String(value);
  const part = value as Expr | null;
  if (typeof part !== 'object' || part === null || part.k !== 'column') return value;
  const { index, column } = resolveColumn(scope, part.table, part.name);
  return `${index}.${column.name}`;
});
