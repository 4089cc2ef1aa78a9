import { ForeignCursor, type PageAt, type RowPage } from '#lib/connector';
import { secondsOf } from '../mappers/values.js';
import type { Row } from './envelope.js';

/** Changes after one second up to and with another, in whole seconds since 1970; `upTo` is not known before the first answer of a walk. */
export interface Span {
  after: number;
  upTo: number | null;
}

/** A row that says when it last changed, over everything joined to it. */
export type ChangedRow = Row & { changed_at: string };

/** A part of a walk. */
export interface Part {
  rows: ChangedRow[];
  next: string | null;
  answeredAt: number;
}

/** One list of a walk, read page by page. */
export type Section = (span: Span, from: string | null, limit: number) => Promise<Part>;

const POSITION = /^(\d{1,11})\.(\d)\.([0-9@|-]{0,80})$/;

/**
 * Reads lists one after the other as one walk over the changes up to the moment the walk began (Kantata's clock). What changes during the walk belongs to
 * the next one: so however long a walk takes, and in whatever order its lists come, the newest change it delivers is older than every change it missed.
 */
export async function walkOf(at: PageAt, sections: readonly Section[]): Promise<RowPage<ChangedRow>> {
  const [, told, number = '0', from = ''] = at.from === null ? [] : POSITION.exec(at.from) ?? [];
  const section = sections[Number(number)];
  if (!section || (at.from !== null && told === undefined)) throw new ForeignCursor('holds a position that is not one of this feed');
  const after = at.since === null ? -1 : Math.floor(Date.parse(at.since) / 1000) - 1;
  const part = await section({ after, upTo: told === undefined ? null : Number(told) }, from === '' ? null : from, at.limit);
  const upTo = told === undefined ? part.answeredAt : Number(told);
  const place = part.next !== null ? `${number}.${part.next}` : Number(number) + 1 < sections.length ? `${Number(number) + 1}.` : null;
  return { rows: part.rows.filter((row) => secondsOf(row.changed_at) <= upTo), next: place === null ? null : `${upTo}.${place}` };
}
