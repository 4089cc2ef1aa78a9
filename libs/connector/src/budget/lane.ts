import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose turn it is when a vendor's budget is short: money first, then delivery, then figures. */
export const LANES = ['finance', 'delivery', 'analytics'] as const;
export type Lane = (typeof LANES)[number];

const storage = new AsyncLocalStorage<Lane>();

/** Runs work in a lane; every vendor call below it queues there. */
export function inLane<T>(lane: Lane, work: () => T): T {
  return storage.run(lane, work);
}

/** The lane of the work at hand. */
export function currentLane(): Lane {
  return storage.getStore() ?? 'delivery';
}

export function isLane(text: unknown): text is Lane {
  return typeof text === 'string' && (LANES as readonly string[]).includes(text);
}
