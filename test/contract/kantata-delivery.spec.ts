import 'reflect-metadata';
import type { SourceRecord } from '#lib/canonical';
import { createRuntime } from '#lib/connector';
import { parkedRecords, recordByKey } from '#lib/store';
import { takeRecord } from '../../apps/process/intake/src/intake-feed.js';
import { retryParked } from '../../apps/process/intake/src/parked.js';
import { vendor } from '../../apps/sandbox/kantata/src/index.js';
import { type Desk, openDesk } from '../../apps/sandbox/kernel/testing/desk.js';
import { kantata } from '../../apps/system/kantata/src/connector.js';
import { supplySettings } from '#lib/platform';
import { type TestDatabase, testDatabase } from '../../libs/process/src/testing/database.js';
import { sourceRecord } from '../../libs/store/src/testing/source-record.js';
import { BOOKS } from '../conformance/vendors/kantata-books.js';

jest.setTimeout(120_000);
let desk: Desk;
let db: TestDatabase;
let runtime: ReturnType<typeof createRuntime>;
let cursors: Record<string, string>;

beforeAll(async () => {
  [desk, db] = await Promise.all([openDesk(vendor), testDatabase()]);
  runtime = createRuntime(kantata, { settings: { base_url: `${desk.url}/api/v1`, token: 'sandbox-kantata-token' } });
}, 180_000);
afterAll(async () => {
  runtime.close();
  await Promise.all([desk.stop(), db.close()]);
});
beforeEach(async () => {
  cursors = {};
  supplySettings({ 'intake.parking_s': 900, 'intake.page_size': 50 });
  await db.ds.query('truncate canonical_record, cross_reference, event, event_partition, exception, parked_record, feed_cursor');
  await desk.control('POST', 'reset');
  await desk.control('POST', 'clock', { now: '2026-07-06T09:00:00Z', frozen: true });
  for (const [table, rows] of Object.entries(BOOKS)) await desk.control('PUT', `tables/${table}`, rows);
  await desk.control('PUT', 'tables/expense_categories', [{ id: '50', name: 'Travel', deleted_at: null }]);
  await take(sourceRecord('legal_entity', '1', { code: 'US01', name: 'US' }, { natural_key: 'US01' }), 'erp');
  await take(sourceRecord('worker', 'w1', { worker_number: 'E-1', email: 'ada@firm.example', status: 'active' }, { natural_key: 'E-1' }), 'hcm');
});

const take = (record: SourceRecord<any>, domain: 'psa' | 'hcm' | 'erp' = 'psa') => db.ds.transaction((em) => takeRecord(em, record, domain));
const act = async (action: string, body: object): Promise<any[]> => {
  const { items } = await desk.control<any>('POST', `actions/${action}`, body);
  for (const item of items) if (!item.ok) throw new Error(`${action}: ${item.error}`);
  return items;
};
const later = (ms = 60_000): Promise<unknown> => desk.control('POST', 'clock', { advance_ms: ms });

/** Reads what changed as intake does, and answers what was told of it. */
async function polled(...entities: string[]): Promise<string[]> {
  const [{ before }] = await db.ds.query('select count(*)::int as before from event');
  for (const entity of entities) {
    for (let more = true; more; ) {
      const page = await runtime.read(entity, cursors[entity] ?? '', 50);
      cursors[entity] = page.next_cursor;
      more = page.has_more;
      for (const record of page.records) await take(record);
    }
  }
  await retryParked(db.ds, 'kantata', 'psa');
  const events: { type: string; entity: string }[] = await db.ds.query('select type, entity from event order by seq');
  return events.slice(before).filter((e) => e.entity === 'milestone' || e.entity === 'expense_report').map((e) => e.type);
}
const everything = () => polled('psa_user', 'project', 'task', 'milestone', 'expense_report');
const milestone = async () => (await recordByKey(db.ds.manager, 'milestone', 'US01-OPP-1:M1'))!;
const plan = async (fields: object = {}): Promise<string> => (await act('add_milestones', { items: [{ set: { workspace_id: '100', title: 'M1 Design', due_date: '2026-07-31', weight: 30 }, fields }] }))[0].id;

