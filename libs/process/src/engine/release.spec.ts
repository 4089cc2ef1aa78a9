import { defineFlow, type FlowContext, retryRun, startRun } from '../index.js';
import { until } from '../testing/database.js';
import { testEngine, type TestEngine } from '../testing/engine.js';
import { confirmed, open } from '../testing/scripted-system.js';

jest.setTimeout(60_000);

let story: (ctx: FlowContext) => Promise<unknown>;
const changing = defineFlow<{ key: string }, unknown>({ name: 'changing', queue: 'finance', businessKey: (i) => `thing:${i.key}`, run: (ctx) => story(ctx) });
const row = (ctx: FlowContext, what: string) => ctx.tx(what, async (em) => void (await em.query('insert into done values ($1, $2)', [ctx.runId, what])));

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine([changing]);
  await t.rows('create table done (run text, what text)');
});
afterAll(() => t.close());

const before = (key: string) => async (ctx: FlowContext) => {
  await row(ctx, 'prepare');
  const r = await ctx.effect('post', { system: 'erp', verb: 'post_journal', key, body: {} });
  await row(ctx, 'finish');
  return r.ok;
};

async function inFlight(key: string): Promise<void> {
  t.system.answers(key, open(key));
  story = before(key);
  await startRun({ flow: changing, id: key, input: { key }, correlation_id: key });
  await until('waits for the outcome', () => t.rows(`select 1 from process_step where run_id = $1 and state = 'waiting'`, [key]), (r) => r.length === 1);
}

it('a run in flight goes on after a release that keeps its steps, from where it was', async () => {
  await inFlight('kept');
  t.system.answers('kept', confirmed('kept'));
  await t.restart();
  expect(await t.ended('kept')).toMatchObject({ state: 'completed', result: true });
  expect(await t.rows(`select what from done where run = 'kept'`)).toEqual([{ what: 'prepare' }, { what: 'finish' }]);
});

it('a release whose flow takes other steps fails the run visibly, and its retry starts from the beginning with the same effect keys', async () => {
  await inFlight('changed');
  t.system.answers('changed', confirmed('changed'));
  story = async (ctx) => {
    await row(ctx, 'prepare differently');
    return before('changed')(ctx);
  };
  await t.restart();
  expect(await t.ended('changed')).toMatchObject({ state: 'failed', error: { code: 'PROCESS_FAILED' } });
  expect(await t.rows(`select what from done where run = 'changed'`)).toEqual([{ what: 'prepare' }]);
  const id = await retryRun('changed', 'olga');
  expect(await t.ended(id)).toMatchObject({ state: 'completed', result: true });
  expect(new Set(t.system.calls.filter((c) => c.key.startsWith('changed')).map((c) => c.key))).toEqual(new Set(['changed']));
  expect(await t.rows(`select status from exception where business_key = 'thing:changed'`)).toEqual([{ status: 'resolved' }]);
});

it('a run that waits does not delay a stop', async () => {
  await inFlight('waits');
  const began = Date.now();
  await t.restart();
  expect(Date.now() - began).toBeLessThan(30_000);
  t.system.answers('waits', confirmed('waits'));
  expect(await t.ended('waits')).toMatchObject({ state: 'completed' });
});
