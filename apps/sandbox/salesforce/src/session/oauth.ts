import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { INTEGRATION_USER_ID, ORG_ID } from '../ids.js';
import { assertionProblem } from './jwt-bearer.js';
import { issueToken, revokeToken } from './tokens.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** POST /services/oauth2/token: client credentials (secret in the form or as Basic), JWT bearer, refresh token. */
export function tokenEndpoint(ctx: Ctx): Reply {
  const form = ctx.form();
  const grant = form.get('grant_type');
  if (grant === JWT_BEARER) {
    const problem = assertionProblem(ctx, form.get('assertion') ?? '');
    return problem ? refusal('invalid_grant', problem) : granted(ctx);
  }
  if (grant !== 'client_credentials' && grant !== 'refresh_token') return refusal('unsupported_grant_type', 'grant type not supported');
  const client = clientOf(ctx, form);
  if (client.id !== credentials.clientId) return refusal('invalid_client_id', 'client identifier invalid');
  // A refresh may come without the secret (public client); client credentials never.
  if (client.secret !== credentials.clientSecret && !(grant === 'refresh_token' && client.secret === undefined)) return refusal('invalid_client', 'invalid client credentials', 401);
  if (grant === 'refresh_token' && form.get('refresh_token') !== credentials.refreshToken) return refusal('invalid_grant', 'expired access/refresh token');
  return granted(ctx);
}

/** POST /services/oauth2/revoke with `token`. */
export function revokeEndpoint(ctx: Ctx): Reply {
  const token = ctx.form().get('token') ?? ctx.query.get('token') ?? '';
  return revokeToken(ctx, token) ? { status: 200, body: '' } : refusal('invalid_token', 'invalid token: ' + token.slice(0, 6));
}

/** Base address of this org as the caller reached it. */
export const instanceUrl = (ctx: Ctx) => `http://${ctx.headers.host ?? '127.0.0.1'}`;

function granted(ctx: Ctx): Reply {
  const { token, issuedAt, signature } = issueToken(ctx);
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-cache, no-store' },
    body: {
      access_token: token, signature, scope: 'api', token_format: 'opaque', instance_url: instanceUrl(ctx),
      id: `https://login.salesforce.com/id/${ORG_ID}/${INTEGRATION_USER_ID}`, token_type: 'Bearer', issued_at: String(issuedAt),
    },
  };
}

function clientOf(ctx: Ctx, form: URLSearchParams): { id: string | undefined; secret: string | undefined } {
  const basic = /^Basic (.+)$/i.exec(ctx.headers.authorization ?? '')?.[1];
  if (!basic) return { id: form.get('client_id') ?? undefined, secret: form.get('client_secret') ?? undefined };
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  return { id: plain(pair.slice(0, at)), secret: plain(pair.slice(at + 1)) };
}

/** RFC 6749 has clients form-encode both halves of the Basic pair; many do not. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

function refusal(error: string, description: string, status = 400): Reply {
  return { status, body: { error, error_description: description } };
}
