import type { Books, Changes, Table } from './books.js';
import type { BookStore } from './book-store.js';
import { StagedTable } from './staged-table.js';

/** The books of one request. Nothing reaches the store until `commit`; a transaction that is dropped never happened. */
export class Transaction implements Books {
  private readonly tables = new Map<string, StagedTable>();
  private readonly counters = new Map<string, number>();

  constructor(
    private readonly store: BookStore,
    private readonly idOf: (table: string, n: number) => string,
  ) {}

  table(name: string): Table {
    let table = this.tables.get(name);
    if (!table) {
      table = new StagedTable(name, this.store.rows(name), () => this.idOf(name, this.next(`id:${name}`)));
      this.tables.set(name, table);
    }
    return table;
  }

  /** Commits of this vendor so far. */
  get version(): number {
    return this.store.version;
  }

  next(sequence: string): number {
    const value = (this.counters.get(sequence) ?? this.store.counter(sequence)) + 1;
    this.counters.set(sequence, value);
    return value;
  }

  /** Writes one journal line and applies the changes. A transaction without changes writes nothing. */
  commit(): void {
    const changes: Changes = { put: new Map(), drop: new Map(), counters: this.counters };
    for (const [name, table] of this.tables) {
      if (table.changed.size) changes.put.set(name, [...table.changed.values()]);
      if (table.dropped.size) changes.drop.set(name, [...table.dropped]);
    }
    if (changes.put.size || changes.drop.size || changes.counters.size) this.store.apply(changes);
  }
}
