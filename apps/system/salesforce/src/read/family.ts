import { contentVersion, type PageAt, type ReadVerb, type RowIdentity, type RowPage } from '#lib/connector';
import { advanced, fromInstant, ORDER, type Position, whereOf } from '../client/keyset.js';
import { fieldOf, nameOf } from '../client/names.js';
import { type Ctx, instantOf, isRecordId, queryAll, quoted } from '../client/query.js';
import { type ChildShape, type Row, rowOf, selectOf, type Shape } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';

/** A record whose children belong to it. */
export type Family = Shape & { children: readonly ChildShape[] };

/** Ids in one query: the address of a request holds 16,384 bytes at most. */
const MOST = 200;
/** How far before the newest child a first walk watches for children that change while it runs. */
const WATCH_MS = 600_000;

type Read = Pick<ReadVerb<Row, SalesforceSettings>, 'feed' | 'page' | 'identify' | 'one'>;

/**
 * Reads records together with their children. A child may change without its parent's stamp moving, so a walk follows several streams at once, changed parents and
 * changed children of each kind, and is complete only when one page saw the end of all. The recycle bin is read too: deleting a child is a change like any other.
 */
export function familyRead(family: Family): Read {
  return {
    feed: 'delta',
    page: (at, ctx) => page(family, at, ctx),
    identify: (row) => identify(family, row),
    one: async (id, ctx) => (isRecordId(id) ? ((await byIds(family, [id], ctx))[0] ?? null) : null),
  };
}

async function page(family: Family, at: PageAt, ctx: Ctx): Promise<RowPage<Row>> {
  const limit = Math.min(at.limit, MOST);
  const [own = '', ...streams] = at.from === null ? await beginning(family, at.since, ctx) : at.from.split('~');
  const rows = await parents(family, `${whereOf(own)} ${ORDER} LIMIT ${limit}`, ctx);
  const here = new Set(rows.map((r) => r.Id));
  const changed: Row[][] = [];
  for (const [i, kind] of family.children.entries()) changed.push(await changedChildren(kind, (only) => `${whereOf(streams[i] ?? '', ...only)} ${ORDER} LIMIT ${limit}`, ctx));
  const elsewhere = [...new Set(changed.flat().map((c) => String(c.parent)))].filter((id) => !here.has(id));
  for (let n = 0; n < elsewhere.length; n += MOST) rows.push(...(await byIds(family, elsewhere.slice(n, n + MOST), ctx)));
  const more = here.size === limit || changed.some((c) => c.length === limit);
  return { rows, next: more ? [advanced(rows.slice(0, here.size), own), ...changed.map((c, i) => advanced(c, streams[i] ?? ''))].join('~') : null };
}

/** A first walk brings every child with its parent: of the child streams only what changes from now on matters, by the vendor's own clock. */
async function beginning(family: Family, since: string | null, ctx: Ctx): Promise<Position[]> {
  if (since !== null) return [since, ...family.children.map(() => since)].map(fromInstant);
  const positions: Position[] = [''];
  for (const kind of family.children) {
    const [newest] = await changedChildren(kind, (only) => `${whereOf('', ...only)} ORDER BY SystemModstamp DESC LIMIT 1`, ctx);
    positions.push(newest ? fromInstant(new Date(Date.parse(instantOf(newest.SystemModstamp)) - WATCH_MS).toISOString()) : '');
  }
  return positions;
}

async function parents(family: Family, rest: string, ctx: Ctx): Promise<Row[]> {
  const found = await queryAll(`${selectOf(family, ctx.settings)}${rest}`, ctx, `${family.object.toLowerCase()}.query`);
  return found.map((r) => rowOf(r, family, ctx.settings));
}

/** Records by id, whatever has changed. */
export const byIds = (family: Family, ids: string[], ctx: Ctx) => parents(family, ` WHERE Id IN (${ids.map(quoted).join(',')})`, ctx);

/** `rest` is given the condition that leaves out children of other objects, where there are such. */
async function changedChildren({ object, parent, stray }: ChildShape, rest: (only: string[]) => string, ctx: Ctx): Promise<Row[]> {
  const lookup = fieldOf(object, parent, ctx.settings);
  const found = await queryAll(`SELECT Id, SystemModstamp, ${lookup} FROM ${nameOf(object, ctx.settings)}${rest(stray ? [`${lookup} != null`] : [])}`, ctx, `${object.toLowerCase()}.query`);
  return found.map((c) => ({ Id: c.Id, SystemModstamp: c.SystemModstamp, parent: c[lookup] }));
}

/** The newest stamp of the family is the moment of the change, deleted children included: so it never goes back when one is deleted. */
function identify(family: Family, row: Row): RowIdentity {
  const children = family.children.flatMap((kind) => row[kind.relationship] as Row[]);
  const stamps = [row, ...children].map((r) => instantOf(r.SystemModstamp)).sort();
  return { source_id: row.Id, source_version: contentVersion(row), source_timestamp: stamps.at(-1)! };
}
