import type { Books, Row } from '../../../kernel/src/index.js';
import { invalidQuery } from '../errors.js';
import type { Select, Source } from './ast.js';
import { type QueryTable, type TableColumn, columnOf, queryTable } from './tables.js';
import type { Value } from './values.js';

/** One combination of rows (undefined where a left join found none), with the aggregates of its group. */
export interface Env {
  rows: (Row | undefined)[];
  slots: Value[];
}

export interface ScopedTable {
  alias: string;
  table: QueryTable;
}

/** What names mean while a query is compiled. */
export interface Scope {
  tables: ScopedTable[];
  books: Books;
  timeZone: string;
  /** Instant of the query, ms. */
  now: number;
  /** Keys of the first column of a nested query's rows. */
  keysOf(select: Select): Set<string>;
}

/** Tables of a FROM clause. Throws for a table the account does not have and for an alias used twice. */
export function scopedTables(sources: Source[]): ScopedTable[] {
  const seen = new Set<string>();
  return sources.map(({ table: name, alias }) => {
    const table = queryTable(name);
    if (!table) throw invalidQuery(`Search error occurred: Record '${name}' was not found.`);
    if (seen.has(alias)) throw invalidQuery(`Search error occurred: The alias '${alias}' is used more than once.`);
    seen.add(alias);
    return { alias, table };
  });
}

/** Where a column reference points: index of its table in the scope, and the column. Throws when nothing or too much fits. */
export function resolveColumn(scope: Scope, table: string | undefined, name: string): { index: number; column: TableColumn } {
  const found = scope.tables.flatMap((scoped, index) => {
    if (table !== undefined && scoped.alias !== table && scoped.table.name !== table) return [];
    const column = columnOf(scoped.table, name);
    return column ? [{ index, column }] : [];
  });
  const [sole, another] = found;
  if (another) throw invalidQuery(`Search error occurred: Field '${name}' is ambiguous. Qualify it with its table.`);
  if (!sole) {
    if (table !== undefined && !scope.tables.some(({ alias, table: one }) => alias === table || one.name === table)) {
      throw invalidQuery(`Search error occurred: Record '${table}' was not found.`);
    }
    const where = table ?? scope.tables.map((one) => one.table.name).join(', ');
    throw invalidQuery(`Search error occurred: Field '${name}' for record '${where}' was not found. Reason: NOT_EXPOSED - Field is not exposed.`);
  }
  return sole;
}
