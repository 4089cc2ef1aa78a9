import type { Ctx, Reply, Router } from '../../kernel/src/index.js';
import { batch } from './composite/batch.js';
import { createMany, deleteMany, retrieveMany, updateMany, upsertMany } from './composite/collections.js';
import { composite } from './composite/composite.js';
import { findRoute, guarded, type Route } from './composite/dispatch.js';
import { graphs } from './composite/graph.js';
import { normalizeId } from './ids.js';
import { limits } from './limits.js';
import { objectTypes } from './schema/org.js';
import { gate } from './session/gate.js';
import { revokeEndpoint, tokenEndpoint } from './session/oauth.js';
import { limitInfo } from './session/usage.js';
import { userinfo } from './session/userinfo.js';
import { deleted, updated } from './sobject/changes.js';
import { describe, describeBasic, describeGlobal } from './sobject/describe.js';
import { create, read, readByKey, remove, removeByKey, update, upsert } from './sobject/record.js';
import { follow } from './sobject/relationship.js';
import { nextPage, queryResource } from './soql/resource.js';
import { versionResources, versions } from './versions.js';

const V = '/services/data/:version';
const route = (method: string, pattern: string, handler: Route['handler']): Route => ({ method, pattern: `${V}${pattern}`, handler });

/** `/{X}/{a}/{b}` is a relationship of a record when `a` is an id of that object, else an external-id address. */
const recordOrKey = (byKey: Route['handler'], byId?: Route['handler']) => (ctx: Ctx): Reply => {
  const prefix = objectTypes.find((t) => t.name.toLowerCase() === ctx.params.type!.toLowerCase())?.prefix;
  const isRecord = prefix !== undefined && ctx.params.field!.startsWith(prefix) && normalizeId(ctx.params.field) !== undefined;
  return isRecord && byId ? byId(ctx) : byKey(ctx);
};

/** Every data resource; fixed words come before `:id`. Composite calls dispatch into this same table. */
const dataRoutes: Route[] = [
  route('GET', '', versionResources),
  route('GET', '/limits', limits),
  route('GET', '/query', queryResource(false)),
  route('GET', '/queryAll', queryResource(true)),
  route('GET', '/query/:locator', nextPage),
  route('GET', '/queryAll/:locator', nextPage),
  route('GET', '/sobjects', describeGlobal),
  route('GET', '/sobjects/:type', describeBasic),
  route('POST', '/sobjects/:type', create),
  route('POST', '/sobjects/:type/Id', create),
  route('GET', '/sobjects/:type/describe', describe),
  route('GET', '/sobjects/:type/updated', updated),
  route('GET', '/sobjects/:type/deleted', deleted),
  route('GET', '/sobjects/:type/:id', read),
  route('PATCH', '/sobjects/:type/:id', update),
  route('DELETE', '/sobjects/:type/:id', remove),
  route('GET', '/sobjects/:type/:field/:value', recordOrKey(readByKey, follow)),
  route('PATCH', '/sobjects/:type/:field/:value', upsert),
  route('DELETE', '/sobjects/:type/:field/:value', removeByKey),
  route('POST', '/composite', composite(() => dataRoutes)),
  route('POST', '/composite/batch', batch(() => dataRoutes)),
  route('POST', '/composite/graph', graphs(() => dataRoutes)),
  route('POST', '/composite/sobjects', createMany),
  route('PATCH', '/composite/sobjects', updateMany),
  route('DELETE', '/composite/sobjects', deleteMany),
  route('GET', '/composite/sobjects/:type', retrieveMany),
  route('POST', '/composite/sobjects/:type', retrieveMany),
  route('PATCH', '/composite/sobjects/:type/:field', upsertMany),
];

/** Answers with a body carry the usage header; 204s do not, as recorded. */
const withUsage = (ctx: Ctx, reply: Reply): Reply => (reply.status === 204 ? reply : { ...reply, headers: { ...limitInfo(ctx), ...reply.headers } });

export function registerRoutes(router: Router): void {
  router.before(gate);
  router.on('POST', '/services/oauth2/token', tokenEndpoint);
  router.on('POST', '/services/oauth2/revoke', revokeEndpoint);
  router.on('GET', '/services/oauth2/userinfo', userinfo);
  router.on('GET', '/id/:org/:user', userinfo);
  router.on('GET', '/services/data', versions);
  for (const { method, pattern, handler } of dataRoutes) router.on(method, pattern, guarded(handler, withUsage));
  router.notFound(guarded((ctx) => findRoute(dataRoutes, ctx.method, ctx.path).route.handler(ctx), withUsage));
}
