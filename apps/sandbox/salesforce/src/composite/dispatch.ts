import type { Books, Ctx, Handler, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';

export interface Route {
  method: string;
  pattern: string;
  /** Synchronous: subrequests run inside the transaction of the call that carries them. */
  handler: (ctx: Ctx) => Reply;
}

/** One subrequest of a composite call. */
export interface SubRequest {
  method: string;
  /** Path and query below the host. */
  url: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

/** The route of a path, with its named parts; 405 when only the method is wrong, 404 when nothing fits. */
export function findRoute(routes: Route[], method: string, path: string): { route: Route; params: Record<string, string> } {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = match(route.pattern, path);
    if (params && route.method === method) return { route, params };
    if (params) allowed.push(route.method);
  }
  if (allowed.length) throw new SalesforceError('METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${[...new Set(allowed)].join(',')}`);
  throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const want = pattern.split('/');
  const have = path.replace(/\/$/, '').split('/');
  if (want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    if (part.startsWith(':')) {
      if (!have[i]) return undefined;
      params[part.slice(1)] = decodeURIComponent(have[i]);
    } else if (part !== have[i]) return undefined;
  }
  return params;
}

/** Runs a subrequest over the given books; refusals come back as answers, in the vendor's shape. */
export function dispatch(ctx: Ctx, books: Books, routes: Route[], sub: SubRequest): Reply {
  const [path = '', search = ''] = sub.url.split(/\?(.*)/s);
  try {
    const { route, params } = findRoute(routes, sub.method.toUpperCase(), path);
    const raw = Buffer.from(sub.body === undefined ? '' : JSON.stringify(sub.body));
    const headers = Object.fromEntries(Object.entries({ ...sub.httpHeaders }).map(([k, v]) => [k.toLowerCase(), v]));
    return route.handler({
      method: sub.method.toUpperCase(), path, params, query: new URLSearchParams(search), headers, raw, books, state: ctx.state, inFlight: ctx.inFlight,
      json: () => JSON.parse(raw.toString('utf8')), form: () => new URLSearchParams(), now: () => ctx.now(), rng: () => ctx.rng(),
    });
  } catch (error) {
    if (error instanceof SalesforceError) return error.reply();
    throw error;
  }
}

/** A route as the kernel takes it: refusals thrown inside become answers. */
export function guarded(handler: Route['handler'], decorate: (ctx: Ctx, reply: Reply) => Reply): Handler {
  return (ctx) => {
    try {
      return decorate(ctx, handler(ctx));
    } catch (error) {
      if (error instanceof SalesforceError) return decorate(ctx, error.reply());
      throw error;
    }
  };
}
