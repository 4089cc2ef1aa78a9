import { createHash, randomUUID } from 'node:crypto';
import type { RowIdentity } from '../define/read.js';
import type { FeedState } from './cursor.js';

const ID_MARK = 8;
const VERSION_MARK = 6;
const ENTRY = ID_MARK + VERSION_MARK;
/** Entries a cursor carries itself; more are kept in memory. */
const IN_CURSOR = 150;
/** Full sets kept, newest last. A set that is gone only means that one window is delivered again. */
const SETS_KEPT = 64;
const LARGEST_SET = 20_000;

/** What was delivered last of a record. */
export interface Delivered {
  /** Mark of the version. */
  version: string;
  /** Its change time. */
  at: string;
}

/** The last version delivered of every record: mark of its id -> version. Only the last one counts: content that returns to an earlier state is news. */
export type Seen = Map<string, Delivered>;

/** The entry of a row: the mark of its id and the mark of its version. */
export function marksOf(row: RowIdentity): { id: string; version: string } {
  return { id: mark(row.source_id, ID_MARK), version: mark(row.source_version, VERSION_MARK) };
}

const mark = (text: string, length: number) => createHash('sha256').update(text).digest('base64url').slice(0, length);

/**
 * Remembers which versions were delivered, so that the overlap window repeats nothing. A set belongs to exactly one cursor and is never changed afterwards:
 * whoever reads again from an older cursor gets everything that came after it. It can forget (the consumer then meets a version twice), never skip.
 */
export class SeenSets {
  private readonly sets = new Map<string, Seen>();

  load(state: FeedState): Seen {
    const kept = state.memory === undefined ? undefined : this.sets.get(state.memory);
    if (kept) return new Map(kept);
    const seen: Seen = new Map();
    for (const [ms, marks] of Object.entries(state.seen)) {
      const at = new Date(parseInt(ms, 36)).toISOString();
      for (let i = 0; i < marks.length; i += ENTRY) seen.set(marks.slice(i, i + ID_MARK), { version: marks.slice(i + ID_MARK, i + ENTRY), at });
    }
    return seen;
  }

  /** The part of a cursor that holds these entries; the newest stand in the cursor itself. A set that did not change keeps its name. */
  save(seen: Seen, state: FeedState): Pick<FeedState, 'seen' | 'memory'> {
    const newest = [...seen].sort(([, a], [, b]) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    const inCursor: Record<string, string> = {};
    for (const [id, { version, at }] of newest.slice(0, IN_CURSOR)) {
      const ms = Date.parse(at).toString(36);
      inCursor[ms] = (inCursor[ms] ?? '') + id + version;
    }
    if (newest.length <= IN_CURSOR) return { seen: inCursor };
    const same = state.memory === undefined ? undefined : this.sets.get(state.memory);
    const memory = same && same.size === seen.size && [...seen].every(([id, { version, at }]) => same.get(id)?.version === version && same.get(id)?.at === at) ? state.memory! : randomUUID();
    this.sets.set(memory, new Map(newest.slice(0, LARGEST_SET)));
    if (this.sets.size > SETS_KEPT) this.sets.delete(this.sets.keys().next().value!);
    return { seen: inCursor, memory };
  }
}

/** Forgets what lies before the window. */
export function pruned(seen: Seen, before: string | null): Seen {
  return before === null ? seen : new Map([...seen].filter(([, { at }]) => at >= before));
}
