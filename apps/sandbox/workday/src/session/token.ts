import { randomBytes } from 'node:crypto';
import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { switchStamp, switchValue } from '../switches.js';

interface Token {
  expiresAt: number;
  generation: number;
}

const TTL_S = 3600;

function tokens(ctx: Ctx): Map<string, Token> {
  let all = ctx.state.get('tokens') as Map<string, Token> | undefined;
  if (!all) ctx.state.set('tokens', (all = new Map()));
  return all;
}

/** POST /ccx/oauth2/{tenant}/token with a refresh token that does not expire; client id and secret as Basic or in the form. */
export function tokenEndpoint(ctx: Ctx): Reply {
  const form = ctx.form();
  if (ctx.params.tenant !== credentials.tenant) return refusal(404, 'invalid_request', 'unknown tenant');
  const { id, secret } = clientOf(ctx, form);
  if (id !== credentials.clientId || secret !== credentials.clientSecret) return refusal(401, 'invalid_client', 'Client authentication failed');
  if (form.get('grant_type') !== 'refresh_token') return refusal(400, 'unsupported_grant_type', 'The grant type is not enabled for this API client');
  if (form.get('refresh_token') !== credentials.refreshToken) return refusal(400, 'invalid_grant', 'The refresh token is invalid');
  const seconds = switchValue<number>(ctx.books, 'token_ttl_s') ?? TTL_S;
  const token = randomBytes(24).toString('base64url');
  tokens(ctx).set(token, { expiresAt: ctx.now().getTime() + seconds * 1000, generation: switchStamp(ctx.books, 'revoke_tokens') });
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: { refresh_token: credentials.refreshToken, token_type: 'Bearer', access_token: token, expires_in: seconds } };
}

/** True while the token is known, not revoked and not expired. */
export function tokenHolds(ctx: Ctx, token: string): boolean {
  const known = tokens(ctx).get(token);
  return known !== undefined && ctx.now().getTime() < known.expiresAt && known.generation === switchStamp(ctx.books, 'revoke_tokens');
}

function clientOf(ctx: Ctx, form: URLSearchParams): { id: string | null; secret: string | null } {
  const pair = basicPair(ctx);
  return pair ? { id: pair.user, secret: pair.password } : { id: form.get('client_id'), secret: form.get('client_secret') };
}

/** The pair of an `Authorization: Basic` header. */
export function basicPair(ctx: Ctx): { user: string; password: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  if (!encoded) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return { user: text.slice(0, at), password: text.slice(at + 1) };
}

export function bearerHolds(ctx: Ctx): boolean {
  const token = /^Bearer (.+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  return token !== undefined && tokenHolds(ctx, token);
}

const refusal = (status: number, error: string, description: string): Reply => ({ status, body: { error, error_description: description } });
