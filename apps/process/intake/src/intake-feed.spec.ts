import 'reflect-metadata';
import type { Domain, SourcePage, SourceRecord } from '#lib/canonical';
import type { SystemClient } from '#lib/clients';
import { supplySettings } from '#lib/platform';
import { feedCursor, listExceptions, park, parkedRecords, recordByKey, waiveException } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../libs/process/src/testing/database.js';
import { sourceRecord } from '../../../../libs/store/src/testing/source-record.js';
import { drainFeed, takeRecord } from './intake-feed.js';
import { retryParked } from './parked.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  supplySettings({ 'intake.parking_s': 900, 'intake.page_size': 2 });
  await db.ds.query('truncate canonical_record, cross_reference, event, event_partition, exception, parked_record, feed_cursor');
});

const role = (id: string, data = {}, more = {}) => sourceRecord('role', id, { code: id, name: 'Developer', ...data }, { natural_key: id, ...more });
const task = (id: string, project: string, more = {}) => sourceRecord('task', id, { wbs_code: id, name: id, status: 'open' }, { natural_key: `${project}:${id}`, refs: { project_id: { entity: 'project', source_id: project } }, ...more });
const project = (id: string) => sourceRecord('project', id, { project_code: `US01-${id}`, status: 'active' }, { natural_key: `US01-${id}` });
const take = (rec: SourceRecord, domain: Domain = 'psa') => db.ds.transaction((em) => takeRecord(em, rec, domain));
const open = async (status?: string[]) => (await listExceptions(db.ds, { status })).rows;
const parked = async () => (await parkedRecords(db.ds.manager, 'kantata')).map((p) => p.record.source_id);
const has = async (entity: string, key: string) => (await recordByKey(db.ds.manager, entity, key)) !== undefined;

/** A system API that gives these pages; the cursor is the number of the next one. */
function feed(...pages: SourceRecord[][]): { client: SystemClient; asked: string[] } {
  const asked: string[] = [];
  const page = async (_domain: Domain, _entity: string, cursor: string): Promise<SourcePage> => {
    asked.push(cursor);
    const n = Number(cursor || 0);
    return { records: pages[n] ?? [], next_cursor: String(Math.min(n + 1, pages.length)), has_more: n + 1 < pages.length };
  };
  return { client: { page } as unknown as SystemClient, asked };
}
const drain = (client: SystemClient) => drainFeed(db.ds, client, 'psa', 'kantata', 'role', new AbortController().signal);

