import type { ReadCase } from './read-case.js';
import type { Replica } from './stand.js';

/** A consumer that keeps count instead of records: how often each row came, and the last content of a few. */
export class Tally {
  private readonly counts: Uint8Array;
  private readonly contents = new Map<number, string>();
  private readonly watched: ReadonlySet<number>;
  private cursor = '';
  /** Pages read, and rows delivered, so far. */
  pages = 0;
  rows = 0;

  constructor(private readonly of: ReadCase, rows: number, private readonly limit: number, watched: readonly number[]) {
    this.counts = new Uint8Array(rows);
    this.watched = new Set(watched);
  }

  /** Reads one page; true while there are more. */
  async page(replica: Replica): Promise<boolean> {
    const page = await replica.runtime.read(this.of.entity, this.cursor, this.limit);
    this.cursor = page.next_cursor;
    this.pages += 1;
    for (const record of page.records) {
      const n = this.of.numberOf(record as never);
      if (record.problem) throw new Error(`row ${n} of ${this.of.entity} cannot be mapped: ${JSON.stringify(record.problem)}`);
      if (!(n >= 0 && n < this.counts.length)) continue;
      this.counts[n]! += 1;
      this.rows += 1;
      if (this.watched.has(n)) this.contents.set(n, JSON.stringify([record.data, record.refs, record.deleted, record.extensions]));
    }
    return page.has_more;
  }

  async toTheEnd(replica: Replica): Promise<this> {
    while (await this.page(replica));
    return this;
  }

  /** Rows that never came; the first ten. */
  missing(): number[] {
    return this.numbered((count) => count === 0).slice(0, 10);
  }

  /** Rows that came more than once. */
  repeated(): number[] {
    return this.numbered((count) => count > 1);
  }

  /** The last content of the watched rows. */
  known(): Record<number, string> {
    return Object.fromEntries([...this.contents].sort(([a], [b]) => a - b));
  }

  private numbered(fits: (count: number) => boolean): number[] {
    const found: number[] = [];
    this.counts.forEach((count, n) => void (fits(count) && found.push(n)));
    return found;
  }
}
