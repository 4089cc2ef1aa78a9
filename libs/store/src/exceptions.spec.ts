import 'reflect-metadata';
import { IllegalTransitionError } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { assignException, clearExceptions, countExceptions, ExceptionChanged, exceptionById, ExceptionNotFound, type ExceptionInput, listExceptions, raiseException, resolveException, waiveException } from './exceptions.js';
import { verifyAudit } from './audit.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.ds.query('delete from exception'));

const tx = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => db.ds.transaction(work);
const about = (business_key: string, more: Partial<ExceptionInput> = {}): ExceptionInput => ({ code: 'MISSING_RATE', business_key, workflow: 'post-timesheet', message: 'No rate', correlation_id: 'c1', ...more });
const raise = (e: ExceptionInput) => tx((em) => raiseException(em, e));
const events = (key: string) => db.ds.query(`select type, data->>'status' as status, correlation_id from event where partition_key = $1 order by seq`, [`exception:${key}`]);

it('there is one open exception per business key and code; raising it again counts and refreshes it', async () => {
  const first = await raise(about('k1'));
  const again = await raise(about('k1', { message: 'Still no rate', run_id: 'r2', context: { role: 'x' } }));
  const other = await raise(about('k1', { code: 'INVALID_TAX' }));
  expect([again.id, again.attempts, again.message, again.run_id]).toEqual([first.id, 2, 'Still no rate', 'r2']);
  expect(again).toMatchObject({ severity: 'high', owner_team: 'finance_ops', status: 'open', suggested_action: expect.stringContaining('retry') });
  expect(other.id).not.toBe(first.id);
  expect(await countExceptions(db.ds)).toEqual({ INVALID_TAX: 1, MISSING_RATE: 1 });
});

it('two transactions that raise the same one at once open one', async () => {
  await Promise.all(Array.from({ length: 6 }, () => raise(about('race'))));
  const page = await listExceptions(db.ds, { business_key: 'race' });
  expect(page.rows).toMatchObject([{ attempts: 6 }]);
  expect((await events('race')).map((e: { type: string }) => e.type)).toEqual(['exception.raised']);
});

it('ends as resolved or waived with who and why, tells it as an event, and can be raised anew after that', async () => {
  const a = await raise(about('k2'));
  const done = await tx((em) => resolveException(em, a.id, 'marked_done', { by: 'olga', reason: 'posted by hand' }));
  expect(done).toMatchObject({ status: 'resolved', resolution: 'marked_done', resolution_reason: 'posted by hand', resolved_by: 'olga', version: 2 });
  const b = await raise(about('k2'));
  expect(b.id).not.toBe(a.id);
  await tx((em) => waiveException(em, b.id, { by: 'olga', reason: 'too small' }));
  expect(await events('k2')).toEqual([
    { type: 'exception.raised', status: 'open', correlation_id: 'c1' }, { type: 'exception.resolved', status: 'resolved', correlation_id: 'c1' },
    { type: 'exception.raised', status: 'open', correlation_id: 'c1' }, { type: 'exception.resolved', status: 'waived', correlation_id: 'c1' },
  ]);
  const audited = await db.ds.query(`select who, what, reason from audit where entity_id = any($1) order by at`, [[a.id, b.id]]);
  expect(audited).toEqual([{ who: 'olga', what: 'exception.resolved', reason: 'posted by hand' }, { who: 'olga', what: 'exception.waived', reason: 'too small' }]);
  expect(await verifyAudit(db.ds)).toEqual([]);
});

it('a decision on what is not there, has changed, or is ended already is refused', async () => {
  const e = await raise(about('k3'));
  await expect(tx((em) => resolveException(em, '00000000-0000-7000-8000-000000000000', 'cleared', { by: 'x' }))).rejects.toThrow(ExceptionNotFound);
  await raise(about('k3'));
  await expect(tx((em) => resolveException(em, e.id, 'cleared', { by: 'x', expected_version: 1 }))).rejects.toThrow(ExceptionChanged);
  await tx((em) => waiveException(em, e.id, { by: 'x', reason: 'r', expected_version: 2 }));
  await expect(tx((em) => resolveException(em, e.id, 'cleared', { by: 'x' }))).rejects.toThrow(IllegalTransitionError);
});

it('is given to a person and back, and stays the one that is open', async () => {
  const e = await raise(about('k4'));
  expect(await tx((em) => assignException(em, e.id, 'fiona', { by: 'olga' }))).toMatchObject({ status: 'assigned', assigned_to: 'fiona' });
  expect((await raise(about('k4'))).id).toBe(e.id);
  expect(await tx((em) => assignException(em, e.id, null, { by: 'olga' }))).toMatchObject({ status: 'open', assigned_to: null });
});

it('is found by the words of its message, except where it is about a vendor write: that may show what not everybody may see', async () => {
  await raise(about('k7', { message: 'The amount 4711.50 was refused', context: { verb: 'post_journal' } }));
  await raise(about('k8', { message: 'The amount 4711.50 is missing' }));
  expect((await listExceptions(db.ds, { text: '4711.50' })).rows.map((e) => e.business_key)).toEqual(['k8']);
  expect((await listExceptions(db.ds, { text: 'k7' })).rows).toHaveLength(1);
});

it('clearing ends what fits and spares what the named run raised itself', async () => {
  await raise(about('k5', { run_id: 'r1' }));
  await raise(about('k5', { code: 'INVALID_TAX', run_id: 'r2' }));
  await raise(about('k6', { run_id: 'r1' }));
  const ended = await tx((em) => clearExceptions(em, { business_key: 'k5', workflow: 'post-timesheet', run_ids: ['r1'], except_run: 'r2' }, 'cleared', { by: 'process' }));
  expect(ended.map((e) => e.business_key).sort()).toEqual(['k5', 'k6']);
  expect((await listExceptions(db.ds)).rows).toMatchObject([{ code: 'INVALID_TAX', run_id: 'r2' }]);
});

it('the list gives each exception once over its pages, latest first, filtered, and refuses a foreign cursor', async () => {
  await db.ds.transaction(async (em) => {
    for (let i = 0; i < 7; i++) await raiseException(em, about(`p${i}`, { code: i % 2 ? 'MISSING_RATE' : 'PROCESS_FAILED' }));
  });
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await listExceptions(db.ds, {}, { cursor, limit: 2 });
    seen.push(...page.rows.map((e) => e.business_key));
    if (!(cursor = page.next_cursor)) break;
  }
  expect([...seen].sort()).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
  expect((await listExceptions(db.ds, { owner_team: 'it' })).rows).toHaveLength(4);
  await expect(listExceptions(db.ds, {}, { cursor: Buffer.from('["x; drop","y"]').toString('base64url') })).rejects.toThrow(TypeError);
  expect((await listExceptions(db.ds, { text: 'P3' })).rows.map((e) => e.business_key)).toEqual(['p3']);
  expect((await listExceptions(db.ds, { text: '%' })).rows).toEqual([]);
  expect((await listExceptions(db.ds, { first_seen_before: '2020-01-01T00:00:00Z' })).rows).toEqual([]);
  expect((await listExceptions(db.ds, { first_seen_before: '2100-01-01T00:00:00Z' })).rows).toHaveLength(7);
  expect(await exceptionById(db.ds, '00000000-0000-7000-8000-000000000000')).toBeUndefined();
});
