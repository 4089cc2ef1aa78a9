import type { Row } from '../../../kernel/src/index.js';
import { approvalName, statusName, titleOf, transactionName } from '../catalog/display.js';
import { isTrue } from '../books/values.js';
import type { Expr } from './ast.js';
import { invalidQuery } from '../errors.js';
import { type Env, type Scope, resolveColumn } from './scope.js';
import { type QueryTable, type TableColumn, reader } from './tables.js';
import { type Value, textOfValue } from './values.js';

/** BUILTIN.DF(column): what NetSuite shows for the column's value. */
export function displayValue(scope: Scope, arg: Expr | undefined): (env: Env) => Value {
  if (arg?.k !== 'column') throw invalidQuery('Search error occurred: BUILTIN.DF takes one field.');
  const { index, column } = resolveColumn(scope, arg.table, arg.name);
  const read = reader(column, scope.timeZone);
  const { table } = scope.tables[index]!;
  return (env) => {
    const row = env.rows[index];
    if (!row) return null;
    const value = read(row);
    return value === null ? null : (shown(scope, table, column, row) ?? textOfValue(value));
  };
}

function shown(scope: Scope, table: QueryTable, column: TableColumn, row: Row): string | undefined {
  if (column.kind === 'flag') return isTrue(row[column.stored]) ? 'Yes' : 'No';
  if (table.name === 'transaction' && column.name === 'status') return `${transactionName(row.type)} : ${statusName(row)}`;
  if (table.name === 'transaction' && column.name === 'type') return transactionName(row.type);
  if (column.name === 'approvalstatus') return approvalName(row.approvalstatus);
  for (const target of column.to) {
    const referred = scope.books.table(target).get(String(row[column.stored]));
    if (referred) return titleOf(target, referred);
  }
  return undefined;
}
