import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { appendEvents, type NewEvent } from './events.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.ds.query('truncate event, event_partition'));

const fact = (partition_key: string, idempotency_key: string, more: Partial<NewEvent> = {}): NewEvent => ({
  type: 'project.changed', entity: 'project', entity_id: 'p1', entity_version: 1, partition_key, idempotency_key, approval_status: 'approved', correlation_id: 'c', data: { n: idempotency_key }, ...more,
});
const append = (...events: NewEvent[]) => db.ds.transaction((em) => appendEvents(em, events));
const sequences = async (partition: string): Promise<number[]> => (await db.ds.query('select sequence from event where partition_key = $1 order by sequence', [partition])).map((r: { sequence: string }) => Number(r.sequence));
const counting = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

it('a fact published twice is one event, in one call and over several', async () => {
  const first = await append(fact('a', 'k1'), fact('a', 'k1'), fact('a', 'k2'));
  expect(first.map((e) => [e.idempotencykey, e.sequence])).toEqual([['k1', 1], ['k2', 2]]);
  expect(await append(fact('a', 'k2'), fact('a', 'k3'))).toMatchObject([{ idempotencykey: 'k3', sequence: 3 }]);
  expect(await sequences('a')).toEqual([1, 2, 3]);
});

it('one key may name facts of two types', async () => {
  expect(await append(fact('a', 'k'), fact('a', 'k', { type: 'project.status_changed' }))).toHaveLength(2);
});

it('is gone with the transaction that wrote it, and its number is given to the next', async () => {
  await append(fact('a', 'k1'));
  await expect(db.ds.transaction(async (em) => {
    await appendEvents(em, [fact('a', 'k2')]);
    throw new Error('no');
  })).rejects.toThrow('no');
  await append(fact('a', 'k3'));
  expect(await sequences('a')).toEqual([1, 2]);
});

it('numbers rise by one inside a partition however many write at once', async () => {
  await Promise.all(counting(24).map((i) => append(fact('busy', `k${i}`), fact(`own${i}`, `k${i}`, { type: 'task.changed' as never }))));
  expect(await sequences('busy')).toEqual(counting(24));
  expect(await sequences('own7')).toEqual([1]);
});

it('writers of one and the same fact at once leave no hole behind', async () => {
  for (let round = 1; round <= 5; round++) await Promise.all(counting(4).map((i) => append(fact('hot', `shared${round}`), fact('hot', `own${round}.${i}`))));
  const seen = await sequences('hot');
  expect(seen).toEqual(counting(25));
  expect((await append(fact('hot', 'next')))[0]!.sequence).toBe(26);
});

it('the envelope says what happened to which version, from which source, in which order', async () => {
  const [event] = await append(fact('a', 'k1', { source_system: 'kantata', source_id: '7', source_version: '3', source_timestamp: '2026-08-03T12:00:00+02:00', effective_date: '2026-08-01', causation_id: 'cause' }));
  expect(event).toMatchObject({
    specversion: '1.0', type: 'project.changed', subject: 'p1', entityid: 'p1', entityversion: 1, partitionkey: 'a', sequence: 1, idempotencykey: 'k1', correlationid: 'c', causationid: 'cause', approvalstatus: 'approved',
    sourcesystem: 'kantata', sourceid: '7', sourceversion: '3', sourcetimestamp: '2026-08-03T10:00:00.000Z', effectivedate: '2026-08-01', data: { n: 'k1' }, time: expect.stringMatching(/Z$/),
  });
});
