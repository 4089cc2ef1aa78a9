import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { many, one } from '../answering.js';
import { isInstance } from '../catalog/index.js';
import { noSuchResource } from '../errors.js';
import { workOf } from '../work.js';
import { matcherOf } from './collection-filter.js';
import { pageLinks, recordUrl } from './links.js';
import { mustFind, typeOf } from './locate.js';
import { pageOf } from './paging.js';
import { expandSublist, renderRecord } from './render.js';

/** GET /record/v1/{type}/{id | eid:externalId}: the record; `expandSubResources=true` inlines its sublists, `fields=` selects. */
export function getRecord(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  const row = mustFind(ctx, workOf(ctx), type);
  const fields = ctx.query.get('fields');
  const only = fields ? new Set(fields.split(',').map((name) => name.trim().toLowerCase())) : undefined;
  return one(renderRecord(ctx, type, row, ctx.query.get('expandSubResources') === 'true', only));
}

/** GET /record/v1/{type}/{id}/{sublist}: the lines of one sublist. */
export function getSublist(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  const row = mustFind(ctx, workOf(ctx), type);
  const sublist = type.sublists.find((candidate) => candidate.name.toLowerCase() === ctx.params.sublist?.toLowerCase());
  if (!sublist) throw noSuchResource(ctx.path);
  return many(expandSublist(ctx, type, row, sublist, recordUrl(ctx, type.name, row.id)));
}

/** GET /record/v1/{type}?q=&limit=&offset=: addresses and ids only, by internal id. */
export function listRecords(ctx: Ctx): Reply {
  const type = typeOf(ctx);
  const { limit, offset } = pageOf(ctx);
  const work = workOf(ctx);
  const fits = matcherOf(work, type, ctx.query.get('q') ?? '');
  const found = ctx.books.table(type.table).find((row) => isInstance(type, row) && fits(row))
    .sort((a, b) => Number(a.id) - Number(b.id) || (a.id < b.id ? -1 : 1));
  const items = found.slice(offset, offset + limit).map((row) => ({ links: [{ rel: 'self', href: recordUrl(ctx, type.name, row.id) }], id: row.id }));
  return many({
    links: pageLinks(ctx, { limit, offset, total: found.length }), count: items.length, hasMore: offset + items.length < found.length,
    items, offset, totalResults: found.length,
  });
}
