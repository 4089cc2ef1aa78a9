import { BusinessFailure, defineFlow, type FlowContext, retryRun, runView, listRuns, startIn, startRun } from '../index.js';
import { pruneEnded } from '../engine/prune.js';
import { engineState } from '../engine/state.js';
import { until } from '../testing/database.js';
import { testEngine, type TestEngine } from '../testing/engine.js';

jest.setTimeout(60_000);

type In = { id: string; fail?: boolean };
type Story = (ctx: FlowContext, input: In) => Promise<unknown>;
const stories = new Map<string, Story>();
const told = defineFlow<In, unknown>({ name: 'told', queue: 'finance', businessKey: (i) => `thing:${i.id}`, run: (ctx, i) => stories.get(i.id)!(ctx, i) });

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine([told]);
  await t.rows('create table done (run text, what text)');
});
afterAll(() => t.close());

async function tell(id: string, story: Story): Promise<Record<string, any>> {
  stories.set(id, story);
  await startRun({ flow: told, id, input: { id }, correlation_id: `c-${id}` });
  return t.ended(id);
}
const note = (ctx: FlowContext, what: string) => ctx.tx(what, async (em) => void (await em.query('insert into done values ($1, $2)', [ctx.runId, what])));
const noted = async (run: string) => (await t.rows('select what from done where run = $1', [run])).map((r) => r['what']);
const exceptions = (key: string) => t.rows('select * from exception where business_key = $1 order by first_seen', [key]);

