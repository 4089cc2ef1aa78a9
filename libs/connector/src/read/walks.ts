import type { RowPage } from '../define/read.js';
import { UnreadableAnswer } from '../define/request.js';
import { ForeignCursor } from './cursor.js';

/** Position of a walk ordered by (change time, id): the last row returned. */
export interface Key {
  changed_at: string;
  id: string;
}

/** What a change time and an id of a vendor look like: the position travels through callers, and queries are made of it. */
const CHANGED_AT = /^[0-9][0-9A-Za-z:.,+/ -]{0,39}$/;
const ID = /^[0-9A-Za-z_.:|@=$-]{1,120}$/;

/** The key a keyset walk goes on after, from `PageAt.from`; null on the first page. Throws on anything that is not a time and an id. */
export function keysetAfter(from: string | null): Key | null {
  if (from === null) return null;
  const at = from.indexOf('|');
  const key = { changed_at: from.slice(0, at), id: from.slice(at + 1) };
  if (at < 0 || !CHANGED_AT.test(key.changed_at) || !ID.test(key.id)) throw new ForeignCursor('holds a position that is not one of this feed');
  return key;
}

/** `RowPage.next` of a keyset walk: null when the page was not full. Change times go in as the vendor writes them (no `|`). */
export function keysetNext<Row>(rows: Row[], limit: number, key: (row: Row) => Key): string | null {
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return null;
  const { changed_at, id } = key(last);
  // A place that could not be gone on from would bring the walk back to its beginning each time.
  if (!CHANGED_AT.test(changed_at) || !ID.test(id)) throw new UnreadableAnswer('the last row of a page has no change time or no id');
  return `${changed_at}|${id}`;
}

/**
 * A walk by offset that notices when rows shift under it (a row changed or removed mid-walk): every page but the first starts one row early
 * and must begin with the row the last page ended with; if not, the walk starts over. Repeated rows are dropped by the kit. Order newest-first
 * where the vendor lets you: then changes only repeat rows.
 */
export async function byOffset<Row>(at: { from: string | null; limit: number }, id: (row: Row) => string, fetch: (offset: number, limit: number) => Promise<{ rows: Row[]; total?: number }>): Promise<RowPage<Row>> {
  const mark = at.from === null ? null : { offset: Number(at.from.slice(0, at.from.indexOf('|'))), last: at.from.slice(at.from.indexOf('|') + 1) };
  const start = mark === null ? 0 : mark.offset - 1;
  const page = await fetch(start, Math.max(2, at.limit));
  if (mark !== null && (page.rows.length === 0 || id(page.rows[0]!) !== mark.last)) return byOffset({ from: null, limit: at.limit }, id, fetch);
  const rows = mark === null ? page.rows : page.rows.slice(1);
  const offset = start + page.rows.length;
  const more = page.total === undefined ? page.rows.length >= Math.max(2, at.limit) : offset < page.total;
  return { rows, next: more && rows.length > 0 ? `${offset}|${id(rows.at(-1)!)}` : null };
}
