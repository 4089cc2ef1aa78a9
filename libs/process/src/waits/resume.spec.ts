import { insertRecord, recordByKey, appendEvents, changeEvent, updateRecord, waiveException } from '#lib/store';
import { BusinessFailure, defineFlow, type FlowContext, startRun } from '../index.js';
import { until } from '../testing/database.js';
import { testEngine, type TestEngine } from '../testing/engine.js';
import { MOST_RESUMES } from './wake.js';

jest.setTimeout(120_000);

interface In {
  id: string;
  key: string;
  held?: boolean;
}
let meanwhile: (ctx: FlowContext) => Promise<void> = async () => undefined;
let most = 0;
let under = 0;
/** Goes through when the contract it is about is signed. */
const needsContract = defineFlow<In, string>({
  name: 'needs-contract', queue: 'finance', businessKey: (i) => `thing:${i.id}`, partition: (i) => i.id,
  run: async (ctx, i) => {
    most = Math.max(most, i.held ? ++under : 0);
    try {
      const signed = await ctx.tx('is it signed', async (em) => (await recordByKey(em, 'contract', i.key))?.data['signed'] === true);
      await meanwhile(ctx);
      if (!signed) throw new BusinessFailure('MISSING_CONTRACT', undefined, `${i.key} is not signed`, {}, [], undefined, [{ entity: 'contract', key: i.key }]);
      return 'signed';
    } finally {
      if (i.held) under -= 1;
    }
  },
});

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine([needsContract]);
});
afterAll(() => t.close());
afterEach(() => {
  meanwhile = async () => undefined;
});

/** The contract arrives or changes, with its event. */
const contract = (key: string, data: Record<string, unknown>) =>
  t.db.ds.transaction(async (em) => {
    const before = await recordByKey(em, 'contract', key);
    const after = before
      ? await updateRecord(em, before, { data })
      : await insertRecord(em, { entity: 'contract', natural_key: key, data, source_system: 'spec', source_id: key, source_version: '1', source_timestamp: '2026-01-01T00:00:00Z', correlation_id: 'c' });
    await appendEvents(em, [changeEvent(before, after)]);
  });
const start = async (id: string, key = id) => {
  await startRun({ flow: needsContract, id, input: { id, key }, correlation_id: `c-${id}` });
  return t.ended(id);
};
const attempts = (id: string) => t.rows(`select id, state from process_run where id = $1 or id like $2 order by attempt`, [id, `${id}~%`]);
const exception = async (id: string) => (await t.rows('select * from exception where business_key = $1 order by first_seen desc', [`thing:${id}`]))[0]!;
/** Long enough for a resumption that should not come. */
const aWhile = () => new Promise((done) => setTimeout(done, 1_500));

