import type { Ctx, Reply, Router } from '../../../kernel/src/index.js';
import type { Resource } from '../resource.js';
import { objectIn, objectsIn } from './body.js';
import { notFound } from './errors.js';
import { list } from './listing.js';
import { envelope } from './present.js';
import { route } from './route.js';

/** The routes of one kind of object: list, show, and create, update and delete where it allows them. */
export function crud(router: Router, resource: Resource): void {
  const path = `/${resource.plural}`;
  route(router, 'GET', path, (ctx) => list(resource, ctx));
  route(router, 'GET', `${path}/:id`, (ctx) => show(resource, ctx));
  if (resource.create) route(router, 'POST', path, (ctx) => create(resource, ctx));
  if (resource.update) route(router, 'PUT', `${path}/:id`, (ctx) => update(resource, ctx));
  if (resource.remove) route(router, 'DELETE', `${path}/:id`, (ctx) => remove(resource, ctx));
}

/** GET of one: 404 also when the default filters hide it. */
function show(resource: Resource, ctx: Ctx): Reply {
  const row = ctx.books.table(resource.plural).get(ctx.params.id!);
  if (!row || resource.shown?.(row, ctx.query, ctx.books) === false) throw notFound();
  return envelope(resource, [row], ctx);
}

/** POST of one object, or of several under the plural key: all of them or none. Answers 200, not 201. */
function create(resource: Resource, ctx: Ctx): Reply {
  const rows = objectsIn(ctx, resource.singular, resource.plural, resource.bulk ?? 1).map((attributes) => resource.create!(ctx, attributes));
  return envelope(resource, rows, ctx);
}

function update(resource: Resource, ctx: Ctx): Reply {
  const row = ctx.books.table(resource.plural).get(ctx.params.id!);
  if (!row) throw notFound();
  return envelope(resource, [resource.update!(ctx, row, objectIn(ctx, resource.singular))], ctx);
}

function remove(resource: Resource, ctx: Ctx): Reply {
  const row = ctx.books.table(resource.plural).get(ctx.params.id!);
  if (!row || row.deleted_at) throw notFound();
  resource.remove!(ctx, row);
  return { status: 204 };
}
