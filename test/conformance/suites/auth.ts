import { VendorFailure } from '#lib/connector';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, settle } from '../kit/ask.js';
import { type Cell, given } from '../kit/cell.js';
import { cleanRun } from '../kit/clean-run.js';
import { numbers, Reader, sorted } from '../kit/reader.js';
import type { Scenario, WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { vendorNow } from './reads.js';
import { confirmedOnce } from './verdict.js';
import { rowOf } from './writes.js';

const SUITE = 'auth';
const CALLERS = 10;

/** Tokens that end, credentials that are refused, rights that are missing. */
export function authCells(scenario: Scenario): Cell[] {
  const { token, shorten, restore } = scenario.auth;
  const at = (column: string) => ({ suite: SUITE, row: 'session', column });
  const more = typeof token === 'string' ? token : undefined;
  return [
    given(shorten, at('expiry in mid walk'), (short, stand) => expired(stand, short)),
    { ...at('revoked in mid walk'), run: (stand) => revoked(stand) },
    more ? { ...at('ten callers, one first token'), reason: more } : { ...at('ten callers, one first token'), run: (stand) => tenFirst(stand) },
    more ? { ...at('ten callers, one refresh'), reason: more } : { ...at('ten callers, one refresh'), run: (stand) => tenRefresh(stand) },
    { ...at('credentials refused'), run: (stand) => refused(stand) },
    { ...at('a right is missing, read'), run: (stand) => rightMissing(stand) },
    ...scenario.writes.flatMap((write): Cell[] => [
      { suite: SUITE, row: rowOf(write), column: 'revoked at the moment of the write', run: (stand) => revokedAtWrite(stand, write, restore) },
      { suite: SUITE, row: rowOf(write), column: 'a right is missing, write', run: (stand) => rightMissingAtWrite(stand, write) },
    ]),
  ];
}

const caseOf = (stand: Stand) => stand.scenario.reads.find((r) => r.entity === stand.scenario.auth.entity)!;

/** Requests for a token so far. */
async function tokens(stand: Stand): Promise<number> {
  const { token } = stand.scenario.auth;
  if (typeof token === 'string') return 0;
  return (await stand.wire()).filter((r) => r.method === token.method && new RegExp(token.path ?? '').test(r.path)).length;
}

async function walkWith(stand: Stand, between: () => Promise<unknown>): Promise<void> {
  await caseOf(stand).seed(stand, 0, 11, await vendorNow(stand, 3_600_000));
  await stand.forget();
  const reader = await new Reader(caseOf(stand), 4).catchUp(stand.replica(), between);
  expect(sorted([...new Set(reader.delivered)])).toEqual(numbers(0, 11));
}

async function expired(stand: Stand, shorten: (stand: Stand, seconds: number) => Promise<unknown>): Promise<void> {
  await shorten(stand, 1);
  await walkWith(stand, async () => {
    await stand.control('POST', 'clock', { advance_ms: 1_200 });
    await sleep(1_200);
  });
  // A new token for each page after the first, and none for nothing.
  expect(await tokens(stand)).toBeGreaterThanOrEqual(3);
  expect((await stand.wire()).filter((r) => r.status === 401).length).toBeLessThanOrEqual(3);
}

async function revoked(stand: Stand): Promise<void> {
  const { auth } = stand.scenario;
  let times = 0;
  if (!auth.restore) {
    await walkWith(stand, async () => times++ === 0 && auth.revoke(stand));
    expect(await tokens(stand)).toBe(2);
    return;
  }
  // Only a person can make a static token good: the walk stops, says so, and goes on where it stood.
  await caseOf(stand).seed(stand, 0, 11, await vendorNow(stand, 3_600_000));
  const reader = new Reader(caseOf(stand), 4);
  const replica = stand.replica();
  await reader.page(replica);
  await auth.revoke(stand);
  await expect(reader.page(replica)).rejects.toMatchObject({ failure: { class: 'auth', applied: 'no' } });
  await auth.restore(stand);
  await reader.catchUp(replica);
  expect(sorted([...new Set(reader.delivered)])).toEqual(numbers(0, 11));
}

async function tenFirst(stand: Stand): Promise<void> {
  const replica = stand.replica();
  await stand.forget();
  await Promise.all(Array.from({ length: CALLERS }, () => replica.runtime.read(stand.scenario.auth.entity)));
  expect(await tokens(stand)).toBe(1);
}

async function tenRefresh(stand: Stand): Promise<void> {
  const replica = stand.replica({ limits: { concurrency: CALLERS } });
  await replica.runtime.read(stand.scenario.auth.entity);
  await stand.forget();
  await stand.scenario.auth.revoke(stand);
  await Promise.all(Array.from({ length: CALLERS }, () => replica.runtime.read(stand.scenario.auth.entity)));
  expect(await tokens(stand)).toBe(1);
}

async function refused(stand: Stand): Promise<void> {
  const { auth, secrets } = stand.scenario;
  const failure = await stand.replica({}, auth.wrong).runtime.read(auth.entity).then(() => undefined, (error: unknown) => (error instanceof VendorFailure ? error.failure : undefined));
  expect(failure).toMatchObject({ class: 'auth', applied: 'no', detail: expect.stringMatching(/\S{3}/) });
  for (const secret of [...secrets, ...Object.values(auth.wrong).map(String)]) expect(failure!.detail).not.toContain(secret);
}

async function rightMissing(stand: Stand): Promise<void> {
  const { auth } = stand.scenario;
  const replica = stand.replica();
  await replica.runtime.read(auth.entity);
  await stand.fault({ kind: 'error', ...auth.forbidden });
  const error = await replica.runtime.read(auth.entity).catch((e: unknown) => e);
  expect(error).toMatchObject({ failure: { class: 'auth', detail: expect.stringContaining(wordsOf(auth.forbidden.message)) } });
}

/** What must be recognizable of the vendor's words: the right that is missing. */
const wordsOf = (message: string): string => message.split(': ').at(-1)!;

async function revokedAtWrite(stand: Stand, write: WriteCase, restore: ((stand: Stand) => Promise<unknown>) | undefined): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  let done = false;
  stand.beforeWrite = async () => {
    if (!done) await stand.scenario.auth.revoke(stand);
    done = true;
  };
  const first = await ask(replica, write.verb, body);
  if (restore) {
    expect({ state: first.row.state, class: first.failure?.class }).toEqual({ state: 'planned', class: 'auth' });
    await restore(stand);
  } else expect(first.row.state).toBe('confirmed');
  await confirmedOnce(stand, replica, write, body, await settle(replica, write.verb, body), after);
}

/** Not applied, told with the vendor's words, and done as soon as the right is given; nobody has to order it again. */
async function rightMissingAtWrite(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.fault({ kind: 'error', ...stand.scenario.auth.forbidden, match: write.requests[0], times: 1 });
  const first = await ask(replica, write.verb, body);
  expect({ state: first.row.state, class: first.failure?.class }).toEqual({ state: 'planned', class: 'auth' });
  expect(first.row.problem!.detail).toContain(wordsOf(stand.scenario.auth.forbidden.message));
  await confirmedOnce(stand, replica, write, body, await settle(replica, write.verb, body), after);
}