describe('a run whose cause goes away', () => {
  it('goes on by itself when what it waits for arrives, and its exception is resolved', async () => {
    expect((await start('arrives'))['state']).toBe('waiting');
    expect(await exception('arrives')).toMatchObject({ context: { waits_for: ['contract:arrives'] }, suggested_action: expect.stringContaining('It goes on by itself when one of these arrives or changes: contract arrives.') });
    await contract('arrives', { signed: true });
    expect(await t.ended('arrives~2')).toMatchObject({ state: 'completed', result: 'signed' });
    expect(await exception('arrives')).toMatchObject({ status: 'resolved', resolution: 'retried' });
  });

  it('is tried once per change that does not mend it, and not at all for others', async () => {
    await contract('changes', { signed: false, n: 1 });
    await new Promise((done) => setTimeout(done, 300));
    await start('changes');
    for (let n = 2; n <= 4; n++) {
      await contract('changes', { signed: n === 4, n });
      await until(`change ${n} is tried`, async () => (await exception('changes'))['context'], (c) => (c.resumed_for ?? []).some((change: string) => change.endsWith(`:v${n}`)));
      await until('the attempt ends', () => attempts('changes'), (list) => ['waiting', 'completed'].includes(list.at(-1)!['state']));
    }
    const before = await attempts('changes');
    expect(before.at(-1)!['state']).toBe('completed');
    await contract('something else', { signed: true });
    await aWhile();
    expect(await attempts('changes')).toEqual(before);
  });

  it('is not forgotten when the change comes after it looked and before it says that it waits', async () => {
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await contract('meanwhile', { signed: true });
      await until('the change is read', () => t.rows(`select 1 from event e, event_consumer c where c.name = 'process.waits' and e.entity = 'contract' and e.data->>'natural_key' = 'meanwhile' and (e.xid, e.seq) <= (c.last_xid, c.last_seq)`), (rows) => rows.length > 0);
    };
    await start('meanwhile');
    expect(await t.ended('meanwhile~2')).toMatchObject({ state: 'completed' });
  });

  it('stays where it is when a person waived its exception', async () => {
    await start('waived');
    await t.db.ds.transaction(async (em) => waiveException(em, (await exception('waived'))['id'], { by: 'fiona', reason: 'not worth it' }));
    await contract('waived', { signed: true });
    await aWhile();
    expect(await attempts('waived')).toMatchObject([{ id: 'waived', state: 'waiting' }]);
  });

  it('stays where it is when a person waived another exception of it', async () => {
    await start('partly');
    const { id, ...row } = await exception('partly');
    await t.rows(`insert into exception (id, tenant_id, code, severity, business_key, workflow, owner_team, correlation_id, message, suggested_action, run_id, status) values (gen_random_uuid(), $1, 'MISSING_RATE', 'high', $2, 'needs-contract', 'it', 'c', 'm', 's', 'partly', 'waived')`, [row['tenant_id'], row['business_key']]);
    await contract('partly', { signed: true });
    await until('it was looked at', () => t.rows('select context from exception where id = $1', [id]), ([e]) => Array.isArray(e!['context'].resumed_for));
    expect(await attempts('partly')).toHaveLength(1);
  });

  it('is left to a person after so many attempts that mended nothing', async () => {
    await start('never');
    await t.rows(`update exception set context = context || jsonb_build_object('resumed_for', (select jsonb_agg('contract:x:v' || n) from generate_series(1, $2::int) n)) where business_key = $1`, ['thing:never', MOST_RESUMES]);
    await contract('never', { signed: false });
    await aWhile();
    expect(await attempts('never')).toHaveLength(1);
  });
});

it('a change that thousands wait for wakes them a few at a time, and new work goes between them', async () => {
  const many = 300;
  await t.db.ds.transaction(async (em) => {
    await em.query(`insert into process_run (id, flow, business_key, correlation_id, state, input, started_at) select 'held-' || n, 'needs-contract', 'thing:held-' || n, 'c', 'waiting', jsonb_build_object('id', 'held-' || n, 'key', 'storm', 'held', true), now() from generate_series(1, $1::int) n`, [many]);
    await em.query(
      `insert into exception (id, tenant_id, code, severity, business_key, workflow, owner_team, correlation_id, message, suggested_action, run_id, context)
       select gen_random_uuid(), (select tenant_id from exception limit 1), 'MISSING_CONTRACT', 'high', 'thing:held-' || n, 'needs-contract', 'it', 'c', 'm', 's', 'held-' || n, '{"waits_for": ["contract:storm"]}' from generate_series(1, $1::int) n`, [many]);
  });
  await contract('fresh', { signed: true });
  await contract('storm', { signed: true });
  const left = async () => Number((await t.rows(`select count(*) as n from process_run where id like 'held-%' and state not in ('completed', 'retried')`))[0]!['n']);
  await until('some are resumed', left, (n) => n < many - 20);
  await startRun({ flow: needsContract, id: 'fresh', input: { id: 'fresh', key: 'fresh' }, correlation_id: 'c' });
  await t.ended('fresh');
  expect(await left()).toBeGreaterThan(0);
  await until('all went through', left, (n) => n === 0, 100_000);
  expect(most).toBeLessThanOrEqual(20);
  expect((await t.rows(`select count(*)::int as n from exception where business_key like 'thing:held-%' and status = 'resolved'`))[0]).toEqual({ n: many });
});
