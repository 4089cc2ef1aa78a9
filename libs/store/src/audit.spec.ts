import 'reflect-metadata';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { audit, type AuditInput, verifyAudit } from './audit.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.ds.query('truncate audit');
  await db.ds.query(`update audit_chain set length = 0, last_hash = ''`);
});

const note = (entity_id: string, more: Partial<AuditInput> = {}) => db.ds.transaction((em) => audit(em, { who: 'olga', what: 'invoice.released', entity: 'invoice', entity_id, correlation_id: 'c', reason: 'Straße “größer” 日本', before: { status: 'draft' }, after: { status: 'released', total: '10.00' }, details: { b: 1, a: { z: [1, '2', null], y: 1.5 } }, ...more }));
/** Five records on one chain; the record with number 3 is the one that is tampered with. */
const five = async (): Promise<number> => {
  for (let i = 0; i < 5; i++) await note('invoice-1');
  return (await db.ds.query('select distinct chain from audit'))[0].chain;
};

it('an untouched log verifies, also one written by many at once', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, i) => note(`invoice-${i % 13}`)));
  expect(await verifyAudit(db.ds)).toEqual([]);
  expect((await db.ds.query('select count(*)::int as n, count(distinct chain)::int as chains from audit'))[0]).toEqual({ n: 40, chains: expect.any(Number) });
});

it('says who did what, and only hashes of what it looked like before and after', async () => {
  await note('invoice-1', { after: { secret_cost: '88.5' } });
  const [row] = await db.ds.query('select * from audit');
  expect(row).toMatchObject({ who: 'olga', what: 'invoice.released', entity_id: 'invoice-1', before_hash: expect.stringMatching(/^[0-9a-f]{64}$/), after_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(JSON.stringify(row)).not.toContain('88.5');
});

it('is part of the transaction it tells of', async () => {
  await expect(db.ds.transaction(async (em) => {
    await audit(em, { who: 'x', what: 'y', entity: 'e', entity_id: '1', correlation_id: 'c' });
    throw new Error('no');
  })).rejects.toThrow('no');
  await note('1');
  expect(await db.ds.query('select n::int from audit')).toEqual([{ n: 1 }]);
  expect(await verifyAudit(db.ds)).toEqual([]);
});

it.each([
  ['a changed name', `update audit set who = 'nobody' where n = 3`],
  ['a changed reason', `update audit set reason = null where n = 3`],
  ['a changed detail', `update audit set details = '{"b": 2, "a": {"y": 1.5, "z": [1, "2", null]}}' where n = 3`],
  ['a changed instant', `update audit set at = at + interval '1 second' where n = 3`],
  ['a changed picture of what it was', `update audit set after_hash = before_hash where n = 3`],
  ['a new hash over changed content', `update audit set who = 'nobody', hash = repeat('0', 64) where n = 3`],
])('finds %s', async (_what, sql) => {
  const chain = await five();
  await db.ds.query(sql);
  expect(await verifyAudit(db.ds)).toEqual([{ chain, n: 3, problem: 'the content or the link was changed' }]);
});

it('finds a record taken out of the middle, off the end, and one pushed in', async () => {
  const chain = await five();
  await db.ds.query('delete from audit where n = 5');
  expect(await verifyAudit(db.ds)).toEqual([{ chain, n: 5, problem: 'records are missing at the end' }]);
  await db.ds.query('delete from audit where n = 2');
  expect(await verifyAudit(db.ds)).toEqual([{ chain, n: 3, problem: 'a record is missing before this one' }]);
  await db.ds.query('insert into audit select chain, 2, at, who, what, entity, entity_id, before_hash, after_hash, correlation_id, reason, details, retention_class, previous_hash, hash from audit where n = 1');
  expect(await verifyAudit(db.ds)).toMatchObject([{ chain, n: 2 }]);
});
