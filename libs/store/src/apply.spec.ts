import 'reflect-metadata';
import type { SourceRecord } from '#lib/canonical';
import { type TestDatabase, testDatabase } from '../../process/src/testing/database.js';
import { type ApplyContext, type ApplyOutcome, applySourceRecord } from './apply.js';
import { canonicalIdOf, CrossReferenceConflict, systemIdOf } from './cross-reference.js';
import { recordById, recordByKey, updateRecord } from './records.js';
import { deal, senderOf, sourceRecord } from './testing/source-record.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.ds.query('truncate canonical_record, cross_reference, event, event_partition, exception, parked_record'));

let n = 0;
const take = (rec: SourceRecord, context: Partial<ApplyContext> = {}): Promise<ApplyOutcome> =>
  db.ds.transaction((em) => applySourceRecord(em, rec, { domain: senderOf(rec.entity).domain, correlation_id: `c${++n}`, ...context }));
const events = async (): Promise<string[]> => (await db.ds.query(`select type from event where type not like 'exception.%' order by seq`)).map((e: { type: string }) => e.type);
const exceptions = () => db.ds.query('select code, business_key, message, evidence from exception order by first_seen');
const stored = async (r: ApplyOutcome) => (await recordById(db.ds.manager, (r as { record: { id: string } }).record.id))!;

const role = (data = {}, more = {}) => sourceRecord('role', '7', { code: 'DEV', name: 'Developer', default_billable: true, ...data }, { natural_key: 'DEV', ...more });

