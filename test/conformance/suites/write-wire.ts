import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultMatch } from '../../../apps/sandbox/kernel/src/index.js';
import { ask, settle } from '../kit/ask.js';
import type { Cell } from '../kit/cell.js';
import { cleanRun } from '../kit/clean-run.js';
import type { Scenario, WriteCase } from '../kit/scenario.js';
import type { Replica, Stand } from '../kit/stand.js';
import { WIRE_FAULTS, type WireFault } from './faults.js';
import { confirmedOnce, sendings } from './verdict.js';
import { rowOf } from './writes.js';

const SUITE = 'write × fault';
/** Long enough for a busy machine to see the refused connection, short enough to be waited for. */
const UNPLUGGED_MS = 1_500;

/** What goes wrong on the wire: whatever it is, the write ends confirmed, once, and nobody is asked. */
export function wireCells(scenario: Scenario, write: WriteCase): Cell[] {
  const steps = write.requests.map((match, at) => ({ match, row: write.requests.length === 1 ? rowOf(write) : `${rowOf(write)}, request ${at + 1}` }));
  return steps.flatMap(({ match, row }, at) => [
    { suite: SUITE, row, column: 'connection refused', run: (stand: Stand) => refused(stand, write, at) },
    ...WIRE_FAULTS.map((f) => ({ suite: SUITE, row, column: f.column, run: (stand: Stand) => struck(stand, write, match, f, 1) })),
    ...WIRE_FAULTS.map((f) => ({ suite: SUITE, row, column: `${f.column}, three times`, long: true, run: (stand: Stand) => struck(stand, write, match, f, 3) })),
    { suite: SUITE, row, column: '429 without Retry-After', run: (stand: Stand) => throttled(stand, write, match) },
    { suite: SUITE, row, column: '429 with Retry-After', ...(scenario.retryAfter ? { run: (stand: Stand) => throttled(stand, write, match, 1) } : { reason: 'the vendor never says how long to wait' }) },
  ]);
}

async function struck(stand: Stand, write: WriteCase, match: FaultMatch, { fault, manifest, applied }: WireFault, times: number): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica(manifest);
  await stand.forget();
  await stand.fault({ ...fault, match, times });
  const row = await settle(replica, write.verb, body);
  const struckNow = (await stand.control<{ fired: number }[]>('GET', 'faults'))[0]!.fired;
  if (struckNow === 0) throw new Error('the fault struck nothing: the request of the write is declared wrongly');
  await confirmedOnce(stand, replica, write, body, row, after);
  // What was done at the first sending is found, not sent again; the ledger counts every sending whose bytes may have left.
  if (applied) expect(await sendings(stand, write)).toBe(write.requests.length);
  expect(row.attempts).toBe(await sendings(stand, write));
}

/** Nothing listens on the vendor's port when the write comes: proof that nothing was sent. */
async function refused(stand: Stand, write: WriteCase, step: number): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.forget();
  let seen = 0;
  stand.beforeWrite = async () => {
    if (seen++ !== step) return;
    await unplugged(stand);
  };
  const first = await ask(replica, write.verb, body);
  expect({ state: first.row.state, attempts: first.row.attempts, proof: first.failure?.nothing_sent, class: first.failure?.class }).toEqual({ state: 'planned', attempts: step, proof: true, class: 'unavailable' });
  while (!(await stand.control('GET', 'health').then(() => true, () => false))) await sleep(50);
  const row = await settle(replica, write.verb, body);
  await confirmedOnce(stand, replica, write, body, row, after);
  expect(row.attempts).toBe(write.requests.length);
}

/** Resolves once connections are refused. */
async function unplugged(stand: Stand): Promise<void> {
  await stand.control('POST', 'unplug', { ms: UNPLUGGED_MS });
  const refused = (error: { cause?: { code?: string } }): boolean => error.cause?.code === 'ECONNREFUSED';
  while (!(await stand.control('GET', 'health').then(() => false, refused))) await sleep(5);
}

/** Too many requests: not applied, the caller is told when to come again, and nobody comes earlier. */
async function throttled(stand: Stand, write: WriteCase, match: FaultMatch, retryAfterS?: number): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.fault({ kind: 'rate_limit', match, times: 1, ...(retryAfterS === undefined ? {} : { retry_after: retryAfterS }) });
  const first = await ask(replica, write.verb, body);
  expect({ state: first.row.state, class: first.failure?.class }).toEqual({ state: 'planned', class: 'rate_limited' });
  expect(first.failure!.retry_after_s).toBeGreaterThanOrEqual(1);
  const row = await settle(replica, write.verb, body);
  await confirmedOnce(stand, replica, write, body, row, after);
  if (retryAfterS !== undefined) expect(longestPause(replica)).toBeGreaterThanOrEqual(retryAfterS * 1000 - 50);
}

/** The longest pause between two sendings, milliseconds. */
function longestPause({ sendings: at }: Replica): number {
  return Math.max(...at.slice(1).map((t, n) => t - at[n]!));
}
