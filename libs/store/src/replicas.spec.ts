import 'reflect-metadata';
import type { SourceRecord } from '#lib/canonical';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { applySourceRecord } from './apply.js';
import { CrossReferenceConflict, linkSystem, systemIdOf, systemIds } from './cross-reference.js';
import { clientAt } from './replicas.js';
import { senderOf, sourceRecord } from './testing/source-record.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.ds.query('truncate canonical_record, cross_reference, event, event_partition, exception'));

const take = (rec: SourceRecord) => db.ds.transaction((em) => applySourceRecord(em, rec, { domain: senderOf(rec.entity).domain, correlation_id: 'c' }));
const worker = async (number: string, email: string): Promise<string> => ((await take(sourceRecord('worker', `w${number}`, { worker_number: number, email, status: 'active' }, { natural_key: number }))) as { record: { id: string } }).record.id;
const account = (id: string, email: string) => sourceRecord('psa_user', id, { email, display_name: 'Ann', status: 'active' });
const client = async (number: string): Promise<string> => ((await take(sourceRecord('client', `a${number}`, { client_number: number }, { natural_key: number }))) as { record: { id: string } }).record.id;
const customer = (id: string, number: string, entity: string) => sourceRecord('erp_customer', id, {}, { natural_key: number, refs: { legal_entity_id: { entity: 'legal_entity', natural_key: entity } } });
const idIn = (canonical: string, system: string, type: string) => systemIdOf(db.ds.manager, canonical, system, type);

describe('a time-keeping account', () => {
  it('is joined to its worker by mail address, whatever its case, and makes no record of its own', async () => {
    const ann = await worker('E1', 'ann@firm.example');
    expect(await take(account('77', 'Ann@Firm.example'))).toMatchObject({ outcome: 'created', record: { id: ann } });
    expect(await take(account('77', 'ann.new@firm.example'))).toMatchObject({ outcome: 'unchanged', record: { id: ann } });
    expect(await idIn(ann, 'kantata', 'worker')).toBe('77');
    expect(await db.ds.query(`select entity from canonical_record`)).toEqual([{ entity: 'worker' }]);
  });

  it('waits while its worker is unknown', async () => {
    expect(await take(account('77', 'ann@firm.example'))).toEqual({ outcome: 'parked', missing: 'worker for psa_user 77' });
    await worker('E1', 'ann@firm.example');
    expect(await take(account('77', 'ann@firm.example'))).toMatchObject({ outcome: 'created' });
  });

  it('that fits two workers is given to neither, but to a person with both names', async () => {
    await worker('E1', 'ann@firm.example');
    await worker('E2', 'ann@firm.example');
    expect(await take(account('77', 'ann@firm.example'))).toEqual({ outcome: 'refused', code: 'DUPLICATE' });
    expect(await db.ds.query('select code, context from exception')).toEqual([{ code: 'DUPLICATE', context: { candidates: ['E1', 'E2'] } }]);
  });

  it('without an address fits nobody', async () => {
    await take(sourceRecord('worker', 'w1', { worker_number: 'E1', status: 'active' }, { natural_key: 'E1' }));
    expect(await take(sourceRecord('psa_user', '77', { display_name: 'Ann' }))).toMatchObject({ outcome: 'parked' });
  });

  it('is refused as a conflict when its worker has another one already', async () => {
    const ann = await worker('E1', 'ann@firm.example');
    await take(account('77', 'ann@firm.example'));
    await expect(take(account('78', 'ann@firm.example'))).rejects.toThrow(CrossReferenceConflict);
    expect(await idIn(ann, 'kantata', 'worker')).toBe('77');
  });
});

describe('a customer in the ERP', () => {
  it('is the client at one legal entity; another legal entity has its own', async () => {
    const acme = await client('CL1');
    await take(customer('501', 'CL1', 'US01'));
    await take(customer('502', 'CL1', 'UK01'));
    expect(await idIn(acme, 'netsuite', clientAt('US01'))).toBe('501');
    expect(await idIn(acme, 'netsuite', clientAt('UK01'))).toBe('502');
    expect((await systemIds(db.ds.manager, acme)).map((x) => [x.system, x.role])).toEqual([['netsuite', 'replica'], ['netsuite', 'replica'], ['salesforce', 'owner']]);
  });

  it('made twice for one legal entity is a conflict, not a second customer', async () => {
    await client('CL1');
    await take(customer('501', 'CL1', 'US01'));
    await expect(take(customer('503', 'CL1', 'US01'))).rejects.toThrow('503 would be a second one');
  });
});

describe('a cross reference', () => {
  const x = { canonical_type: 'project', system: 'kantata', system_type: 'project', system_id: 'p1', role: 'owner' as const };
  const [a, b] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];

  it('recorded again keeps what it knew and takes what is new', async () => {
    await db.ds.transaction((em) => linkSystem(em, { ...x, canonical_id: a!, checksum: 'one', last_sync_version: '1' }));
    await db.ds.transaction((em) => linkSystem(em, { ...x, canonical_id: a!, last_sync_version: '2' }));
    expect(await db.ds.query('select checksum, last_sync_version from cross_reference')).toEqual([{ checksum: 'one', last_sync_version: '2' }]);
  });

  it('never moves from one record to another by itself', async () => {
    await db.ds.transaction((em) => linkSystem(em, { ...x, canonical_id: a! }));
    await expect(db.ds.transaction((em) => linkSystem(em, { ...x, canonical_id: b! }))).rejects.toThrow(`already belongs to project ${a}, not ${b}`);
    expect(await systemIdOf(db.ds.manager, a!, 'kantata')).toBe('p1');
  });
});
