/** One stored row. Rows are frozen: a handler changes them only through `update`. */
export type Row = { id: string; [column: string]: unknown };

/** One table of a vendor's books, seen through the transaction of the request at hand. */
export interface Table {
  get(id: string): Row | undefined;
  /** Every row, oldest first. */
  all(): Row[];
  find(where: (row: Row) => boolean): Row[];
  first(where: (row: Row) => boolean): Row | undefined;
  /** Rows whose column equals the value. Indexed: the index is built at the first call and kept from then on. A missing column counts as null. */
  by(column: string, value: unknown): Row[];
  /** Stores a copy. Without an id, the vendor's `newId` gives one that is not in use. Throws when the id is taken. */
  insert(row: Partial<Row>): Row;
  /** Lays the patch over the row; a column set to undefined disappears. Throws when there is no such row. */
  update(id: string, patch: object): Row;
  remove(id: string): void;
  readonly size: number;
}

/** A vendor's books as one request sees them: its own changes included, nothing of them visible to others before the commit. */
export interface Books {
  table(name: string): Table;
  /** Next number of a gapless counter, starting at 1; spent only when the request commits. */
  next(sequence: string): number;
}

/** What one transaction changes: rows to put, ids to drop, counters to set. */
export interface Changes {
  put: Map<string, Row[]>;
  drop: Map<string, string[]>;
  counters: Map<string, number>;
}
