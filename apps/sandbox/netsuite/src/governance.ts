import type { Ctx, Reply } from '../../kernel/src/index.js';
import { concurrencyLimit } from './auth/guard.js';
import { originOf } from './records/links.js';

/** GET /system/v1/governanceLimits: how many requests the account serves at a time. */
export function governanceLimits(ctx: Ctx): Reply {
  const limit = concurrencyLimit(ctx);
  return {
    status: 200,
    body: {
      links: [{ rel: 'self', href: `${originOf(ctx)}${ctx.path}` }],
      accountConcurrencyLimit: limit, accountUnallocatedConcurrencyLimit: limit, integrationConcurrencyLimit: limit,
    },
  };
}
