import type { Ctx } from '../../../kernel/src/index.js';
import { switchStamp, switchValue } from '../switches.js';

const DAY_MS = 86_400_000;
/** An Unlimited Edition org with licences to spare. */
const DEFAULT_MAX = 1_000_000;

interface Usage {
  count: number;
  since: number;
  stamp: number;
}

function usage(ctx: Ctx): Usage {
  const stamp = switchStamp(ctx.books, 'api_limit');
  const now = ctx.now().getTime();
  const known = ctx.state.get('api_usage') as Usage | undefined;
  if (known && known.stamp === stamp && now - known.since < DAY_MS) return known;
  const used = known?.stamp === stamp ? 0 : Number(switchValue<{ used?: number }>(ctx.books, 'api_limit')?.used ?? 0);
  const fresh = { count: used, since: now, stamp };
  ctx.state.set('api_usage', fresh);
  return fresh;
}

export function apiMax(ctx: Ctx): number {
  return Number(switchValue<{ max?: number }>(ctx.books, 'api_limit')?.max ?? DEFAULT_MAX);
}

export const apiUsed = (ctx: Ctx): number => usage(ctx).count;

/** Spends one call of the 24-hour allocation; false when it is exhausted. */
export function spendCall(ctx: Ctx): boolean {
  const current = usage(ctx);
  if (current.count >= apiMax(ctx)) return false;
  current.count += 1;
  return true;
}

/** The header every answer with a body carries. */
export const limitInfo = (ctx: Ctx) => ({ 'Sforce-Limit-Info': `api-usage=${apiUsed(ctx)}/${apiMax(ctx)}` });
