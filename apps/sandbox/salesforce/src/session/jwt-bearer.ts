import { verify } from 'node:crypto';
import type { Ctx } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';

const AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/**
 * Checks a JWT bearer assertion: RS256 by the public key in table `connected_app_key` ({id: client id, pem}), iss the client id,
 * sub the integration user, aud a login host or this one, exp ahead. Returns the refusal's description, or undefined when it holds.
 */
export function assertionProblem(ctx: Ctx, assertion: string): string | undefined {
  const [head, claims, signature] = assertion.split('.');
  const header = decode(head);
  const body = decode(claims);
  if (!header || !body || !signature) return 'invalid assertion';
  if (header.alg !== 'RS256') return 'algorithm not supported';
  const key = ctx.books.table('connected_app_key').get(String(body.iss));
  if (!key) return 'client identifier invalid';
  if (!verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), String(key.pem), Buffer.from(signature, 'base64url'))) return 'invalid assertion';
  if (!AUDIENCES.includes(String(body.aud)) && !String(body.aud).includes(ctx.headers.host ?? '\0')) return 'audience is invalid';
  if (!(Number(body.exp) * 1000 > Date.now())) return 'expired authorization code';
  if (body.sub !== credentials.username) return "user hasn't approved this consumer";
  return undefined;
}

function decode(part: string | undefined): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