describe('a run', () => {
  it('gives back what the flow returns and shows its steps in order', async () => {
    const run = await tell('plain', async (ctx) => {
      const a = await ctx.tx('look it up', async (em) => Number((await em.query('select 41 as n'))[0].n));
      const r = await ctx.effect('post it', { system: 'erp', verb: 'post_journal', key: 'journal:plain', body: { a } });
      const n = await ctx.read('read it back', async () => a + 1);
      await ctx.sleep(5);
      return { n, source_id: r.ok && r.source_id, now: await ctx.now() };
    });
    expect(run['state']).toBe('completed');
    expect(run['result']).toEqual({ n: 42, source_id: 'doc-journal:plain', now: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    const view = (await runView(t.db.ds, 'plain'))!;
    expect(view.steps.map((s) => [s['name'], s['kind'], s['state']])).toEqual([
      ['look it up', 'transaction', 'done'], ['post it', 'effect', 'done'], ['read it back', 'read', 'done'], ['sleep', 'sleep', 'done'],
    ]);
    expect(view.steps[1]!['detail']).toMatchObject({ system: 'erp', verb: 'post_journal', effect_key: 'journal:plain', source_id: 'doc-journal:plain' });
    expect(t.system.callsFor('journal:plain')[0]!.trace).toEqual({ correlation_id: 'c-plain', run_id: 'plain', priority: 'finance' });
  });

  it('sleeps as long as it was told, also when this machine’s clock is set back by hours meanwhile', async () => {
    const now = Date.now;
    // The engine below dispatches by this machine's clock: a poll planned while it is ahead would come hours late, which is not what is tried here.
    const ahead = jest.spyOn(Date, 'now').mockImplementation(() => now() + (new Error().stack!.includes('@dbos-inc') ? 0 : 3 * 3_600_000));
    const run = tell('clock-set-back', async (ctx) => {
      await ctx.sleep(1_500);
      return 'awake';
    });
    await until('it sleeps', () => t.rows(`select 1 from process_step where run_id = 'clock-set-back'`), (r) => r.length > 0);
    ahead.mockRestore();
    expect((await run)['result']).toBe('awake');
  });

  it('is started once however often it is asked for', async () => {
    const run = await tell('twice', (ctx) => note(ctx, 'only once'));
    expect(await startRun({ flow: told, id: 'twice', input: { id: 'twice' }, correlation_id: 'other' })).toBe(false);
    expect(run['state']).toBe('completed');
    expect(await noted('twice')).toEqual(['only once']);
  });

  it('does not exist when the transaction that started it rolls back', async () => {
    stories.set('ghost', (ctx) => note(ctx, 'boo'));
    await expect(t.db.ds.transaction(async (em) => {
      await startIn(em, { flow: told, id: 'ghost', input: { id: 'ghost' }, correlation_id: 'c' });
      throw new Error('changed my mind');
    })).rejects.toThrow('changed my mind');
    await new Promise((r) => setTimeout(r, 200));
    expect(await noted('ghost')).toEqual([]);
    expect(await runView(t.db.ds, 'ghost')).toBeUndefined();
  });

  it('refuses to be started outside a transaction', async () => {
    await expect(startIn(t.db.ds.manager, { flow: told, id: 'x', input: { id: 'x' }, correlation_id: 'c' })).rejects.toThrow('inside the transaction');
  });

  it('lists runs page by page without repeating one', async () => {
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await listRuns(t.db.ds, { flow: 'told', state: ['completed'] }, { cursor, limit: 1 });
      seen.push(...page.rows.map((r) => r['id']));
      if (!(cursor = page.next_cursor)) break;
    }
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(new Set(seen).size).toBe(seen.length);
    await expect(listRuns(t.db.ds, {}, { cursor: 'made-up' })).rejects.toThrow(TypeError);
  });
});

describe('a business failure', () => {
  it('opens one exception per key and code, counts repetitions, and is resolved by the retry that goes through', async () => {
    let mended = false;
    const run = await tell('rate', async (ctx) => {
      await note(ctx, 'before');
      if (!mended) throw new BusinessFailure('MISSING_RATE', 'rate:consultant', 'No rate for consultant', { role: 'consultant' }, [{ line: 1 }]);
      return 'went through';
    });
    expect(run).toMatchObject({ state: 'waiting', error: { code: 'MISSING_RATE', step: 'before' } });
    expect(await exceptions('rate:consultant')).toMatchObject([{ code: 'MISSING_RATE', status: 'open', attempts: 1, workflow: 'told', run_id: 'rate', correlation_id: 'c-rate', owner_team: 'finance_ops', context: { role: 'consultant' } }]);

    expect(await retryRun('rate', 'olga')).toBe('rate~2');
    expect((await t.ended('rate~2'))['state']).toBe('waiting');
    expect(await exceptions('rate:consultant')).toMatchObject([{ status: 'open', attempts: 2, run_id: 'rate~2' }]);
    await expect(retryRun('rate', 'olga')).rejects.toThrow('later attempt');

    mended = true;
    expect(await retryRun('rate~2', 'olga')).toBe('rate~3');
    expect(await t.ended('rate~3')).toMatchObject({ state: 'completed', attempt: 3, result: 'went through' });
    expect(await exceptions('rate:consultant')).toMatchObject([{ status: 'resolved', resolution: 'retried', attempts: 2 }]);
    await expect(retryRun('rate~3', 'olga')).rejects.toThrow('it is completed');
    expect((await runView(t.db.ds, 'rate~3'))!.attempts.map((a) => a['state'])).toEqual(['retried', 'retried', 'completed']);
  });

  it('undoes what was registered, last first, before it is raised', async () => {
    const run = await tell('undo', async (ctx) => {
      await note(ctx, 'made a');
      ctx.compensate('undo a', (c) => note(c, 'undid a'));
      await note(ctx, 'made b');
      ctx.compensate('undo b', (c) => c.effect('undo b', { system: 'psa', verb: 'update_project', key: 'undo:b', body: {} }).then(() => note(c, 'undid b')));
      throw new BusinessFailure('INVALID_TAX', undefined, 'No tax profile');
    });
    expect(run['state']).toBe('waiting');
    expect(await noted('undo')).toEqual(['made a', 'made b', 'undid b', 'undid a']);
    expect(t.system.callsFor('undo:b')).toHaveLength(1);
    expect(await exceptions('thing:undo')).toMatchObject([{ code: 'INVALID_TAX', step: 'made b' }]);
  });

  it('undoes the rest when one undoing fails, and tells people about that one', async () => {
    await tell('undo-badly', async (ctx) => {
      ctx.compensate('undo a', (c) => note(c, 'undid a'));
      ctx.compensate('undo b', () => Promise.reject(new Error('cannot')));
      throw new BusinessFailure('INVALID_TAX', undefined, 'No tax profile');
    });
    expect(await noted('undo-badly')).toEqual(['undid a']);
    expect((await exceptions('thing:undo-badly')).map((e) => e['code']).sort()).toEqual(['INVALID_TAX', 'PROCESS_FAILED']);
  });

  it('thrown inside a database step rolls the step back and is not retried', async () => {
    let tries = 0;
    const run = await tell('inside', (ctx) => ctx.tx('half done', async (em) => {
      tries++;
      await em.query(`insert into done values ('inside', 'half')`);
      throw new BusinessFailure('MISSING_CONTRACT', undefined, 'No contract');
    }));
    expect(run).toMatchObject({ state: 'waiting', error: { code: 'MISSING_CONTRACT', step: 'half done' } });
    expect([tries, await noted('inside')]).toEqual([1, []]);
    expect((await runView(t.db.ds, 'inside'))!.steps).toMatchObject([{ state: 'refused', detail: { failure: 'MISSING_CONTRACT' } }]);
  });

  it('raised without stopping leaves the run going and stays open when it completes', async () => {
    const run = await tell('warned', async (ctx) => {
      await ctx.raise({ code: 'MISSING_COST_RATE', business_key: 'worker:7', message: 'No cost rate' });
      return 'done';
    });
    expect(run['state']).toBe('completed');
    expect(await exceptions('worker:7')).toMatchObject([{ code: 'MISSING_COST_RATE', status: 'open', run_id: 'warned' }]);
  });

  it('of an earlier run about the same fact is cleared by a later run that goes through', async () => {
    const about = (id: string, story: Story) => (stories.set('fact', story), startRun({ flow: told, id, input: { id: 'fact' }, correlation_id: 'c' }).then(() => t.ended(id)));
    await about('fact-v1', () => Promise.reject(new BusinessFailure('COMMERCIAL_APPROVAL_MISSING', undefined, 'Not approved')));
    expect(await exceptions('thing:fact')).toMatchObject([{ status: 'open' }]);
    await about('fact-v2', async () => 'approved now');
    expect(await exceptions('thing:fact')).toMatchObject([{ status: 'resolved', resolution: 'cleared', resolved_by: 'process' }]);
  });
});

describe('a retry', () => {
  const reject = (key: string, run: string) => t.rows(
    `insert into effect (system, key, verb, hash, vendor_key, request, state, correlation_id, run_id, actor) values ('netsuite', $1, 'create_invoice', 'h', $1, '{}', 'rejected', 'c', $2, 'process')`, [key, run]);

  it('makes what the vendor refused in any earlier attempt askable again', async () => {
    await tell('reopen', () => Promise.reject(new BusinessFailure('PERIOD_CLOSED', undefined, 'closed')));
    await reject('e1', 'reopen');
    await reject('e-other', 'another-run');
    await retryRun('reopen', 'fiona');
    await t.ended('reopen~2');
    await reject('e2', 'reopen~2');
    await retryRun('reopen~2', 'fiona');
    expect(await t.rows(`select key, state from effect order by key`)).toEqual([{ key: 'e-other', state: 'rejected' }, { key: 'e1', state: 'planned' }, { key: 'e2', state: 'planned' }]);
  });

  it('asked for in a transaction that rolls back does not happen', async () => {
    await tell('again', () => Promise.reject(new BusinessFailure('PERIOD_CLOSED', undefined, 'closed')));
    await expect(t.db.ds.transaction(async (em) => {
      expect(await retryRun('again', 'fiona', em)).toBe('again~2');
      throw new Error('no');
    })).rejects.toThrow('no');
    expect((await t.ended('again'))['state']).toBe('waiting');
    expect(await retryRun('again', 'fiona')).toBe('again~2');
  });

  it('of an unknown run says so', async () => {
    await expect(retryRun('nobody', 'fiona')).rejects.toThrow('There is no run nobody');
  });
});

describe('pruning', () => {
  it('forgets the engine’s record of ended runs, not the run: it is still not started twice', async () => {
    await tell('old', (ctx) => note(ctx, 'once'));
    // The engine's own record of the end comes a moment after ours.
    await until('the engine knows', () => t.rows(`select 1 from dbos.workflow_status where workflow_uuid = 'old' and status = 'SUCCESS'`), (r) => r.length === 1);
    await t.rows(`update dbos.workflow_status set completed_at = 1 where workflow_uuid = 'old'`);
    // As a kill between the end of the run and the deletion of its checkpoints leaves it.
    await t.rows(`insert into dbos.transaction_completion (workflow_id, function_num) values ('old', 0)`);
    expect(await pruneEnded(engineState().pool, 3_600_000)).toBe(1);
    expect(await t.rows(`select 1 from dbos.operation_outputs where workflow_uuid = 'old'`)).toEqual([]);
    expect(await t.rows(`select 1 from dbos.transaction_completion where workflow_id = 'old'`)).toEqual([]);
    expect(await startRun({ flow: told, id: 'old', input: { id: 'old' }, correlation_id: 'c' })).toBe(false);
    expect((await runView(t.db.ds, 'old'))!.steps).toHaveLength(1);
    expect(await noted('old')).toEqual(['once']);
  });
});

it('a run that was handed to this process without its knowing is taken back and goes on', async () => {
  stories.set('claimed', (ctx) => note(ctx, 'once'));
  // PostgreSQL died after it had noted the claim and before it could answer: claimed by this replica, begun by nobody.
  await t.db.ds.transaction(async (em) => {
    await startIn(em, { flow: told, id: 'claimed', input: { id: 'claimed' }, correlation_id: 'c' });
    await em.query(`update dbos.workflow_status set status = 'PENDING', executor_id = $1, started_at_epoch_ms = 1 where workflow_uuid = 'claimed'`, [engineState().executor]);
  });
  expect(await t.ended('claimed')).toMatchObject({ state: 'completed' });
  expect(await noted('claimed')).toEqual(['once']);
});

describe('a technical failure', () => {
  it('of a database step is retried, then becomes PROCESS_FAILED with its cause', async () => {
    let tries = 0;
    const run = await tell('broken', (ctx) => ctx.tx('trip', async () => {
      tries++;
      throw new TypeError('x is not a function');
    }));
    expect(run).toMatchObject({ state: 'failed', error: { message: 'x is not a function', step: 'trip' } });
    expect(tries).toBe(3);
    expect(await exceptions('thing:broken')).toMatchObject([{ code: 'PROCESS_FAILED', status: 'open', step: 'trip', evidence: [{ error: { name: 'TypeError' } }] }]);
  });

  it('that goes away on a retry of the step leaves one set of rows', async () => {
    let tries = 0;
    const run = await tell('flaky', (ctx) => ctx.tx('try', async (em) => {
      await em.query(`insert into done values ('flaky', 'row')`);
      if (++tries < 3) throw new Error('not yet');
      return tries;
    }));
    expect(run).toMatchObject({ state: 'completed', result: 3 });
    expect(await noted('flaky')).toEqual(['row']);
  });

  it('does not undo anything: the run may still be retried from where the world is', async () => {
    await tell('no-undo', async (ctx) => {
      ctx.compensate('undo', (c) => note(c, 'undid'));
      throw new Error('bug');
    });
    expect(await noted('no-undo')).toEqual([]);
  });
});
