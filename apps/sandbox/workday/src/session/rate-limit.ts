import type { Ctx } from '../../../kernel/src/index.js';
import { switchStamp, switchValue } from '../switches.js';

interface Bucket {
  tokens: number;
  at: number;
  stamp: number;
}

/** Takes a token from the bucket: what is left of it, or undefined when it was empty. It refills within a second unless switched otherwise. */
export function takeToken(ctx: Ctx): number | undefined {
  const { capacity = 7200, refill_per_s: refill = 7200 } = switchValue<{ capacity?: number; refill_per_s?: number }>(ctx.books, 'rate_limit') ?? {};
  const now = ctx.now().getTime();
  const stamp = switchStamp(ctx.books, 'rate_limit');
  const known = ctx.state.get('bucket') as Bucket | undefined;
  const before = known?.stamp === stamp ? Math.min(capacity, known.tokens + (Math.max(0, now - known.at) / 1000) * refill) : capacity;
  const left = before >= 1 ? before - 1 : before;
  ctx.state.set('bucket', { tokens: left, at: now, stamp });
  return before >= 1 ? Math.floor(left) : undefined;
}
