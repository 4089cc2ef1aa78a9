import { UnreadableAnswer, type VendorContext } from '#lib/connector';
import type { KantataSettings } from '../settings.js';
import { listed, type Listed, type Row } from './envelope.js';

export type Ctx = VendorContext<KantataSettings>;
export type Query = Record<string, string | number | boolean | undefined>;

/** Most rows Kantata gives at once. */
export const MOST = 200;
/** How often a short list is read again when rows come and go while it is read. */
const TRIES = 4;

/** One list call. */
export async function list(ctx: Ctx, plural: string, query: Query): Promise<Listed> {
  return listed(await ctx.http.send({ method: 'GET', url: `/${plural}`, query, label: plural }), plural);
}

/** Every row of a short list, with the pages they came on. A list that changed so that a row may have slipped is read again. Throws UnreadableAnswer when it never stands still. */
export async function all(ctx: Ctx, plural: string, query: Query = {}): Promise<{ rows: Row[]; pages: Listed[] }> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const pages: Listed[] = [];
    let read = 0;
    do {
      pages.push(await list(ctx, plural, { ...query, limit: MOST, offset: read }));
      read += pages.at(-1)!.rows.length;
    } while (pages.at(-1)!.rows.length > 0 && read < pages.at(-1)!.total);
    const rows = pages.flatMap((p) => p.rows);
    if (new Set(rows.map((r) => r.id)).size === pages.at(-1)!.total && pages.every((p) => p.total === pages[0]!.total)) return { rows, pages };
  }
  throw new UnreadableAnswer(`${plural} changed while it was read, ${TRIES} times`);
}

/** Pages of rows by id, in as many calls as their number needs; ids that are gone are left out. */
export async function pagesById(ctx: Ctx, plural: string, ids: readonly string[], query: Query = {}): Promise<Listed[]> {
  const wanted = [...new Set(ids)];
  const parts = Array.from({ length: Math.ceil(wanted.length / MOST) }, (_, i) => wanted.slice(i * MOST, (i + 1) * MOST));
  return Promise.all(parts.map((some) => list(ctx, plural, { ...query, only: some.join(','), limit: MOST, offset: 0 })));
}

/** Rows by id. */
export async function byIds(ctx: Ctx, plural: string, ids: readonly string[], query: Query = {}): Promise<Row[]> {
  return (await pagesById(ctx, plural, ids, query)).flatMap((p) => p.rows);
}

/** The single object of a path, or null. */
export async function get(ctx: Ctx, plural: string, id: string, query: Query = {}): Promise<Listed | null> {
  const answer = await ctx.http.send({ method: 'GET', url: `/${plural}/${encodeURIComponent(id)}`, query, label: `${plural}.get`, accept: [404] });
  return answer.status === 404 ? null : listed(answer, plural);
}
