import type { Ctx, Reply } from '../../kernel/src/index.js';
import { apiMax, apiUsed } from './session/usage.js';

/** GET limits: `{Name: {Max, Remaining}}`. */
export function limits(ctx: Ctx): Reply {
  const max = apiMax(ctx);
  const full = (n: number) => ({ Max: n, Remaining: n });
  return {
    status: 200,
    body: {
      DailyApiRequests: { Max: max, Remaining: Math.max(0, max - apiUsed(ctx)) }, DailyBulkApiBatches: full(15000), DailyAsyncApexExecutions: full(250000),
      DataStorageMB: full(10240), FileStorageMB: full(10240), DailyStreamingApiEvents: full(200000), ConcurrentAsyncGetReportInstances: full(200),
    },
  };
}