describe('milestones', () => {
  it('hang on their project and go their way from plan to acceptance', async () => {
    const id = await plan({ 'Contract Line': '2', 'Acceptance Required': 'yes', 'Milestone Amount': [250_000, 'USD'] });
    expect(await everything()).toEqual(['milestone.changed']);
    expect(await milestone()).toMatchObject({ status: 'planned', data: { project_id: (await recordByKey(db.ds.manager, 'project', 'US01-OPP-1'))!.id, line_no: '2', amount: '2500', planned_date: '2026-07-31' } });
    const steps: [string, object, string[]][] = [
      ['reschedule_milestones', { id, due_date: '2026-08-14' }, ['milestone.rescheduled']], ['complete_milestones', { id, date: '2026-08-12' }, ['milestone.changed']], ['reject_milestones', { id }, ['milestone.changed']], ['reopen_milestones', { id }, ['milestone.changed']],
      ['complete_milestones', { id, date: '2026-08-20' }, ['milestone.changed']], ['accept_milestones', { id, date: '2026-08-21', evidence: 'M1.pdf' }, ['milestone.completed']], ['reopen_milestones', { id }, ['milestone.changed']],
    ];
    for (const [action, item, told] of steps) {
      await later();
      await act(action, { items: [item] });
      expect({ action, told: await everything() }).toEqual({ action, told });
    }
    expect((await milestone()).data).not.toHaveProperty('accepted_at');
  });

  it('completed and accepted between two readings are one fact, and what the gateway writes onto them is none', async () => {
    const id = await plan({ 'Acceptance Required': 'yes' });
    await everything();
    await later();
    await act('complete_milestones', { items: [{ id, date: '2026-07-30' }] });
    await act('accept_milestones', { items: [{ id, date: '2026-07-31', evidence: 'M1.pdf' }] });
    expect(await everything()).toEqual(['milestone.completed']);
    expect((await milestone()).data).toMatchObject({ status: 'accepted', actual_date: '2026-07-30', accepted_at: '2026-07-31', acceptance_evidence: 'M1.pdf' });
    await later();
    await fetch(`${desk.url}/api/v1/stories/${id}`, { method: 'PUT', headers: { authorization: 'Bearer sandbox-kantata-token', 'content-type': 'application/json' }, body: JSON.stringify({ story: { custom_fields: [{ id: 431, value: 'invoiced' }] } }) });
    expect(await everything()).toEqual([]);
  });

  it('of a project that is not here yet wait for it', async () => {
    await plan();
    await polled('milestone');
    expect((await parkedRecords(db.ds.manager, 'kantata')).map((p) => p.missing)).toEqual(['project_id: project 100']);
    expect(await everything()).toEqual(['milestone.changed']);
  });

  it('with a word nobody agreed on are shown to a person, and taken when it is put right', async () => {
    const id = await plan({ 'Acceptance Required': 'perhaps' });
    expect(await everything()).toEqual([]);
    const open = () => db.ds.query(`select code, business_key, context from exception where status = 'open'`);
    expect(await open()).toMatchObject([{ code: 'UNMAPPED_STATUS', business_key: `milestone:kantata:${id}`, context: { natural_key: 'US01-OPP-1:M1', field: 'Acceptance Required' } }]);
    await later();
    const [value] = (await desk.control<any[]>('GET', 'tables/custom_field_values')).filter((v) => v.subject_id === id);
    await act('edit', { collection: 'custom_field_values', items: [{ id: value.id, set: { value: 'no' } }] });
    expect(await everything()).toEqual(['milestone.changed']);
    expect(await open()).toEqual([]);
  });
});

describe('expenses', () => {
  const taxi = { workspace_id: '100', user_id: '1', date: '2026-07-02', category: 'Travel', amount_in_cents: 4250, billable: true, reimbursable: true, notes: 'Taxi [tax 4.20; recoverable 4.20]' };
  const reports = (): Promise<{ natural_key: string; status: string; data: any }[]> => db.ds.query(`select natural_key, status, data from canonical_record where entity = 'expense_report' order by natural_key`);

  it('belong to the worker whose account booked them, and to the project', async () => {
    await act('log_expenses', { expenses: [taxi] });
    await act('submit_expenses', { reports: [{ user_id: '1', workspace_id: '100', title: 'July' }] });
    expect(await everything()).toEqual(['expense.changed']);
    await later();
    await act('approve_expenses', { reports: [{ user_id: '1', workspace_id: '100' }], by: '2' });
    expect(await everything()).toEqual(['expense.approved']);
    const [worker, project] = [await recordByKey(db.ds.manager, 'worker', 'E-1'), await recordByKey(db.ds.manager, 'project', 'US01-OPP-1')];
    expect((await reports())[0]).toMatchObject({ status: 'approved', data: { worker_id: worker!.id, project_id: project!.id, lines: [{ amount: '42.5', currency: 'USD', tax_amount: '4.20', recoverable_tax: '4.20', notes: 'Taxi' }] } });
  });

  it('corrected after approval leave the old report without approval and come again, the same line in another version, on a new one', async () => {
    const [expense] = await act('log_expenses', { expenses: [taxi] });
    const [first] = await act('submit_expenses', { reports: [{ user_id: '1', workspace_id: '100' }] });
    await act('approve_expenses', { reports: [{ id: first.id }], by: '2' });
    expect(await everything()).toEqual(['expense.approved']);
    await later();
    await act('reopen_expenses', { items: [{ id: first.id, reason: 'Tip was private', edits: [{ expense_id: expense.id, amount_in_cents: 4000 }], approve: true }] });
    expect(await everything()).toEqual(['expense.changed', 'expense.approved']);
    const [old, now] = await reports();
    expect([old!.status, old!.data.lines, now!.status, now!.data.lines.map((l: any) => [l.source_id, l.amount])]).toEqual(['rejected', [], 'approved', [[expense.id, '40']]]);
  });

  it('of an account nobody knows wait until its worker is known', async () => {
    await desk.control('PUT', 'tables/workspace_resources', [{ id: '301', workspace_id: '100', user_id: '2', role_id: '11', created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' }]);
    await act('log_expenses', { expenses: [{ ...taxi, user_id: '2' }] });
    await act('submit_expenses', { reports: [{ user_id: '2', workspace_id: '100' }] });
    expect(await everything()).toEqual([]);
    await take(sourceRecord('worker', 'w2', { worker_number: 'E-2', email: 'bo@firm.example', status: 'active' }, { natural_key: 'E-2' }), 'hcm');
    expect(await everything()).toEqual(['expense.changed']);
  });

  it('whose notes cannot be read stop their report only', async () => {
    await act('log_expenses', { expenses: [{ ...taxi, notes: 'Hotel [tax 31,20]' }] });
    await act('submit_expenses', { reports: [{ user_id: '1', workspace_id: '100' }] });
    await act('log_expenses', { expenses: [taxi] });
    await act('submit_expenses', { reports: [{ user_id: '1', workspace_id: '100' }] });
    expect(await everything()).toEqual(['expense.changed']);
    expect(await db.ds.query(`select code, context->>'field' as field from exception where status = 'open'`)).toEqual([{ code: 'MISSING_PROJECT_ATTRIBUTE', field: 'notes' }]);
  });
});
