import type { CanonicalEvent } from '#lib/canonical';
import { appendEvents, listExceptions, waiveException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { consumerBacklog, defineConsumer, defineFlow, defineTrigger } from '../index.js';
import { until } from '../testing/database.js';
import { testEngine, type TestEngine } from '../testing/engine.js';

jest.setTimeout(60_000);

const poison = new Set<string>();
/** Called when a poisoned event is about to fail, while its handler still runs. */
let whileFailing: (key: string) => Promise<unknown> = async () => undefined;
const seen = defineConsumer({
  name: 'seen', types: ['project.changed'], batch: 20,
  async handle(em, events) {
    for (const e of events) {
      if (poison.has(e.idempotencykey)) {
        await whileFailing(e.idempotencykey);
        throw new Error(`cannot digest ${e.idempotencykey}`);
      }
      await em.query('insert into seen (partition, sequence, key) values ($1, $2, $3)', [e.partitionkey, e.sequence, e.idempotencykey]);
    }
  },
});
const followed = defineFlow<{ key: string; partition: string }, string>({
  name: 'follow', queue: 'delivery', businessKey: (i) => i.key, partition: (i) => i.partition,
  run: async (ctx, i) => {
    await ctx.tx('begin', (em) => em.query('insert into followed (key, partition, what) values ($1, $2, $3)', [i.key, i.partition, 'begin']));
    await ctx.sleep(i.key.endsWith('0') ? 60 : 5);
    await ctx.tx('end', (em) => em.query('insert into followed (key, partition, what) values ($1, $2, $3)', [i.key, i.partition, 'end']));
    return ctx.causationId!;
  },
});
const onDeal = defineTrigger({
  types: ['contract.changed'], flow: followed,
  input: (e: CanonicalEvent) => (e.data['skip'] ? null : { key: e.idempotencykey, partition: e.partitionkey }),
  id: (e) => `follow:${e.idempotencykey}`,
});

let t: TestEngine;
beforeAll(async () => {
  t = await testEngine([seen, followed, onDeal]);
  await t.rows('create table seen (n serial, partition text, sequence bigint, key text)');
  await t.rows('create table followed (n serial, key text, partition text, what text)');
});
afterAll(() => t.close());
afterEach(() => {
  poison.clear();
  whileFailing = async () => undefined;
});

function publish(em: EntityManager, partition: string, key: string, type: 'project.changed' | 'contract.changed' = 'project.changed', data = {}) {
  return appendEvents(em, [{ type, entity: 'project', entity_id: partition, entity_version: 1, partition_key: partition, idempotency_key: key, approval_status: 'approved', correlation_id: `c-${key}`, data }]);
}
const seenOf = async (like: string) => (await t.rows('select key from seen where key like $1 order by n', [like])).map((r) => r['key']);
const caughtUp = (like: string, n: number) => until(`${n} of ${like}`, () => seenOf(like), (keys) => keys.length >= n);

it('sees every event once and each partition in its order while transactions overlap and commit out of order', async () => {
  const writers = Array.from({ length: 8 }, (_, w) => (async () => {
    for (let i = 0; i < 30; i++) {
      await t.db.ds.transaction(async (em) => {
        // The transaction gets its place in the log now, and reaches the partition later than others that began after it.
        await em.query('select pg_current_xact_id()');
        await new Promise((r) => setTimeout(r, Math.random() * 12));
        await publish(em, `overlap-${(w + i) % 4}`, `overlap:${w}:${i}`);
        await new Promise((r) => setTimeout(r, Math.random() * 12));
        if (i % 10 === 9) throw new Error('rolled back');
      }).catch((e: Error) => expect(e.message).toBe('rolled back'));
    }
  })());
  await Promise.all(writers);
  await caughtUp('overlap:%', 8 * 27);
  await new Promise((r) => setTimeout(r, 200));
  const rows = await t.rows(`select partition, sequence, key from seen where key like 'overlap:%' order by n`);
  expect(rows).toHaveLength(8 * 27);
  expect(new Set(rows.map((r) => r['key'])).size).toBe(8 * 27);
  for (const p of new Set(rows.map((r) => r['partition']))) {
    const sequences = rows.filter((r) => r['partition'] === p).map((r) => Number(r['sequence']));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  }
});

it('does not run ahead of a transaction that is still open', async () => {
  const early = t.db.ds.createQueryRunner();
  await early.startTransaction();
  await early.query('select pg_current_xact_id()');
  await publish(t.db.ds.manager, 'late', 'late:2');
  await new Promise((r) => setTimeout(r, 300));
  expect(await seenOf('late:%')).toEqual([]);
  await publish(early.manager, 'other', 'late:1');
  await early.commitTransaction();
  await early.release();
  await caughtUp('late:%', 2);
});

it('an event that cannot be handled holds its partition up, nothing else, and the partition catches up in order when it can be', async () => {
  poison.add('bad:a:2');
  await t.db.ds.transaction(async (em) => {
    for (const key of ['a:1', 'a:2', 'b:1', 'a:3', 'b:2', 'c:1']) await publish(em, `hold-${key[0]}`, `bad:${key}`);
  });
  await caughtUp('bad:%', 4);
  expect((await seenOf('bad:%')).sort()).toEqual(['bad:a:1', 'bad:b:1', 'bad:b:2', 'bad:c:1']);
  await publish(t.db.ds.manager, 'hold-a', 'bad:a:4');
  const held = await until('told', () => listExceptions(t.db.ds, { business_key: 'seen#hold-a' }), (p) => p.rows.length === 1);
  expect(held.rows[0]).toMatchObject({ code: 'PROCESS_FAILED', workflow: 'seen', context: { sequence: 2 }, correlation_id: 'c-bad:a:2' });
  expect((await consumerBacklog(t.db.ds)).find((b) => b.consumer === 'seen')).toMatchObject({ held: 1 });
  poison.clear();
  await caughtUp('bad:a:%', 4);
  expect(await seenOf('bad:a:%')).toEqual(['bad:a:1', 'bad:a:2', 'bad:a:3', 'bad:a:4']);
  await until('joined again', () => t.rows(`select 1 from event_consumer where name like 'seen#%'`), (r) => r.length === 0);
  expect((await listExceptions(t.db.ds, { business_key: 'seen#hold-a', status: ['resolved'] })).rows).toMatchObject([{ resolution: 'cleared' }]);
});

it('waiving its exception skips the one event', async () => {
  poison.add('skip:1');
  await publish(t.db.ds.manager, 'skip', 'skip:1');
  await publish(t.db.ds.manager, 'skip', 'skip:2');
  const held = await until('told', () => listExceptions(t.db.ds, { business_key: 'seen#skip' }), (p) => p.rows.length === 1);
  await t.db.ds.transaction((em) => waiveException(em, held.rows[0]!.id, { by: 'olga', reason: 'broken at the source' }));
  await caughtUp('skip:%', 1);
  expect(await seenOf('skip:%')).toEqual(['skip:2']);
});

it('a waiver given while another attempt is failing still skips the event', async () => {
  poison.add('race:1');
  await publish(t.db.ds.manager, 'race', 'race:1');
  await publish(t.db.ds.manager, 'race', 'race:2');
  const held = await until('told', () => listExceptions(t.db.ds, { business_key: 'seen#race' }), (p) => p.rows.length === 1);
  whileFailing = async () => {
    whileFailing = async () => undefined;
    await t.db.ds.transaction((em) => waiveException(em, held.rows[0]!.id, { by: 'olga', reason: 'broken at the source' }));
  };
  await caughtUp('race:%', 1);
  expect(await seenOf('race:%')).toEqual(['race:2']);
  expect((await listExceptions(t.db.ds, { business_key: 'seen#race', status: ['open'] })).rows).toEqual([]);
});

it('a trigger starts one run per fact, runs of a partition go one after the other in event order, others side by side', async () => {
  await t.db.ds.transaction(async (em) => {
    for (let i = 0; i < 6; i++) for (const p of ['x', 'y', 'z']) await publish(em, `deal-${p}`, `deal:${p}:${i}`, 'contract.changed');
    await publish(em, 'deal-x', 'deal:x:skipped', 'contract.changed', { skip: true });
  });
  await publish(t.db.ds.manager, 'deal-x', 'deal:x:3', 'contract.changed');
  await until('all followed', () => t.rows(`select 1 from process_run where flow = 'follow' and state = 'completed'`), (r) => r.length === 18);
  const rows = await t.rows('select * from followed order by n');
  for (const p of ['x', 'y', 'z']) {
    const own = rows.filter((r) => r['partition'] === `deal-${p}`).map((r) => `${r['key']} ${r['what']}`);
    expect(own).toEqual(Array.from({ length: 6 }, (_, i) => [`deal:${p}:${i} begin`, `deal:${p}:${i} end`]).flat());
  }
  // Side by side: another partition got in between the begin and the end of some run.
  expect(rows.some((r, i) => i > 0 && r['what'] === 'begin' && rows[i - 1]!['what'] === 'begin')).toBe(true);
  const [{ n }] = await t.rows(`select count(*)::int as n from process_run where flow = 'follow'`) as [{ n: number }];
  expect(n).toBe(18);
  const [run] = await t.rows(`select result, correlation_id from process_run where id = 'follow:deal:y:1'`);
  const [event] = await t.rows(`select id from event where idempotency_key = 'deal:y:1'`);
  expect(run).toEqual({ result: event!['id'], correlation_id: 'c-deal:y:1' });
});
