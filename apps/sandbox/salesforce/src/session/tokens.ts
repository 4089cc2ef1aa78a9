import { createHash, randomBytes } from 'node:crypto';
import type { Ctx } from '../../../kernel/src/index.js';
import { ORG_ID } from '../ids.js';
import { switchStamp, switchValue } from '../switches.js';

interface Session {
  issuedAt: number;
  usedAt: number;
  /** Setting of switch `revoke_tokens` under which the token was issued. */
  generation: number;
}

const IDLE_MS = 2 * 3600 * 1000;

function sessions(ctx: Ctx): Map<string, Session> {
  let all = ctx.state.get('sessions') as Map<string, Session> | undefined;
  if (!all) ctx.state.set('sessions', (all = new Map()));
  return all;
}

/** A new access token: org id, `!`, opaque rest. Tokens live in process memory: after a restart every client must log in again. */
export function issueToken(ctx: Ctx): { token: string; issuedAt: number; signature: string } {
  const issuedAt = ctx.now().getTime();
  const token = `${ORG_ID}!AQ${randomBytes(60).toString('base64url')}`;
  sessions(ctx).set(token, { issuedAt, usedAt: issuedAt, generation: switchStamp(ctx.books, 'revoke_tokens') });
  return { token, issuedAt, signature: createHash('sha256').update(token).digest('base64') };
}

export function revokeToken(ctx: Ctx, token: string): boolean {
  return sessions(ctx).delete(token);
}

/** True while the token is known, not revoked and not expired; using it keeps an idle timeout away. */
export function useToken(ctx: Ctx, token: string): boolean {
  const session = sessions(ctx).get(token);
  if (!session) return false;
  const now = ctx.now().getTime();
  const ttl = switchValue<number>(ctx.books, 'token_ttl_s');
  const dead = ttl === undefined ? now - session.usedAt > IDLE_MS : now - session.issuedAt > ttl * 1000;
  if (dead || session.generation !== switchStamp(ctx.books, 'revoke_tokens')) {
    sessions(ctx).delete(token);
    return false;
  }
  session.usedAt = now;
  return true;
}
