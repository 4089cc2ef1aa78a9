import type { Manifest } from '#lib/connector';

/**
 * What NetSuite is like. Every document is addressed by an external id of ours (PUT eid:, unique per record type), so a late commit and a second sending meet
 * in one record; the settle window only spares a needless second sending. The record service reads the database: a commit is seen at once.
 */
export const manifest: Manifest = {
  idempotency: 'external_id',
  settleWindowMs: 10_000,
  findLagMs: 0,
  // Concurrency is governed per account and shared with every other integration; the smallest accounts have 5.
  limits: { concurrency: 4 },
  requestTimeoutMs: 60_000,
  // A transaction shows its change time when it commits; long saves appear late.
  overlapMs: 120_000,
  money: 'number',
  timeZone: 'account',
  webhooks: false,
};