describe('a change feed', () => {
  it('is read page by page to its end and goes on from there', async () => {
    const { client, asked } = feed([role('A'), role('B')], [role('C')]);
    expect(await drain(client)).toEqual({ records: 3, changed: 3 });
    expect(await feedCursor(db.ds.manager, 'kantata', 'role')).toBe('2');
    expect(await drain(client)).toEqual({ records: 0, changed: 0 });
    expect(asked).toEqual(['', '1', '2']);
    expect(await db.ds.query('select records::int, caught_up_at is not null as caught_up from feed_cursor')).toEqual([{ records: 3, caught_up: true }]);
  });

  it('whose page cannot be stored stays where it is; read again it changes nothing twice', async () => {
    const { client } = feed([role('A'), role('B')]);
    await db.ds.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'connection lost' using errcode = '57P01'; end $$`);
    await db.ds.query('create trigger refuse before insert or update on feed_cursor for each row execute function refuse()');
    await expect(drain(client)).rejects.toThrow('connection lost');
    await db.ds.query('drop function refuse cascade');
    expect(await has('role', 'A')).toBe(false);
    await drain(client);
    await db.ds.query('truncate feed_cursor');
    expect(await drain(client)).toEqual({ records: 2, changed: 0 });
    expect((await db.ds.query('select count(*)::int as n from event'))[0].n).toBe(2);
  });

  it.each([
    ['has no valid instant', role('B', {}, { source_timestamp: 'lately' }), 'PROCESS_FAILED'],
    ['has no valid date', role('B', {}, { effective_from: '2026-02-30' }), 'PROCESS_FAILED'],
    ['has a character no database takes', role('B', { name: 'a\u0000b' }), 'PROCESS_FAILED'],
    ['claims the key of another record', { ...role('B'), natural_key: 'A' }, 'DUPLICATE'],
  ])('is not held up by a record that %s', async (_what, bad, code) => {
    const { client } = feed([role('A'), bad], [role('C')]);
    expect(await drain(client)).toMatchObject({ records: 3, changed: 2 });
    expect([await has('role', 'A'), await has('role', 'C')]).toEqual([true, true]);
    expect(await open()).toMatchObject([{ code, business_key: 'role:kantata:B', workflow: 'intake', evidence: [{ record: { source_id: 'B' } }] }]);
  });

  it('is not held up by a record that takes on the key of another', async () => {
    await take(role('A'));
    await take(role('B'));
    expect(await take({ ...role('B', { code: 'A' }, { minute: 1 }), natural_key: 'A' })).toEqual({ outcome: 'refused', code: 'DUPLICATE' });
    expect(await open()).toMatchObject([{ code: 'DUPLICATE' }]);
  });

  it('is not held up by a second account of one worker', async () => {
    await take(sourceRecord('worker', 'w1', { worker_number: 'E1', email: 'ann@x', status: 'active' }, { natural_key: 'E1' }), 'hcm');
    await take(sourceRecord('psa_user', '77', { email: 'ann@x' }));
    expect(await take(sourceRecord('psa_user', '78', { email: 'ann@x' }))).toEqual({ outcome: 'refused', code: 'DUPLICATE' });
    expect(await open()).toMatchObject([{ code: 'DUPLICATE', business_key: 'psa_user:kantata:78' }]);
  });

  it('an exception about a record ends when a later version of it is accepted', async () => {
    await take(role('A', {}, { problem: { code: 'UNMAPPED_STATUS', field: 'f', value: 'v', message: 'm' } }));
    expect(await open()).toHaveLength(1);
    await take(role('A', {}, { minute: 1, refs: { manager_id: { entity: 'worker', natural_key: 'E9', optional: true } } }));
    expect(await open()).toEqual([]);
  });
});

describe('parked records', () => {
  it('are taken when what they wait for has come, in whatever order', async () => {
    await take(task('t1', 'p1'));
    await take(task('t2', 'p2'));
    expect(await retryParked(db.ds, 'kantata', 'psa')).toBe(0);
    await take(project('p2'));
    expect(await retryParked(db.ds, 'kantata', 'psa')).toBe(1);
    expect(await parked()).toEqual(['t1']);
    await take(project('p1'));
    expect(await retryParked(db.ds, 'kantata', 'psa')).toBe(1);
    expect(await parked()).toEqual([]);
  });

  it('that wait for each other in a chain are all taken in one go', async () => {
    const sheet = sourceRecord('timesheet', 's1', { entries: [], status: 'submitted' }, { natural_key: 's1', refs: { project_id: { entity: 'project', source_id: 'p1' }, worker_id: { entity: 'worker', source_id: '77' } } });
    await take(sheet);
    await take(sourceRecord('psa_user', '77', { email: 'ann@x' }));
    await take(project('p1'));
    await take(sourceRecord('worker', 'w1', { worker_number: 'E1', email: 'ann@x', status: 'active' }, { natural_key: 'E1' }), 'hcm');
    await retryParked(db.ds, 'kantata', 'psa');
    expect(await has('timesheet', 's1')).toBe(true);
    expect(await parked()).toEqual([]);
  });

  it('a newer version takes the place of the parked one, an older one does not', async () => {
    await take(task('t1', 'p1', { minute: 2 }));
    await take(task('t1', 'p1', { minute: 5 }));
    await take(task('t1', 'p1', { minute: 3 }));
    expect((await parkedRecords(db.ds.manager, 'kantata')).map((p) => p.record.source_version)).toEqual(['5']);
  });

  it('that their source deleted meanwhile wait no longer', async () => {
    await take(task('t1', 'p1'));
    expect(await take(task('t1', 'p1', { minute: 1, deleted: true }))).toEqual({ outcome: 'absent' });
    await take(project('p1'));
    await retryParked(db.ds, 'kantata', 'psa');
    expect([await parked(), await has('task', 'p1:t1')]).toEqual([[], false]);
  });

  it('beyond the first page are tried too', async () => {
    await db.ds.transaction(async (em) => {
      for (let i = 0; i < 5; i++) await park(em, task(`a${i}`, 'never'), 'project never', 'c');
      await park(em, task('z', 'p1'), 'project p1', 'c');
    });
    await take(project('p1'));
    expect(await retryParked(db.ds, 'kantata', 'psa')).toBe(1);
    expect((await db.ds.query('select count(*)::int as n from parked_record'))[0].n).toBe(5);
  });

  it('that waited too long are shown once to who can help, stay parked, and the exception ends when they are taken', async () => {
    supplySettings({ 'intake.parking_s': 0 });
    await take(task('t1', 'p1'));
    await take(sourceRecord('psa_user', '77', { email: 'ann@x' }));
    for (let poll = 0; poll < 3; poll++) await retryParked(db.ds, 'kantata', 'psa');
    expect((await open()).map((e) => [e.code, e.business_key, e.attempts]).sort()).toEqual([['OUT_OF_ORDER', 'task:kantata:t1', 1], ['UNKNOWN_WORKER', 'psa_user:kantata:77', 1]]);
    await take(project('p1'));
    await retryParked(db.ds, 'kantata', 'psa');
    expect((await open()).map((e) => e.code)).toEqual(['UNKNOWN_WORKER']);
  });

  it('that a person waived do not come back as exceptions', async () => {
    supplySettings({ 'intake.parking_s': 0 });
    await take(sourceRecord('psa_user', '77', { email: 'ann@x' }));
    await retryParked(db.ds, 'kantata', 'psa');
    const [exception] = await open();
    await db.ds.transaction((em) => waiveException(em, exception!.id, { by: 'olga', reason: 'a machine account' }));
    await retryParked(db.ds, 'kantata', 'psa');
    expect(await open()).toEqual([]);
  });

  it('that wait only for an optional reference are in the store meanwhile and bother nobody', async () => {
    supplySettings({ 'intake.parking_s': 0 });
    const worker = (id: string, refs = {}) => sourceRecord('worker', `w${id}`, { worker_number: id, status: 'active' }, { natural_key: id, refs });
    await take(worker('E1', { manager_id: { entity: 'worker', natural_key: 'E9', optional: true } }), 'hcm');
    await retryParked(db.ds, 'workday', 'hcm');
    expect(await open()).toEqual([]);
    await take(worker('E9'), 'hcm');
    await retryParked(db.ds, 'workday', 'hcm');
    expect((await recordByKey(db.ds.manager, 'worker', 'E1'))!.data['manager_id']).toBe((await recordByKey(db.ds.manager, 'worker', 'E9'))!.id);
    expect(await parkedRecords(db.ds.manager, 'workday')).toEqual([]);
  });

  it('that turn out to be duplicates leave the car park for a person', async () => {
    const second = { ...task('t2', 'p1'), natural_key: 'p1:t1' };
    await take(second);
    await take(project('p1'));
    await take(task('t1', 'p1'));
    await retryParked(db.ds, 'kantata', 'psa');
    expect(await parked()).toEqual([]);
    expect(await open()).toMatchObject([{ code: 'DUPLICATE', business_key: 'task:kantata:t2', attempts: 1 }]);
  });
});
