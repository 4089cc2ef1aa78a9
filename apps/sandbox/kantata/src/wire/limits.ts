import { switchValue, type Ctx, type Reply } from '../../../kernel/src/index.js';
import { tooManyRequests } from './errors.js';

/** So many requests in so many seconds. */
interface Limit {
  requests: number;
  per_s: number;
}

/**
 * The limits in force: switch `limits`, an object from endpoint (`GET /workspaces`, ids as `:id`) or `general` to
 * {requests, per_s}. None by default, because the vendor does not publish its numbers. Counted in real seconds, so that
 * moving the virtual clock frees nobody. Switch `retry_after` = true adds the header the vendor does not promise.
 */
export function limited(ctx: Ctx): Reply | undefined {
  const limits = switchValue<Record<string, Limit>>(ctx.books, 'limits', {});
  const endpoint = `${ctx.method} ${ctx.path.replace(/^\/api\/v1/, '').replace(/\.json$/, '').replace(/\/\d+/g, '/:id')}`;
  for (const name of ['general', endpoint]) {
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    const wait = limit ? waitFor(ctx.state, name, limit) : 0;
    if (wait > 0) return tooManyRequests(switchValue<boolean>(ctx.books, 'retry_after', false) ? Math.ceil(wait / 1000) : undefined);
  }
  return undefined;
}

/** Counts a request into its window; milliseconds to wait when the window is full. */
function waitFor(state: Map<string, unknown>, name: string, limit: Limit): number {
  const now = performance.now();
  const since = now - limit.per_s * 1000;
  const seen = ((state.get(`limit ${name}`) as number[] | undefined) ?? []).filter((at) => at > since);
  state.set(`limit ${name}`, seen);
  if (seen.length >= limit.requests) return seen[0]! - since;
  seen.push(now);
  return 0;
}
