import { instantOf } from './query.js';
import type { Row } from './shape.js';

/**
 * Where one stream stands, ordered by (SystemModstamp, Id): `2026-05-01T07:25:37.000Z|006…` = after that row,
 * `2026-05-01T07:25:37.000Z|` = from that instant on, `` = from the beginning.
 */
export type Position = string;

export const ORDER = 'ORDER BY SystemModstamp, Id';

export const fromInstant = (instant: string | null): Position => (instant === null ? '' : `${instant}|`);
export const afterRow = (row: Row): Position => `${instantOf(row.SystemModstamp)}|${row.Id}`;

/** The position after a page: that of its last row, or where it started when it was empty. */
export function advanced(rows: Row[], before: Position): Position {
  const last = rows.at(-1);
  return last ? afterRow(last) : before;
}

/** ` WHERE …` of a position and further conditions; each is bracketed, for SOQL refuses AND beside OR without brackets. */
export function whereOf(position: Position, ...more: string[]): string {
  const [stamp, id] = position.split('|');
  const place = !stamp ? [] : id ? [`(SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > '${id}'))`] : [`SystemModstamp >= ${stamp}`];
  const conditions = [...more, ...place];
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}
