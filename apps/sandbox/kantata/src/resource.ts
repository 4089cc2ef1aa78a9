import type { Books, Ctx, Row, Table } from '../../kernel/src/index.js';
import type { Attributes } from './wire/body.js';

/** A foreign key that answers show only when the association is in `include`, together with the rows it leads to. */
export interface Association {
  /** Plural name of the collection the rows appear in. */
  to: string;
  /** Name of the key in the answer: `user_id`, `time_entry_ids`. */
  key: string;
  many: boolean;
  ids(row: Row, books: Books): (string | null)[];
}

/** A list filter: `narrow` finds candidates through an index where it can, `keep` decides. */
export interface Filter {
  narrow?(value: string, table: Table, books: Books): Row[] | undefined;
  keep(row: Row, value: string, books: Books): boolean;
}

/** One kind of object: how it is answered, searched and changed. */
export interface Resource {
  plural: string;
  singular: string;
  /** Name in `subject_type`. */
  subject: string;
  /** Prefix of its events; none for objects that raise no events. */
  event?: string;
  /** Columns every answer carries. */
  columns: readonly string[];
  /** Columns answered only when named in `optional_fields`. */
  optional?: readonly string[];
  /** Columns worked out on reading. */
  computed?: Record<string, (row: Row, books: Books) => unknown>;
  associations: Record<string, Association>;
  filters: Record<string, Filter>;
  /** Values `order` may name; anything else falls back to the default. */
  orders: Record<string, (row: Row, books: Books) => string | number>;
  defaultOrder: string;
  /** Query parameters without which the list is refused. */
  required?: readonly string[];
  /** Whether the default filters let a row through in a list. */
  listed?(row: Row, query: URLSearchParams, books: Books, now: Date): boolean;
  /** Whether GET of this one row finds it. */
  shown?(row: Row, query: URLSearchParams, books: Books): boolean;
  /** How many objects one POST may create. */
  bulk?: number;
  create?(ctx: Ctx, attributes: Attributes): Row;
  update?(ctx: Ctx, row: Row, attributes: Attributes): Row;
  remove?(ctx: Ctx, row: Row): void;
}

/** An association to one row through a column of the same name. */
export const one = (to: string, key: string): Association => ({ to, key, many: false, ids: (row) => [(row[key] as string | null) ?? null] });

/** An association to the rows of another table that point back here through a column. */
export const many = (to: string, key: string, backColumn: string): Association => ({
  to, key, many: true,
  ids: (row, books) => books.table(to).by(backColumn, row.id).map((target) => target.id),
});

/** Filter on ids, one or several separated by commas, through the index of the column. */
export const byIds = (column: string): Filter => ({
  narrow: (value, table) => commaList(value).flatMap((id) => table.by(column, id)),
  keep: (row, value) => commaList(value).includes(String(row[column] ?? '')),
});

/** Filter on a flag: true or false as asked. */
export const byFlag = (column: string): Filter => ({ keep: (row, value) => Boolean(row[column]) === isTrue(value) });

/** Filter on exact text, one or several separated by commas. */
export const byText = (column: string): Filter => ({ keep: (row, value) => commaList(value).includes(String(row[column] ?? '')) });

export const commaList = (value: string): string[] => value.split(',').map((part) => part.trim()).filter(Boolean);
export const isTrue = (value: string | null | undefined): boolean => value === 'true' || value === '1';

/** Order by a column: text, date or number; nothing sorts first. */
export const column = (name: string) => (row: Row): string | number => {
  const value = row[name];
  return typeof value === 'number' ? value : typeof value === 'string' ? value : '';
};

/** Order by an instant, whatever form it was stored in. */
export const instant = (name: string) => (row: Row): number => Date.parse(String(row[name] ?? '')) || 0;
