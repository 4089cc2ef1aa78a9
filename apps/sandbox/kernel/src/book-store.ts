import type { Changes } from './books.js';
import { type Journal, type JournalLine, lineOf, readJournal, rewriteJournal } from './journal.js';
import { frozenCopy } from './frozen.js';
import { RowSet } from './row-set.js';

/** Rows written per line when the journal is compacted at boot. */
const ROWS_PER_LINE = 500;

/** A vendor's committed books: tables and counters in memory, every commit in the journal first (when there is a file). */
export class BookStore {
  private readonly tables = new Map<string, RowSet>();
  private readonly counters = new Map<string, number>();
  private journal: Journal | undefined;
  /** The clock setting last recorded, for the clock to take up after a restart. */
  clock: unknown;
  /** Commits so far; a reset counts as one. */
  version = 0;

  /** Opens the books. With a file, replays and compacts it first; without one they live as long as the process. */
  static open(file: string | undefined): BookStore {
    const store = new BookStore();
    if (!file) return store;
    for (const line of readJournal(file)) store.replay(line);
    store.journal = rewriteJournal(file, store.snapshot());
    return store;
  }

  rows(table: string): RowSet {
    let rows = this.tables.get(table);
    if (!rows) this.tables.set(table, (rows = new RowSet()));
    return rows;
  }

  tableNames(): string[] {
    return [...this.tables].filter(([, rows]) => rows.size > 0).map(([name]) => name).sort();
  }

  counter(sequence: string): number {
    return this.counters.get(sequence) ?? 0;
  }

  apply(changes: Changes): void {
    this.journal?.append(lineOf(changes));
    this.version++;
    for (const [table, rows] of changes.put) for (const row of rows) this.rows(table).put(row);
    for (const [table, ids] of changes.drop) for (const id of ids) this.rows(table).drop(id);
    for (const [sequence, value] of changes.counters) this.counters.set(sequence, value);
  }

  recordClock(clock: unknown): void {
    this.clock = clock;
    this.journal?.append({ clock });
  }

  /** The books as they stand, without a journal: later commits do not reach the copy. */
  copy(): BookStore {
    const copy = new BookStore();
    copy.version = this.version;
    for (const [table, rows] of this.tables) copy.tables.set(table, rows.copy());
    for (const [sequence, value] of this.counters) copy.counters.set(sequence, value);
    return copy;
  }

  /** Empties books, counters and journal. */
  reset(): void {
    this.version++;
    this.tables.clear();
    this.counters.clear();
    this.clock = undefined;
    this.journal?.empty();
  }

  close(): void {
    this.journal?.close();
    this.journal = undefined;
  }

  private replay(line: JournalLine): void {
    for (const [table, rows] of Object.entries(line.put ?? {})) for (const row of rows) this.rows(table).put(frozenCopy(row));
    for (const [table, ids] of Object.entries(line.drop ?? {})) for (const id of ids) this.rows(table).drop(id);
    for (const [sequence, value] of Object.entries(line.counters ?? {})) this.counters.set(sequence, value);
    if (line.clock !== undefined) this.clock = line.clock;
  }

  private *snapshot(): Iterable<JournalLine> {
    yield { counters: Object.fromEntries(this.counters), clock: this.clock };
    for (const [table, set] of this.tables) {
      const rows = [...set.values()];
      for (let at = 0; at < rows.length; at += ROWS_PER_LINE) yield { put: { [table]: rows.slice(at, at + ROWS_PER_LINE) } };
    }
  }
}
