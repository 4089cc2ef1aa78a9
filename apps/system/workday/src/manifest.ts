import type { Manifest } from '#lib/connector';

/** What Workday HCM is like. Nothing is written to it, so there is nothing to find again. */
export const manifest: Manifest = {
  idempotency: 'none',
  settleWindowMs: 0,
  findLagMs: 0,
  // No published figure; a handful of parallel calls is what integrations are known to get away with.
  limits: { concurrency: 5, perSecond: 10 },
  // A page of Get_Workers with organizations takes tens of seconds in a large tenant.
  requestTimeoutMs: 60_000,
  // Two whole days: effective dates are days of the tenant's zone, and a last day of work shows as Active=0 only the day after.
  overlapMs: 2 * 86_400_000,
  money: 'text',
  timeZone: 'offset',
  webhooks: false,
};
