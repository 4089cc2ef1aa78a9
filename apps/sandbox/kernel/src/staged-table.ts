import type { Row, Table } from './books.js';
import { frozenCopy } from './frozen.js';
import { RowSet } from './row-set.js';

/** One table inside a transaction: the committed rows with this transaction's own changes laid over them. */
export class StagedTable implements Table {
  readonly changed = new RowSet();
  /** Ids of committed rows that this transaction removes. */
  readonly dropped = new Set<string>();
  private added = 0;

  constructor(
    private readonly name: string,
    private readonly base: RowSet,
    private readonly newId: () => string,
  ) {}

  get size(): number {
    return this.base.size + this.added - this.dropped.size;
  }

  get(id: string): Row | undefined {
    if (this.dropped.has(id)) return undefined;
    return this.changed.get(id) ?? this.base.get(id);
  }

  all(): Row[] {
    return this.find(() => true);
  }

  find(where: (row: Row) => boolean): Row[] {
    const found: Row[] = [];
    for (const row of this.rows()) if (where(row)) found.push(row);
    return found;
  }

  first(where: (row: Row) => boolean): Row | undefined {
    for (const row of this.rows()) if (where(row)) return row;
    return undefined;
  }

  by(column: string, value: unknown): Row[] {
    const committed = this.base.by(column, value);
    if (this.changed.size === 0 && this.dropped.size === 0) return committed;
    const untouched = committed.filter((row) => !this.dropped.has(row.id) && !this.changed.has(row.id));
    return untouched.concat(this.changed.by(column, value));
  }

  insert(row: Partial<Row>): Row {
    const given = row.id ?? undefined;
    let id = given === undefined ? this.newId() : String(given);
    while (given === undefined && this.get(id)) id = this.newId();
    if (this.get(id)) throw new Error(`table ${this.name} already holds a row with id ${id}`);
    return this.keep({ ...row, id });
  }

  update(id: string, patch: object): Row {
    const before = this.get(id);
    if (!before) throw new Error(`table ${this.name} holds no row with id ${id}`);
    return this.keep({ ...before, ...patch, id });
  }

  remove(id: string): void {
    if (!this.get(id)) return;
    if (this.changed.has(id) && !this.base.has(id)) this.added--;
    this.changed.drop(id);
    if (this.base.has(id)) this.dropped.add(id);
  }

  private keep(row: Row): Row {
    const stored = frozenCopy(row);
    if (!this.base.has(stored.id) && !this.changed.has(stored.id)) this.added++;
    this.dropped.delete(stored.id);
    this.changed.put(stored);
    return stored;
  }

  private *rows(): IterableIterator<Row> {
    for (const row of this.base.values()) {
      if (!this.dropped.has(row.id)) yield this.changed.get(row.id) ?? row;
    }
    for (const row of this.changed.values()) if (!this.base.has(row.id)) yield row;
  }
}
