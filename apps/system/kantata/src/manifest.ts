import type { Manifest } from '#lib/connector';

/**
 * What Kantata OX is like. No idempotency key; an external reference given in the create body can be searched, but nothing keeps it
 * unique, so every write is looked for before it is sent again. Requests are cut off by the server after three minutes. Its limits are
 * not public; the values here are careful.
 */
export const manifest: Manifest = {
  idempotency: 'search',
  settleWindowMs: 15_000,
  findLagMs: 5_000,
  limits: { concurrency: 6 },
  requestTimeoutMs: 180_000,
  // `updated_after` is strict on whole seconds and timesheets cannot be ordered by change.
  overlapMs: 120_000,
  money: 'minor_units',
  timeZone: 'offset',
  webhooks: false,
};
