import { contentVersion, EPOCH, ForeignCursor, keysetAfter, keysetNext, type PageAt, type ReadVerb, type RowIdentity, type RowPage, UnreadableAnswer, type VendorContext } from '#lib/connector';
import { instantOf, wallBound } from '../client/account-clock.js';
import { isInternalId, LARGEST_PAGE, SECONDS, sqlMoment, type SqlRow, sqlText, suiteql } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';

type Ctx = VendorContext<NetsuiteSettings>;
type Verb = ReadVerb<SqlRow, NetsuiteSettings>;

/** What a walk selects. Every row gets `id` (from `key`) and, where there is a change time, `changed` on the account's wall clock. */
export interface Source {
  label: string;
  columns: string;
  from: string;
  where?: string;
  /** Column of the internal id: `t.id`. */
  key: string;
  /** Column of the change time: `t.lastmodifieddate`. */
  changed?: string;
}

const whereOf = (conditions: (string | undefined)[]): string => conditions.filter((c) => c !== undefined).map((c) => `(${c})`).join(' AND ') || '1 = 1';
const moment = (wall: string): string => `TO_DATE(${sqlText(wall)}, '${SECONDS}')`;
const selected = (s: Source): string => `${s.key} AS id, ${s.changed ? `${sqlMoment(s.changed)} AS changed, ` : ''}${s.columns}`;

/** Rows changed at or after a time, in the order of (change time, id): a row changed mid-walk moves to the end and is met there. */
export async function changedRows(source: Source & { changed: string }, at: PageAt, ctx: Ctx): Promise<RowPage<SqlRow>> {
  const limit = Math.min(at.limit, LARGEST_PAGE);
  const after = keysetAfter(at.from);
  const { changed, key } = source;
  // Also without a bound: a zone that does not exist must stop the walk, not spoil its rows.
  const bound = wallBound(at.since ?? EPOCH, ctx.settings.account_time_zone);
  const rows = await suiteql(ctx, source.label, `
    SELECT ${selected(source)} FROM ${source.from}
    WHERE ${whereOf([
      source.where,
      at.since === null ? undefined : `${changed} >= ${moment(bound)}`,
      after === null ? undefined : `${changed} > ${moment(after.changed_at)} OR (${changed} = ${moment(after.changed_at)} AND ${key} > ${positionOf(after.id)})`,
    ])} ORDER BY ${changed}, ${key}`, limit);
  return { rows, next: keysetNext(rows, limit, (row) => ({ changed_at: row.changed!, id: idOf(row) })) };
}

/** All rows, in the order of their ids. */
export async function allRows(source: Source, at: PageAt, ctx: Ctx): Promise<RowPage<SqlRow>> {
  const limit = Math.min(at.limit, LARGEST_PAGE);
  const rows = await suiteql(ctx, source.label, `
    SELECT ${selected(source)} FROM ${source.from} WHERE ${whereOf([source.where, at.from === null ? undefined : `${source.key} > ${positionOf(at.from)}`])} ORDER BY ${source.key}`, limit);
  return { rows, next: rows.length < limit ? null : idOf(rows.at(-1)!) };
}

/** The row of an internal id; null when there is none. */
export async function rowById(source: Source, id: string, ctx: Ctx): Promise<SqlRow | null> {
  if (!isInternalId(id)) return null;
  const rows = await suiteql(ctx, source.label, `SELECT ${selected(source)} FROM ${source.from} WHERE ${whereOf([source.where, `${source.key} = ${id}`])} ORDER BY ${source.key}`, 1);
  return rows[0] ?? null;
}

/** Change times have no more than seconds: the version is the content, so that two changes within one are told apart. */
export function identify(row: SqlRow, settings: NetsuiteSettings): RowIdentity {
  return { source_id: row.id!, source_version: contentVersion(row), source_timestamp: row.changed ? instantOf(row.changed, settings.account_time_zone) : EPOCH };
}

/** How rows of an entity become records: see ReadVerb. */
export type Mapping = Pick<Verb, 'map' | 'known' | 'dropped'>;

/** A verb that lists a small table whole each time. */
export const snapshotOf = (source: (settings: NetsuiteSettings) => Source, mapping: Mapping): Verb => ({
  feed: 'snapshot', identify, ...mapping,
  page: (at, ctx) => allRows(source(ctx.settings), at, ctx),
  one: (id, ctx) => rowById(source(ctx.settings), id, ctx),
});

/** A verb that reads what changed. `complete` adds what stands in other tables to each row. */
export const deltaOf = (
  source: (settings: NetsuiteSettings) => Source & { changed: string }, mapping: Mapping,
  complete: (rows: SqlRow[], ctx: Ctx) => Promise<SqlRow[]> = async (rows) => rows,
): Verb => ({
  feed: 'delta', identify, ...mapping,
  page: async (at, ctx) => {
    const page = await changedRows(source(ctx.settings), at, ctx);
    return { rows: page.rows.length === 0 ? [] : await complete(page.rows, ctx), next: page.next };
  },
  one: async (id, ctx) => {
    const row = await rowById(source(ctx.settings), id, ctx);
    return row === null ? null : (await complete([row], ctx))[0]!;
  },
});

/** The place a walk goes on from: it comes back from callers, and a query is made of it. */
function positionOf(text: string): string {
  if (!isInternalId(text)) throw new ForeignCursor('holds a position that is no internal id');
  return text;
}

/** The internal id of a row: one that is none would end the walk there for good. */
function idOf(row: SqlRow): string {
  if (row.id === undefined || !isInternalId(row.id)) throw new UnreadableAnswer('the vendor sent a row without an internal id');
  return row.id;
}

/** `IN (…)` over the ids of rows. */
export const among = (column: string, rows: readonly SqlRow[]): string => `${column} IN (${rows.map(idOf).join(', ')})`;
