import { type Ctx, type Reply, switchValue } from '../../../kernel/src/index.js';
import { TOKEN_PATH } from '../credentials.js';
import { errorReply } from '../errors.js';
import { tokenScopes } from './tokens.js';

/** Demands a live bearer token with the scope of REST web services everywhere but at the token endpoint. */
export function demandToken(ctx: Ctx): Reply | undefined {
  if (ctx.path === TOKEN_PATH) return undefined;
  const token = /^Bearer\s+(\S+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  const scopes = token === undefined ? undefined : tokenScopes(ctx, token);
  if (!scopes) {
    const reply = errorReply(401, [{ detail: 'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI.', 'o:errorCode': 'INVALID_LOGIN' }]);
    return { ...reply, headers: { ...reply.headers, 'www-authenticate': `Bearer realm="NetSuite"${token ? ', error="invalid_token"' : ''}` } };
  }
  if (scopes.includes('rest_webservices')) return undefined;
  return errorReply(403, [{ detail: 'The access token does not include the scope rest_webservices.', 'o:errorCode': 'INSUFFICIENT_PERMISSION' }]);
}

/** Requests the account serves at a time (switch `concurrency_limit`). */
export const concurrencyLimit = (ctx: Ctx): number => switchValue<number>(ctx.books, 'concurrency_limit', 5);

/** 429 for a request that finds the account's concurrency used up. NetSuite names no time to retry after. */
export function limitConcurrency(ctx: Ctx): Reply | undefined {
  if (ctx.path === TOKEN_PATH || ctx.inFlight <= concurrencyLimit(ctx)) return undefined;
  return tooManyRequests();
}

export const tooManyRequests = (): Reply => errorReply(429, [{
  detail: 'Concurrent request limit exceeded. Request blocked.', 'o:errorCode': 'CONCURRENCY_LIMIT_EXCEEDED',
}]);
