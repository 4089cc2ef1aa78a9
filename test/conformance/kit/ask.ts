import { vendorKey } from '#lib/canonical';
import type { EffectRow } from '#lib/store';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica, Stand } from './stand.js';

/** The business key every cell writes under. */
export const KEY = 'conformance:write:1';

/** The key in the form the vendor sees. */
export const vendorKeyOf = (stand: Stand): string => vendorKey(stand.scenario.connector.vendor, KEY);

const ENDS = ['confirmed', 'rejected', 'exception', 'compensated'];
const LONGEST_MS = 90_000;

/** Asks for a write once, as a process does. */
export function ask(replica: Replica, verb: string, body: object, key = KEY) {
  return replica.effects.perform({ verb, key, body, correlation_id: 'conformance', actor: 'conformance' });
}

/**
 * Drives a write to its end as production does: its process asks again while it is told that nothing was applied, the resolver works on what is open.
 * Throws when it does not end.
 */
export async function settle(replica: Replica, verb: string, body: object): Promise<EffectRow> {
  for (const end = performance.now() + LONGEST_MS; performance.now() < end; await sleep(40)) {
    const { row } = await ask(replica, verb, body);
    if (ENDS.includes(row.state)) return row;
    await replica.resolver.round();
    await replica.resolver.idle();
  }
  throw new Error(`the write has no end: ${JSON.stringify(await replica.ledger.get(KEY))}`);
}

/** Waits until the vendor has done everything it will do late. */
export async function lateWorkDone(stand: Stand): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if ((await stand.control('GET', 'stats')).late_commits_pending === 0) return;
    await sleep(25);
  }
  throw new Error('the vendor still has late work');
}
