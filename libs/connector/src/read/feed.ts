import type { SourceRecord } from '#lib/canonical';
import type { VendorContext } from '../define/context.js';
import type { ReadVerb } from '../define/read.js';
import { decodeCursor, encodeCursor, type FeedState } from './cursor.js';
import { readable } from './readable.js';
import { identityOf, recordOf } from './record.js';
import { marksOf, pruned, type SeenSets } from './seen.js';

/** One page of a read, ready to be answered. */
export interface FeedPage {
  records: SourceRecord[];
  next_cursor: string;
  has_more: boolean;
}

export interface FeedOptions {
  vendor: string;
  entity: string;
  verb: ReadVerb;
  overlapMs: number;
  sets: SeenSets;
  /** The clock that cursors are marked with: milliseconds of the epoch, the same for all replicas. */
  now: () => number;
}

/** Vendor pages looked at for one answer when nothing on them is new. */
const EMPTY_PAGES = 10;
const LONGEST_POSITION = 400;

/**
 * Reads on from a cursor. A walk is a full pass over the vendor's pages from a lower bound; when it is complete, `has_more` is false and the next call starts
 * a walk that looks back over the overlap window. So a record that shows up late, or shares its change time with one already delivered, is still found; a row is left
 * out when its version is the one delivered last.
 */
export async function readFeed(o: FeedOptions, cursor: string, limit: number, ctx: VendorContext): Promise<FeedPage> {
  const state = decodeCursor(`${o.vendor}/${o.entity}`, cursor);
  if (state.from === null) beginWalk(state, o);
  const seen = o.sets.load(state);
  const records: SourceRecord[] = [];
  for (let pages = 0; pages < EMPTY_PAGES && records.length === 0; pages++) {
    const page = await readable(o.entity, () => rowsOf(o.verb.page({ since: state.since, from: state.from, limit }, ctx)));
    for (const row of page.rows) {
      const id = identityOf(o.verb, row, ctx.settings);
      const marks = marksOf(id);
      if (seen.get(marks.id)?.version === marks.version) continue;
      seen.set(marks.id, { version: marks.version, at: id.source_timestamp });
      if (state.high === null || id.source_timestamp > state.high) Object.assign(state, { high: id.source_timestamp, highAt: o.now() });
      records.push(recordOf(o.vendor, o.entity, o.verb, id, row, ctx.settings));
    }
    if (page.next !== null && page.next.length > LONGEST_POSITION) throw new Error(`${o.vendor} ${o.entity}: the page position is longer than ${LONGEST_POSITION} characters`);
    state.from = page.next;
    if (page.next === null) break;
  }
  const walking = state.from !== null;
  if (!walking) endWalk(state, o);
  // While a walk goes on, what lies in its own window may be met again; between walks only the next window counts.
  const window = o.verb.feed === 'snapshot' ? null : walking ? (state.since ?? lowerBound(state, o.overlapMs)) : lowerBound(state, o.overlapMs);
  return { records, has_more: walking, next_cursor: encodeCursor({ ...state, memory: undefined, ...o.sets.save(pruned(seen, window), state) }) };
}

/** The page, if it holds rows. */
async function rowsOf<P extends { rows: unknown[] }>(asked: Promise<P>): Promise<P> {
  const page = await asked;
  if (!Array.isArray(page.rows)) throw new TypeError('the page has no rows');
  return page;
}

function beginWalk(state: FeedState, o: FeedOptions): void {
  state.began = o.now();
  state.since = o.verb.feed === 'snapshot' ? null : lowerBound(state, o.overlapMs);
}

/** What was the newest a whole overlap before this walk began cannot be overtaken by a late arrival any more. */
function endWalk(state: FeedState, o: FeedOptions): void {
  if (state.high !== null && state.highAt + o.overlapMs <= state.began) state.settled = state.high;
}

function lowerBound(state: FeedState, overlapMs: number): string | null {
  if (state.high === null) return null;
  const back = new Date(Date.parse(state.high) - overlapMs).toISOString();
  return state.settled !== null && state.settled > back ? state.settled : back;
}

