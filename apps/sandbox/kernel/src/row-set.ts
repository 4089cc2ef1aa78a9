import type { Row } from './books.js';

type Bucket = Set<string>;

/** Rows by id, with an equality index per column that has been asked for. */
export class RowSet {
  private readonly rows = new Map<string, Row>();
  private readonly indexes = new Map<string, Map<unknown, Bucket>>();

  get size(): number {
    return this.rows.size;
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  has(id: string): boolean {
    return this.rows.has(id);
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  put(row: Row): void {
    const before = this.rows.get(row.id);
    this.rows.set(row.id, row);
    for (const [column, index] of this.indexes) {
      if (before && keyOf(before, column) === keyOf(row, column)) continue;
      if (before) forget(index, keyOf(before, column), row.id);
      remember(index, keyOf(row, column), row.id);
    }
  }

  drop(id: string): void {
    const before = this.rows.get(id);
    if (!before) return;
    this.rows.delete(id);
    for (const [column, index] of this.indexes) forget(index, keyOf(before, column), id);
  }

  /** Rows whose column equals the value, through the index. */
  by(column: string, value: unknown): Row[] {
    const ids = this.index(column).get(value ?? null);
    return ids ? Array.from(ids, (id) => this.rows.get(id)!) : [];
  }

  /** The same rows (which never change) in a set of its own. */
  copy(): RowSet {
    const other = new RowSet();
    for (const row of this.rows.values()) other.put(row);
    return other;
  }

  clear(): void {
    this.rows.clear();
    this.indexes.clear();
  }

  private index(column: string): Map<unknown, Bucket> {
    let index = this.indexes.get(column);
    if (!index) {
      index = new Map();
      for (const row of this.rows.values()) remember(index, keyOf(row, column), row.id);
      this.indexes.set(column, index);
    }
    return index;
  }
}

const keyOf = (row: Row, column: string): unknown => row[column] ?? null;

function remember(index: Map<unknown, Bucket>, key: unknown, id: string): void {
  const bucket = index.get(key);
  if (bucket) bucket.add(id);
  else index.set(key, new Set([id]));
}

function forget(index: Map<unknown, Bucket>, key: unknown, id: string): void {
  const bucket = index.get(key);
  bucket?.delete(id);
  if (bucket?.size === 0) index.delete(key);
}
