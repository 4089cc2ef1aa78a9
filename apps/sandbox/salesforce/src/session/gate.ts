import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { SalesforceError } from '../errors.js';
import { useToken } from './tokens.js';
import { spendCall } from './usage.js';

const URI_LIMIT = 16_384;

/** Everything under /services/data but the list of versions demands a living session and a call left in the allocation. */
export function gate(ctx: Ctx): Reply | undefined {
  if (!/^\/services\/data\/./.test(ctx.path)) return undefined;
  if (ctx.path.length + ctx.query.toString().length > URI_LIMIT) return new SalesforceError('URI_TOO_LONG', 'The length of the URI exceeds the limit of 16,384 bytes').reply();
  const token = /^(?:Bearer|OAuth) (.+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  if (!token || !useToken(ctx, token)) {
    return { ...new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid').reply(), headers: { 'WWW-Authenticate': 'Token' } };
  }
  if (!spendCall(ctx)) return new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.').reply();
  const version = Number(/^\/services\/data\/v(\d+)\.0(?:\/|$)/.exec(ctx.path)?.[1]);
  if (!(version >= 31 && version <= 66)) return new SalesforceError('NOT_FOUND', 'The requested resource does not exist').reply();
  return undefined;
}
