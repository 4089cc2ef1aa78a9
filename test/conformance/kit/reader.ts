import type { SourceRecord } from '#lib/canonical';
import type { ReadCase } from './read-case.js';
import type { Replica } from './stand.js';

/** A consumer of one feed, as the intake is: keeps the cursor and the last record of every row. */
export class Reader {
  cursor = '';
  /** Row numbers in the order of their delivery, seeded rows only. */
  delivered: number[] = [];
  /** The last record of each row. */
  readonly last = new Map<number, SourceRecord<any>>();

  constructor(private readonly of: ReadCase, private readonly limit: number) {}

  /** Reads one page; true while there are more. */
  async page(replica: Replica): Promise<boolean> {
    const page = await replica.runtime.read(this.of.entity, this.cursor, this.limit);
    this.cursor = page.next_cursor;
    for (const record of page.records) {
      const n = this.of.numberOf(record as never);
      if (record.problem) throw new Error(`row ${n} of ${this.of.entity} cannot be mapped: ${JSON.stringify(record.problem)}`);
      if (!(n >= 0)) continue;
      this.delivered.push(n);
      this.last.set(n, record as SourceRecord<any>);
    }
    return page.has_more;
  }

  /** Reads until the feed is caught up; `between` runs after every page but the last. */
  async catchUp(replica: Replica | (() => Replica), between?: (pages: number) => Promise<unknown>): Promise<this> {
    for (let pages = 1; pages < 20_000; pages++) {
      if (!(await this.page(typeof replica === 'function' ? replica() : replica))) return this;
      await between?.(pages);
    }
    throw new Error(`the walk over ${this.of.entity} does not end`);
  }

  /** What is known of every row, without what differs from reading to reading. */
  contents(): Record<number, unknown> {
    return Object.fromEntries([...this.last].sort(([a], [b]) => a - b).map(([n, { data, refs, approval_status, effective_from, effective_to, deleted, extensions }]) => [n, { data, refs, approval_status, effective_from, effective_to, deleted, extensions }]));
  }
}

export const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
export const sorted = (some: readonly number[]): number[] => [...some].sort((a, b) => a - b);
