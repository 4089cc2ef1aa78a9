import { createHash } from 'node:crypto';

/** Where a feed stands, inside its cursor. Instants are UTC ISO 8601. */
export interface FeedState {
  /** `vendor/entity` the cursor belongs to. */
  feed: string;
  /** Lower bound of the walk under way; null = from the beginning. */
  since: string | null;
  /** The vendor's own position inside the walk; null = the next page starts a walk. */
  from: string | null;
  /** Newest change time seen. */
  high: string | null;
  /** When `high` was first seen, by the database's clock (ms). */
  highAt: number;
  /** Everything changed up to here has been delivered for good; late arrivals before it are not waited for. */
  settled: string | null;
  /** When the walk under way began, by the database's clock (ms). */
  began: number;
  /** Last version delivered of the records that may be met again: change time (ms, base 36) -> marks of id and version, run together. */
  seen: Record<string, string>;
  /** Set when `seen` was cut: names the full set in this process's memory. */
  memory?: string;
}

/** The text is not a cursor of this feed. */
export class ForeignCursor extends Error {
  constructor(reason: string) {
    super(`the cursor ${reason}: pass next_cursor of this route unchanged, or none to start from the beginning`);
    this.name = 'ForeignCursor';
  }
}

const VERSION = 'c2';
const sumOf = (payload: string) => createHash('sha256').update(`${VERSION}.${payload}`).digest('base64url').slice(0, 12);

export function encodeCursor(state: FeedState): string {
  const payload = Buffer.from(JSON.stringify(state)).toString('base64url');
  return `${VERSION}.${payload}.${sumOf(payload)}`;
}

/** The state of a cursor, or the beginning for ''. Throws ForeignCursor. */
export function decodeCursor(feed: string, cursor: string): FeedState {
  if (cursor === '') return { feed, since: null, from: null, high: null, highAt: 0, settled: null, began: 0, seen: {} };
  const [version, payload, sum, ...rest] = cursor.split('.');
  if (version !== VERSION || !payload || rest.length > 0 || sum !== sumOf(payload)) throw new ForeignCursor('is damaged or of another version');
  const state = JSON.parse(Buffer.from(payload, 'base64url').toString()) as FeedState;
  if (state.feed !== feed) throw new ForeignCursor(`belongs to ${state.feed}`);
  return state;
}
