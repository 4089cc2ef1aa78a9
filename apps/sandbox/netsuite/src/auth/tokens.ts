import { type KeyObject, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { type Books, type Ctx, switchValue } from '../../../kernel/src/index.js';
import { ACCOUNT, clientId } from '../credentials.js';

interface Issued {
  /** Machine time, ms: the lives of tokens do not follow the virtual clock. */
  until: number;
  scopes: string[];
  generation: number;
}

const ISSUED = 'tokens';
/** Table counting revocations; tokens of an earlier generation are dead. */
const REVOCATIONS = 'token_revocation';

let signingKey: KeyObject | undefined;

/** Life of an access token in seconds (switch `token_ttl_s`). */
export const tokenLife = (books: Books): number => Number(switchValue<number>(books, 'token_ttl_s', 3600));

/** Issues an access token: a JWT signed RS256 by NetSuite, remembered in process memory. */
export function issueToken(ctx: Ctx, scopes: string[]): string {
  const jti = randomUUID();
  const now = Math.floor(Date.now() / 1000);
  const life = tokenLife(ctx.books);
  issued(ctx).set(jti, { until: Date.now() + life * 1000, scopes, generation: generation(ctx.books) });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part({ typ: 'JWT', alg: 'RS256', kid: 'ns-signing-1' })}.${part({ sub: `3;5;${ACCOUNT}`, aud: [`${ACCOUNT};${clientId()}`], scope: scopes, iss: 'https://system.netsuite.com', iat: now, exp: now + life, jti })}`;
  signingKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return `${input}.${sign('sha256', Buffer.from(input), signingKey).toString('base64url')}`;
}

/** Scopes of a live token; undefined for one that is unknown, expired or revoked. */
export function tokenScopes(ctx: Ctx, token: string): string[] | undefined {
  const known = issued(ctx).get(jtiOf(token) ?? '');
  if (!known) return undefined;
  return Date.now() <= known.until && known.generation === generation(ctx.books) ? known.scopes : undefined;
}

/** Kills every token issued so far. */
export function revokeTokens(books: Books): void {
  const table = books.table(REVOCATIONS);
  const row = table.get('all');
  if (row) table.update('all', { generation: Number(row.generation) + 1 });
  else table.insert({ id: 'all', generation: 1 });
}

const generation = (books: Books): number => Number(books.table(REVOCATIONS).get('all')?.generation ?? 0);

function issued(ctx: Ctx): Map<string, Issued> {
  let tokens = ctx.state.get(ISSUED) as Map<string, Issued> | undefined;
  if (!tokens) ctx.state.set(ISSUED, (tokens = new Map()));
  return tokens;
}

/** The token's id, which nobody can guess. */
function jtiOf(token: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { jti?: unknown };
    return typeof claims.jti === 'string' ? claims.jti : undefined;
  } catch {
    return undefined;
  }
}
