import { BadBody, type Ctx, type Handler, type Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { takeToken } from '../session/rate-limit.js';
import { bearerHolds } from '../session/token.js';
import { RestError } from './error.js';

/** A REST resource as the kernel takes it: bearer token, tenant, rate limit, refusals in Workday's shape, the bucket's level in a header. */
export function serve(handler: (ctx: Ctx) => Reply): Handler {
  return (ctx) => {
    const left = takeToken(ctx);
    const headers = { 'wd-ratelimit-tokens-remaining': String(left ?? 0) };
    const reply = left === undefined ? new RestError(429, 'Too many requests').reply() : attempt(ctx, handler);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };
}

function attempt(ctx: Ctx, handler: (ctx: Ctx) => Reply): Reply {
  try {
    if (!bearerHolds(ctx)) throw new RestError(401, 'invalid_token');
    if (ctx.params.tenant !== credentials.tenant) throw new RestError(404, 'unknown tenant');
    return handler(ctx);
  } catch (error) {
    if (error instanceof RestError) return error.reply();
    if (error instanceof BadBody) return new RestError(400, 'invalid request: the body is not valid JSON').reply();
    throw error;
  }
}

export const today = (ctx: Ctx): string => ctx.now().toISOString().slice(0, 10);
