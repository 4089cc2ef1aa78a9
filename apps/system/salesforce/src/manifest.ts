import type { Manifest } from '#lib/connector';

/**
 * What Salesforce is like, from its REST API guide and its limits sheet. Reads by id or external id see a commit at once, so the find lag is short; every write
 * here sets values (upsert by external id, or fields of a known record), so a repeated one changes nothing.
 */
export const manifest: Manifest = {
  idempotency: 'external_id',
  settleWindowMs: 15_000,
  findLagMs: 1_000,
  // 25 requests longer than 20 s may run at once in the whole org: ours stay a part of that.
  limits: { concurrency: 8 },
  requestTimeoutMs: 30_000,
  overlapMs: 60_000,
  money: 'number',
  timeZone: 'utc',
  webhooks: false,
};