describe('ownership', () => {
  it('refuses a change by a system that does not own the entity, and shows it with what was sent', async () => {
    await take(deal('open', 0));
    const intruder = { ...deal('closed_won', 5), source_system: 'kantata', source_id: '99' };
    expect(await take(intruder, { domain: 'psa' })).toEqual({ outcome: 'refused', code: 'OWNERSHIP_VIOLATION' });
    expect((await recordByKey(db.ds.manager, 'opportunity', 'O-1'))!.status).toBe('open');
    expect(await events()).toEqual(['opportunity.changed']);
    expect(await exceptions()).toMatchObject([{ code: 'OWNERSHIP_VIOLATION', business_key: 'opportunity:kantata:99', message: expect.stringContaining('which crm owns'), evidence: [{ system: 'kantata', record: { source_id: '99' } }] }]);
  });

  it('an echo of the owner’s own state by another system is acknowledged without a word', async () => {
    await take(deal('open', 0));
    expect(await take({ ...deal('open', 9), source_system: 'kantata', source_id: '99' }, { domain: 'psa' })).toMatchObject({ outcome: 'unchanged' });
    expect(await exceptions()).toEqual([]);
    expect(await events()).toHaveLength(1);
  });

  it('moves with a rule for one legal entity from its date on', async () => {
    await take(sourceRecord('legal_entity', '1', { code: 'US01', name: 'US' }, { natural_key: 'US01' }));
    const rule = [{ entity: 'role', owner: 'hcm', legal_entity_code: 'US01', from: '2026-08-01' }];
    const of = (id: string, refs = {}) => sourceRecord('role', id, { code: id }, { natural_key: id, refs });
    expect(await take(of('A', { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' } }), { ownership: rule })).toMatchObject({ outcome: 'refused' });
    expect(await take(of('B'), { ownership: rule })).toMatchObject({ outcome: 'created' });
  });
});

describe('a deletion', () => {
  it('of a record that was never here leaves no empty row, no event and nothing parked', async () => {
    expect(await take(role({}, { deleted: true }))).toEqual({ outcome: 'absent' });
    expect(await take(sourceRecord('task', 't1', {}, { deleted: true, natural_key: 'p1:t1', refs: { project_id: { entity: 'project', source_id: 'gone' } } }))).toEqual({ outcome: 'absent' });
    expect(await take(sourceRecord('psa_user', '77', {}, { deleted: true }))).toEqual({ outcome: 'absent' });
    for (const table of ['canonical_record', 'cross_reference', 'event', 'exception']) expect([table, (await db.ds.query(`select count(*)::int as n from ${table}`))[0].n]).toEqual([table, 0]);
  });

  it('of a record that is here keeps what was known of it', async () => {
    const first = await take(role());
    expect(await take(sourceRecord('role', '7', {}, { natural_key: 'DEV', deleted: true, minute: 1 }))).toMatchObject({ outcome: 'updated', record: { deleted: true } });
    expect((await stored(first)).data).toMatchObject({ code: 'DEV', name: 'Developer' });
  });
});

describe('versions', () => {
  it('the same record again changes nothing and tells nothing', async () => {
    const first = await take(role());
    expect(await take(role({}, { minute: 3 }))).toMatchObject({ outcome: 'unchanged' });
    expect((await stored(first)).version).toBe(1);
    expect(await events()).toEqual(['reference.changed']);
  });

  it('an older version is acknowledged without effect', async () => {
    await take(role({}, { minute: 5 }));
    expect(await take(role({ name: 'Coder' }, { minute: 4 }))).toMatchObject({ outcome: 'stale' });
    expect((await recordByKey(db.ds.manager, 'role', 'DEV'))!.data['name']).toBe('Developer');
    expect(await events()).toHaveLength(1);
  });

  it('a newer version is stored with its context and one event carrying the state after it', async () => {
    const first = await take(role());
    const later = await take(role({ name: 'Coder' }, { minute: 1, effective_from: '2026-09-01', extensions: { color: 'red' } }));
    expect(later).toMatchObject({ outcome: 'updated', record: { version: 2, effective_from: '2026-09-01', extensions: { color: 'red' }, source_version: '1' } });
    expect((await stored(later)).correlation_id).toBe((await stored(first)).correlation_id);
    const [event] = await db.ds.query(`select * from event where entity_version = 2`);
    expect(event).toMatchObject({ type: 'reference.changed', entity: 'role', source_version: '1', data: { name: 'Coder', natural_key: 'DEV' } });
  });

  it('a value the source has cleared is gone', async () => {
    const worker = (data: object, minute: number) => sourceRecord('worker', 'w1', { worker_number: 'E1', fte: '1', ...data }, { natural_key: 'E1', minute });
    await take(worker({ status: 'terminated', termination_date: '2026-06-30' }, 0));
    const back = await take(worker({ status: 'active' }, 1));
    expect((await stored(back)).data).not.toHaveProperty('termination_date');
  });

  it('a record the source deletes keeps what was known of it', async () => {
    await take(role());
    const gone = await take(sourceRecord('role', '7', {}, { minute: 1, deleted: true, natural_key: 'DEV' }));
    expect(await stored(gone)).toMatchObject({ deleted: true, data: { name: 'Developer' } });
  });

  it('of two that change one version at once, one is told to read again', async () => {
    const { record } = (await take(role())) as Extract<ApplyOutcome, { record: unknown }>;
    await db.ds.transaction((em) => updateRecord(em, record, { data: { ...record.data, name: 'A' } }));
    await expect(db.ds.transaction((em) => updateRecord(em, record, { data: { ...record.data, name: 'B' } }))).rejects.toThrow('changed by somebody else');
  });
});

describe('what cannot be taken', () => {
  it('a move the state machine does not know becomes an exception and changes nothing', async () => {
    await take(deal('closed_won', 0, { commercial_approval: 'approved' }));
    expect(await take(deal('committed', 1))).toEqual({ outcome: 'refused', code: 'ILLEGAL_TRANSITION' });
    expect((await recordByKey(db.ds.manager, 'opportunity', 'O-1'))!.status).toBe('closed_won');
    expect(await exceptions()).toMatchObject([{ code: 'ILLEGAL_TRANSITION', message: 'opportunity O-1: closed_won -> committed is not possible' }]);
  });

  it('a feed may skip the states between two reads', async () => {
    await take(sourceRecord('contract', '800A', { contract_number: 'C-1', status: 'draft', lines: [] }, { natural_key: 'US01:C-1' }));
    expect(await take(sourceRecord('contract', '800A', { contract_number: 'C-1', status: 'active', lines: [] }, { natural_key: 'US01:C-1', minute: 1 }))).toMatchObject({ outcome: 'updated' });
  });

  it('what the connector could not map is shown with field and value, never guessed', async () => {
    const rec = deal('open', 0, {}, { problem: { code: 'UNMAPPED_STATUS', field: 'stage', value: 'Vibes', message: 'Stage "Vibes" is not mapped' } });
    expect(await take(rec)).toEqual({ outcome: 'refused', code: 'UNMAPPED_STATUS' });
    expect(await recordByKey(db.ds.manager, 'opportunity', 'O-1')).toBeUndefined();
    expect(await exceptions()).toMatchObject([{ code: 'UNMAPPED_STATUS', message: 'Stage "Vibes" is not mapped' }]);
  });

  it('a record whose predecessor is unknown is parked by name, and taken once that has come', async () => {
    const task = sourceRecord('task', 't1', { wbs_code: 'DEL', name: 'Delivery', status: 'open' }, { natural_key: 'p1:DEL', refs: { project_id: { entity: 'project', source_id: 'p1' } } });
    expect(await take(task)).toEqual({ outcome: 'parked', missing: 'project_id: project p1' });
    const project = await take(sourceRecord('project', 'p1', { project_code: 'US01-1', status: 'active' }, { natural_key: 'US01-1' }));
    const taken = await take(task);
    expect(taken).toMatchObject({ outcome: 'created' });
    expect((await stored(taken)).data['project_id']).toBe((await stored(project)).id);
    expect((await stored(taken)).correlation_id).toBe((await stored(project)).correlation_id);
  });

  it('a reference worth having without is left out, named, and filled when it can be', async () => {
    const worker = (minute: number) => sourceRecord('worker', 'w1', { worker_number: 'E1', status: 'active' }, { natural_key: 'E1', minute, refs: { manager_id: { entity: 'worker', natural_key: 'E9', optional: true } } });
    expect(await take(worker(0))).toMatchObject({ outcome: 'created', waiting: ['manager_id: worker E9'] });
    expect(await take(worker(0))).toMatchObject({ outcome: 'unchanged', waiting: ['manager_id: worker E9'] });
    const boss = await take(sourceRecord('worker', 'w9', { worker_number: 'E9', status: 'active' }, { natural_key: 'E9' }));
    const filled = await take(worker(0));
    expect(filled).toMatchObject({ outcome: 'updated', waiting: undefined });
    expect((await stored(filled)).data['manager_id']).toBe((await stored(boss)).id);
  });

  it('two vendor ids with one natural key are a conflict for a person', async () => {
    await take(role());
    await expect(take({ ...role(), source_id: '8' })).rejects.toThrow(CrossReferenceConflict);
  });
});

describe('projects', () => {
  const project = (status: string, minute: number, data = {}) => sourceRecord('project', 'p1', { project_code: 'US01-1', name: 'P', currency: 'USD', time_entry_open: false, status, ...data }, { natural_key: 'US01-1', minute });
  const inState = async (status: string) => {
    const r = await take(project('active', 0));
    const record = await stored(r);
    await db.ds.transaction((em) => updateRecord(em, record, { data: { ...record.data, status, engagement_id: 'e1', time_entry_open: false } }));
  };

  it('opened in the PSA before its set-up is complete: refused, for finance could not bill it', async () => {
    await inState('pending_setup');
    expect(await take(project('active', 1, { time_entry_open: true }))).toMatchObject({ outcome: 'refused', code: 'OWNERSHIP_VIOLATION' });
    expect((await recordByKey(db.ds.manager, 'project', 'US01-1'))!.data).toMatchObject({ status: 'pending_setup', time_entry_open: false });
  });

  it('in set-up, the PSA changes names and dates but neither state nor opening, and takes nothing of the gateway’s away', async () => {
    await inState('approved');
    const r = await take(project('provisional', 1, { name: 'New name', time_entry_open: true }));
    expect((await stored(r)).data).toMatchObject({ name: 'New name', status: 'approved', time_entry_open: false, engagement_id: 'e1' });
  });

  it('what the set-up found out about billing stays, whatever a PSA that does not know says of it', async () => {
    const found = { billing_eligible: true, setup_checks: { erp_project_exists: true } };
    const record = await stored(await take(project('active', 0, { billing_eligible: false, setup_checks: {} })));
    expect(record.data).toMatchObject({ billing_eligible: false, setup_checks: {} });
    await db.ds.transaction((em) => updateRecord(em, record, { data: { ...record.data, ...found } }));
    const r = await take(project('active', 1, { name: 'New name', billing_eligible: false, setup_checks: {} }));
    expect((await stored(r)).data).toMatchObject({ name: 'New name', ...found });
  });

  it('once active, the PSA may hold, complete and reopen it', async () => {
    await take(project('active', 0));
    await take(project('on_hold', 1));
    await take(project('completed', 2));
    await take(project('active', 3));
    expect(await events()).toEqual(['project.changed', 'project.status_changed', 'project.status_changed', 'project.status_changed']);
  });
});

describe('a timesheet that is submitted again under a new vendor id', () => {
  const sheet = (id: string, status: string, minute: number, submitted: string, hours = '8') =>
    sourceRecord('timesheet', id, { period_start: '2026-08-03', period_end: '2026-08-09', submitted_at: `2026-08-0${submitted}T08:00:00Z`, total_hours: hours, entries: [], status }, { natural_key: 'u1:p1:2026-08-03', minute, approval_status: status });

  it('keeps its identity; the new id names it from then on', async () => {
    const first = await take(sheet('s1', 'rejected', 0, '1'));
    const again = await take(sheet('s2', 'submitted', 1, '2'));
    expect((await stored(again)).id).toBe((await stored(first)).id);
    expect(await canonicalIdOf(db.ds.manager, 'kantata', 'timesheet', 's1')).toBeUndefined();
    expect(await systemIdOf(db.ds.manager, (await stored(first)).id, 'kantata', 'timesheet')).toBe('s2');
  });

  it('an older submission that arrives late takes nothing away', async () => {
    const first = await take(sheet('s2', 'approved', 5, '2', '6'));
    expect(await take(sheet('s1', 'rejected', 3, '1'))).toMatchObject({ outcome: 'stale' });
    expect(await stored(first)).toMatchObject({ status: 'approved', source_id: 's2', version: 1 });
  });

  it('nor does one that was touched in the PSA after its successor had been approved', async () => {
    const first = await take(sheet('s2', 'approved', 5, '2', '6'));
    expect(await take(sheet('s1', 'rejected', 9, '1'))).toMatchObject({ outcome: 'stale' });
    expect(await stored(first)).toMatchObject({ status: 'approved', source_id: 's2' });
  });
});

describe('deals', () => {
  it.each([
    ['committed, then won with approval', [['committed', 'draft'], ['committed', 'draft'], ['closed_won', 'approved'], ['closed_won', 'approved']], ['opportunity.committed', 'opportunity.closed_won']],
    ['won first and approved later', [['committed', 'draft'], ['closed_won', 'submitted'], ['closed_won', 'approved']], ['opportunity.committed', 'opportunity.changed', 'opportunity.closed_won']],
    ['committed and lost', [['qualified', 'draft'], ['committed', 'draft'], ['closed_lost', 'draft']], ['opportunity.changed', 'opportunity.committed', 'opportunity.closed_lost']],
    ['slipped and committed again', [['committed', 'draft'], ['qualified', 'draft'], ['committed', 'draft']], ['opportunity.committed', 'opportunity.uncommitted', 'opportunity.committed']],
    ['approval taken back and given again is told, but the win is told once', [['closed_won', 'approved'], ['closed_won', 'rejected'], ['closed_won', 'approved']], ['opportunity.closed_won', 'opportunity.changed', 'opportunity.changed']],
  ])('%s', async (_story, stages, told) => {
    for (const [minute, [stage, commercial_approval]] of (stages as string[][]).entries()) await take(deal(stage!, minute, { commercial_approval }));
    expect(await events()).toEqual(told);
  });
});
