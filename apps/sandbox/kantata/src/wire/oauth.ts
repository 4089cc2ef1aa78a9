import { randomBytes, timingSafeEqual } from 'node:crypto';
import { switchValue, type Books, type Ctx, type Reply, type Router } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { parsedBody } from './body.js';
import { unauthorized } from './errors.js';

/** Table of the access and refresh tokens handed out. */
const TOKENS = 'oauth_tokens';

/** Token, revoke and introspect endpoints, in the manner of the service's authorization server. */
export function oauthRoutes(router: Router): void {
  router.on('POST', '/oauth/token', issue);
  router.on('POST', '/oauth/revoke', (ctx) => {
    const row = ctx.books.table(TOKENS).get(String(parsedBody(ctx).token ?? ''));
    if (row) ctx.books.table(TOKENS).remove(row.id);
    return { status: 200, body: {} };
  });
  router.on('POST', '/oauth/introspect', (ctx) => {
    if (!knownClient(ctx)) return refused(401, 'invalid_client');
    return { status: 200, body: { active: accepted(ctx.books, String(parsedBody(ctx).token ?? ''), ctx.now()) } };
  });
}

/** 401 for API calls without a good bearer token. */
export function bearerGuard(ctx: Ctx): Reply | undefined {
  if (!ctx.path.startsWith('/api/')) return undefined;
  const token = /^Bearer\s+(\S+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  return token && accepted(ctx.books, token, ctx.now()) ? undefined : unauthorized();
}

/** Withdraws every token handed out; the static one stays refused until the switch is set back to false. */
export function revokeTokens(books: Books): void {
  for (const row of books.table(TOKENS).all()) books.table(TOKENS).remove(row.id);
}

function accepted(books: Books, token: string, now: Date): boolean {
  if (same(token, credentials.staticToken)) return switchValue<boolean>(books, 'revoke_tokens', false) !== true;
  const row = books.table(TOKENS).get(token);
  return row?.kind === 'access' && (row.expires_at == null || Date.parse(String(row.expires_at)) > now.getTime());
}

function issue(ctx: Ctx): Reply {
  const body = parsedBody(ctx);
  if (!knownClient(ctx)) return refused(401, 'invalid_client');
  switch (body.grant_type) {
    case 'client_credentials':
      return tokens(ctx, false);
    case 'authorization_code':
      return same(String(body.code ?? ''), credentials.authorizationCode) && body.redirect_uri ? tokens(ctx, true) : refused(400, 'invalid_grant');
    case 'refresh_token': {
      const row = ctx.books.table(TOKENS).get(String(body.refresh_token ?? ''));
      if (row?.kind !== 'refresh') return refused(400, 'invalid_grant');
      ctx.books.table(TOKENS).remove(row.id);
      return tokens(ctx, true);
    }
    default:
      return refused(400, body.grant_type ? 'unsupported_grant_type' : 'invalid_request');
  }
}

/** A fresh access token. It does not expire unless switch `token_ttl_s` says so. */
function tokens(ctx: Ctx, refreshable: boolean): Reply {
  const ttl = switchValue<number | null>(ctx.books, 'token_ttl_s', null);
  const expiresAt = ttl === null ? null : new Date(ctx.now().getTime() + ttl * 1000).toISOString();
  const access = ctx.books.table(TOKENS).insert({ id: randomBytes(32).toString('hex'), kind: 'access', expires_at: expiresAt }).id;
  const refresh = refreshable ? ctx.books.table(TOKENS).insert({ id: randomBytes(32).toString('hex'), kind: 'refresh' }).id : undefined;
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: {
      access_token: access, token_type: 'Bearer', scope: 'api_only', created_at: Math.floor(ctx.now().getTime() / 1000),
      ...(ttl === null ? {} : { expires_in: ttl }), ...(refresh ? { refresh_token: refresh } : {}),
    },
  };
}

/** The client by HTTP Basic or by the body. */
function knownClient(ctx: Ctx): boolean {
  const basic = /^Basic\s+(\S+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  const [id = '', secret = ''] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s) : [parsedBody(ctx).client_id, parsedBody(ctx).client_secret];
  return same(String(id ?? ''), credentials.clientId) && same(String(secret ?? ''), credentials.clientSecret);
}

function refused(status: number, error: string): Reply {
  return { status, body: { error, error_description: error.replaceAll('_', ' ') }, headers: { 'Cache-Control': 'no-store' } };
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
