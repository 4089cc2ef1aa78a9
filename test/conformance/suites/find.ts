import { ask, KEY, settle, vendorKeyOf } from '../kit/ask.js';
import { type Cell, given } from '../kit/cell.js';
import { cleanRun } from '../kit/clean-run.js';
import type { Deed, Scenario, WriteCase } from '../kit/scenario.js';
import type { Stand } from '../kit/stand.js';
import { confirmedOnce, sendings } from './verdict.js';
import { rowOf } from './writes.js';

const SUITE = 'find';
/** The search shows a commit this late … */
const LAG_MS = 500;
/** … and the tenant has said that it may be this late. */
const DECLARED_LAG_MS = 900;

/** Whether a write can be looked for, and what the kit makes of the answer. */
export function findCells(scenario: Scenario): Cell[] {
  return scenario.writes.flatMap((write) => {
    const at = (column: string) => ({ suite: SUITE, row: rowOf(write), column });
    return [
      { ...at('search lags behind the commit'), run: (stand: Stand) => lagging(stand, write) },
      { ...at('the vendor cannot be asked for a while'), run: (stand: Stand) => deaf(stand, write) },
      given(write.twin, at('two matches'), (copy, stand) => twoMatches(stand, write, copy)),
      given(write.forgotten, at('a code is gone after the commit'), (forget, stand) => codeGone(stand, write, forget)),
      given(write.requests.length > 1 ? write.forgotten : 'the write is one request', at('a code is gone after half of it'), (forget, stand) => codeGoneHalfway(stand, write, forget)),
    ];
  });
}

/** An absence inside the lag is no absence: the write is found later and never sent again. */
async function lagging(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica({ settleWindowMs: 50, findLagMs: DECLARED_LAG_MS });
  await stand.forget();
  stand.beforeWrite = async () => {
    stand.beforeWrite = undefined;
    await stand.fault({ kind: 'answer_lost', match: write.requests[0], times: 1 });
    for (const match of [{ method: 'GET' }, { method: 'POST', path: '/suiteql' }]) await stand.fault({ kind: 'stale', ms: LAG_MS, match });
  };
  const row = await settle(replica, write.verb, body);
  await confirmedOnce(stand, replica, write, body, row, after);
  expect([row.attempts, await sendings(stand, write)]).toEqual([write.requests.length, write.requests.length]);
}

/** While the vendor does not answer look-ups nothing is concluded. */
async function deaf(stand: Stand, write: WriteCase): Promise<void> {
  const { after } = await cleanRun(stand, write);
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.forget();
  stand.beforeWrite = async () => {
    stand.beforeWrite = undefined;
    await stand.fault({ kind: 'answer_lost', match: write.requests[0], times: 1 });
    for (const match of [{ method: 'GET' }, { method: 'POST', path: '/suiteql' }]) await stand.fault({ kind: 'error', status: 503, match, times: 3 });
  };
  const row = await settle(replica, write.verb, body);
  await confirmedOnce(stand, replica, write, body, row, after);
  expect([row.attempts, await sendings(stand, write)]).toEqual([write.requests.length, write.requests.length]);
}

/** Two documents under one key: the kit cannot tell, sends nothing, and asks a person. */
async function twoMatches(stand: Stand, write: WriteCase, copy: (stand: Stand, key: string) => Promise<unknown>): Promise<void> {
  const body = await write.body(stand);
  const replica = stand.replica();
  await stand.forget();
  await stand.fault({ kind: 'answer_lost', match: write.requests[0], times: 1 });
  expect((await ask(replica, write.verb, body)).row.state).toBe('uncertain');
  await copy(stand, vendorKeyOf(stand));
  const row = await settle(replica, write.verb, body);
  expect({ state: row.state, code: row.problem?.code, attempts: row.attempts }).toEqual({ state: 'exception', code: 'EFFECT_UNCERTAIN', attempts: 1 });
  expect(await sendings(stand, write)).toBe(1);
}

/** What `prepare` looks up is deleted after the commit whose answer was lost: the document is there, and the ledger must not say that it is not. */
async function codeGone(stand: Stand, write: WriteCase, forget: Deed): Promise<void> {
  const body = await write.body(stand);
  await stand.forget();
  await stand.fault({ kind: 'answer_lost', match: write.requests[0], times: 1 });
  const first = stand.replica();
  expect((await ask(first, write.verb, body)).row.state).toBe('uncertain');
  await forget(stand, body);
  // Another process, which has not kept the code.
  const replica = stand.replica();
  const row = await settle(replica, write.verb, body);
  expect(['confirmed', 'exception']).toContain(row.state);
  if (row.state === 'exception') expect({ code: row.problem?.code, detail: row.problem?.detail }).toEqual({ code: expect.any(String), detail: expect.stringMatching(/\S/) });
  expect(row.attempts).toBe(await sendings(stand, write));
  expect(await sendings(stand, write)).toBe(1);
  expect((await replica.ledger.get(KEY))!.state).toBe(row.state);
}

/** The first request stands, the second was turned away, and then a code is gone: the half that stands is shown to a person, never called refused. */
async function codeGoneHalfway(stand: Stand, write: WriteCase, forget: Deed): Promise<void> {
  const body = await write.body(stand);
  await stand.fault({ kind: 'rate_limit', match: write.requests[1], times: 1 });
  expect((await ask(stand.replica(), write.verb, body)).row.state).toBe('planned');
  await forget(stand, body);
  const row = await settle(stand.replica(), write.verb, body);
  expect({ state: row.state, code: row.problem?.code, half: row.receipt?.source_id }).toEqual({ state: 'exception', code: expect.any(String), half: expect.any(String) });
}
