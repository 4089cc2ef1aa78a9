import 'reflect-metadata';
import type { SourceRecord } from '#lib/canonical';
import { Consumer, KantataAccount, type Replica } from './kantata-account.js';

const account = new KantataAccount();
let r: Replica;
jest.setTimeout(60_000);

beforeAll(() => account.open(), 120_000);
afterAll(() => account.close(), 30_000);
beforeEach(async () => {
  await account.fresh();
  r = account.replica();
});

const ids = (records: SourceRecord[]): string[] => records.map((one) => one.source_id).sort();
const newest = (records: SourceRecord<any>[], id: string): SourceRecord<any> => records.filter((one) => one.source_id === id).at(-1)!;
const MONDAYS = ['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29', '2026-07-06'];

describe('what each record says', () => {
  it('roles: code from the name; a deleted one is told and keeps no claim on its code', async () => {
    await account.put('roles', [{ id: '12', name: 'R&D  Lead', deleted_at: '2026-06-02T00:00:00Z' }]);
    const records = await new Consumer(r, 'role', 2).catchUp();
    expect(ids(records)).toEqual(['10', '11', '12']);
    expect(newest(records, '10')).toMatchObject({ natural_key: 'SENIOR_CONSULTANT', deleted: false, data: { code: 'SENIOR_CONSULTANT', name: 'Senior Consultant' } });
    expect(newest(records, '12')).toMatchObject({ natural_key: null, deleted: true, data: { code: 'R_D_LEAD' } });
  });

  it('users: everybody on the account by e-mail, with or without a project, those who left included', async () => {
    await account.put('users', Array.from({ length: 9 }, (_, n) => ({ id: String(30 + n), full_name: `P ${n}`, email_address: `p${n}@firm.example`, role_id: '11', disabled: n === 3 })));
    const records = await new Consumer(r, 'psa_user', 3).catchUp();
    expect(records).toHaveLength(11);
    expect(newest(records, '1')).toMatchObject({ natural_key: 'ada@firm.example', deleted: false, data: { email: 'ada@firm.example', display_name: 'Ada Adams', role: 'SENIOR_CONSULTANT', status: 'active' } });
    expect(newest(records, '33')).toMatchObject({ deleted: true, data: { status: 'inactive' } });
  });

  it('rate cards: one record per version with its range and amounts in the currency', async () => {
    await account.put('rate_cards', [{ id: '28', title: 'GLOBAL JPY', currency: 'JPY', rate_card_set_id: '20' }]);
    await account.put('rate_card_versions', [{ id: '29', rate_card_id: '28', rate_card_set_version_id: '21', effective_date: '2026-01-01', default_rate: null }]);
    await account.put('rate_card_roles', [{ id: '31', rate_card_version_id: '29', role_id: '11', rate: 24000 }]);
    const records = await new Consumer(r, 'rate_card_version').catchUp();
    expect(ids(records)).toEqual(['24', '25', '29']);
    expect(newest(records, '24')).toMatchObject({
      natural_key: 'GLOBAL:USD:2026', effective_from: '2026-01-01', effective_to: '2026-07-07',
      data: { card_code: 'GLOBAL', version_no: '2026', scope_type: 'global', currency: 'USD', kind: 'bill', status: 'approved', lines: [{ line_id: '26', role: 'SENIOR_CONSULTANT', unit: 'hour', rate: '150' }, { line_id: 'default', unit: 'hour', rate: '90' }] },
    });
    expect(newest(records, '25')).toMatchObject({ effective_from: '2026-07-08', effective_to: null, data: { lines: [{ rate: '160.5' }] } });
    expect(newest(records, '29').data.lines).toEqual([{ line_id: '31', role: 'PROJECT_MANAGER', unit: 'hour', rate: '24000' }]);
  });

  it('projects: code and legal entity from the custom fields, else from the title; archived ones take no time', async () => {
    await account.running('100', { description: 'Cloud move', price_in_cents: 120050, target_margin: 32.5, start_date: '2026-06-01', due_date: '2026-12-31' });
    await account.put('workspaces', [
      { id: '101', title: 'House work London', currency: 'GBP', status_key: '300', stage: 'project', time_trackable: true, archived: false }, { id: '102', title: 'US01-OPP-9', currency: 'USD', status_key: '300', stage: 'project', time_trackable: true, archived: true },
      { id: '103', title: 'Nobody knows', currency: 'USD', status_key: '300', stage: 'project', archived: false }, { id: '104', title: 'US01-OPP-8 Odd', currency: 'USD', status_key: '777', stage: 'project', archived: false },
    ]);
    await account.put('custom_field_values', [['INT-GB01', '401'], ['GB01', '402'], ['none', '403']].map(([value, field], n) => ({ id: String(500 + n), subject_type: 'Workspace', subject_id: '101', custom_field_id: field, value })));
    const records = await new Consumer(r, 'project', 2).catchUp();
    expect(ids(records)).toEqual(['100', '101', '102', '103', '104']);
    expect(newest(records, '100')).toMatchObject({
      natural_key: 'US01-OPP-1', data: { project_code: 'US01-OPP-1', name: 'Alpha', start: '2026-06-01', end: '2026-12-31', currency: 'USD', type: 'billable', time_entry_open: true, status: 'active' },
      refs: { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' } }, extensions: { description: 'Cloud move', price_in_cents: 120050, target_margin: 32.5, stage: 'project', rate_card_id: 23, archived: false },
    });
    expect(newest(records, '101')).toMatchObject({ natural_key: 'INT-GB01', data: { name: 'House work London', type: 'internal', billing_eligible: false }, refs: { legal_entity_id: { natural_key: 'GB01' } } });
    expect(newest(records, '102')).toMatchObject({ natural_key: 'US01-OPP-9', data: { time_entry_open: false, status: 'completed' } });
    expect(newest(records, '103')).toMatchObject({ natural_key: null, problem: { code: 'MISSING_PROJECT_CODE' } });
    expect(newest(records, '104')).toMatchObject({ natural_key: 'US01-OPP-8', refs: { legal_entity_id: { natural_key: 'US01' } }, problem: { code: 'UNMAPPED_STATUS', field: 'status.key', value: '777' } });
    expect(await r.runtime.one('project', '100')).toMatchObject({ source_version: newest(records, '100').source_version });
    expect(await r.runtime.one('project', '999')).toBeNull();
  });

  it('tasks: code and name from the title, those of archived projects and deleted ones too', async () => {
    await account.running();
    await account.put('workspaces', [{ id: '101', title: 'US01-OPP-2 Old', currency: 'USD', status_key: '500', archived: true }]);
    await account.put('stories', [
      { id: '201', workspace_id: '101', title: 'PM Project management', story_type: 'task', billable: true, time_estimate_in_minutes: 610, state: 'completed' }, { id: '202', workspace_id: '100', title: 'Design review', story_type: 'task', billable: false },
      { id: '203', workspace_id: '100', title: 'OLD Gone', story_type: 'task', deleted_at: '2026-06-02T00:00:00Z' }, { id: '204', workspace_id: '100', title: 'Kick-off', story_type: 'milestone' },
    ]);
    const records = await new Consumer(r, 'task', 2).catchUp();
    expect(ids(records)).toEqual(['200', '201', '202', '203']);
    expect(newest(records, '200')).toMatchObject({ natural_key: '100:DEL', deleted: false, data: { wbs_code: 'DEL', name: 'Delivery', billable_default: true, status: 'open' }, refs: { project_id: { entity: 'project', source_id: '100' } }, extensions: { story_type: 'task' } });
    expect(newest(records, '201')).toMatchObject({ natural_key: '101:PM', data: { planned_hours: '10.1667', status: 'closed' } });
    expect(newest(records, '202')).toMatchObject({ natural_key: '100:202', data: { wbs_code: '202', name: 'Design review' } });
    expect(newest(records, '203')).toMatchObject({ deleted: true, data: { status: 'closed' } });
  });

  it('assignments: people only, with worker, project and role', async () => {
    await account.running();
    await account.act('staff', { items: [{ workspace_id: '100', user_id: '1', start_date: '2026-07-06', end_date: '2026-07-31', minutes: 9610 }] });
    const { results: [open] } = await account.api('POST', 'workspace_resources', { workspace_resource: { workspace_id: 100, user_id: null, role_id: 11 } });
    await account.api('POST', 'workspace_allocations', { workspace_allocation: { resource_id: open.id, start_date: '2026-07-06', end_date: '2026-07-31', minutes: 600 } });
    const records = await new Consumer(r, 'assignment').catchUp();
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      effective_from: '2026-07-06', effective_to: '2026-07-31', deleted: false, data: { role: 'SENIOR_CONSULTANT', hours: '160.1667', booking_type: 'hard', status: 'confirmed' },
      refs: { worker_id: { entity: 'worker', source_id: '1' }, project_id: { entity: 'project', source_id: '100' } }, extensions: { resource_id: '300' },
    });
  });

  it('timesheets: hours exact, entries with task, role and class, the decision and who took it', async () => {
    await account.running();
    await account.act('log_time', { entries: [
      { workspace_id: '100', user_id: '1', story_id: '200', date_performed: '2026-06-29', time_in_minutes: 470, notes: 'Workshop', location: 'Berlin' }, { workspace_id: '100', user_id: '1', story_id: '200', date_performed: '2026-06-30', time_in_minutes: 10, billable: false, role_id: '11' },
    ] });
    await account.act('submit_timesheet', { sheets: [{ user_id: '1', workspace_id: '100', week: '2026-06-29', comment: 'late' }] });
    const [sheet] = (await account.control<any[]>('GET', 'tables/timesheet_submissions'));
    await account.pass(60_000);
    await account.act('approve_timesheet', { sheets: [{ id: sheet.id }], by: '2' });
    const [record] = await new Consumer(r, 'timesheet').catchUp();
    expect(record).toMatchObject({
      source_id: sheet.id, natural_key: `1:100:2026-06-29:${sheet.id}`, approval_status: 'approved', source_timestamp: '2026-07-06T09:01:00.000Z',
      data: { period_start: '2026-06-29', period_end: '2026-07-05', total_hours: '8', submitted_at: '2026-07-06T09:00:00.000Z', approved_at: '2026-07-06T09:01:00.000Z', approved_by: 'kantata:2', status: 'approved' },
      refs: { worker_id: { entity: 'worker', source_id: '1' }, project_id: { entity: 'project', source_id: '100' } }, extensions: { comment: 'late' },
    });
    const [first, second] = record!.data.entries;
    expect(first).toEqual({ source_id: expect.any(String), source_version: expect.any(String), work_date: '2026-06-29', hours: '7.8333', billable_hours: '7.8333', task_source_id: '200', role: 'SENIOR_CONSULTANT', work_type: 'regular', billable_class: 'billable', notes: 'Workshop' });
    expect(second).toMatchObject({ work_date: '2026-06-30', hours: '0.1667', role: 'PROJECT_MANAGER', billable_class: 'non_billable' });
    expect(record!.extensions).toMatchObject({ entries: { [first.source_id]: { location: 'Berlin' } } });
    expect((await r.runtime.one('timesheet', sheet.id))!.data).toEqual(record!.data);
  });

  it('statuses of timesheets are those of the objects, not those of the filter', async () => {
    await account.running();
    const [pending, rejected, cancelled] = [await account.week('1', MONDAYS[0]!, 60, false), await account.week('1', MONDAYS[1]!, 60, false), await account.week('1', MONDAYS[2]!, 60, false)];
    await account.act('reject_timesheet', { sheets: [{ id: rejected }], by: '2', reason: 'Wrong task' });
    await account.act('cancel_timesheet', { sheets: [{ id: cancelled }] });
    const records = await new Consumer(r, 'timesheet').catchUp();
    expect([newest(records, pending).data.status, newest(records, rejected).data, newest(records, cancelled).data.status]).toMatchObject(['submitted', { status: 'rejected', rejection_reason: 'Wrong task' }, 'recalled']);
  });
});

describe('every page is walked', () => {
  const many = 23;

  it.each([2, 5, 200])('of what changed within one second, %i a page: everything once', async (limit) => {
    await account.running();
    const people = Array.from({ length: many }, (_, n) => ({ id: String(5000 + n), full_name: `P ${n}`, email_address: `p${n}@firm.example`, role_id: '10' }));
    await account.put('users', people);
    await account.put('workspaces', Array.from({ length: many }, (_, n) => ({ id: String(1000 + n), title: `US01-OPP-${100 + n} Project`, currency: 'USD', status_key: '300', stage: 'project', time_trackable: true, archived: n % 5 === 0 })));
    await account.put('stories', Array.from({ length: many }, (_, n) => ({ id: String(2000 + n), workspace_id: String(1000 + n), title: `DEL Delivery ${n}`, story_type: 'task', billable: true })));
    await account.act('staff', { items: people.map((p) => ({ workspace_id: '100', user_id: p.id, start_date: '2026-07-06', end_date: '2026-07-10', minutes: 600 })) });
    await account.act('log_time', { entries: people.map((p) => ({ workspace_id: '100', user_id: p.id, story_id: '200', date_performed: '2026-07-06', time_in_minutes: 60 })) });
    await account.act('submit_timesheet', { sheets: people.map((p) => ({ user_id: p.id, workspace_id: '100', week: '2026-07-06' })) });
    for (const [entity, count] of [['project', many + 1], ['task', many + 1], ['assignment', many], ['timesheet', many], ['psa_user', many + 2]] as const) {
      const consumer = new Consumer(r, entity, limit);
      const records = await consumer.catchUp();
      expect([entity, records.length, new Set(ids(records)).size, records.filter((one) => one.problem)]).toEqual([entity, count, count, []]);
      expect(await consumer.catchUp()).toEqual([]);
    }
  });

  it('goes on after a restart, from the cursor alone', async () => {
    await account.running();
    for (const monday of MONDAYS) {
      await account.week('1', monday);
      await account.pass(5_000);
    }
    const first = new Consumer(r, 'timesheet', 2);
    const records = (await first.page()).records;
    const second = new Consumer(account.replica(), 'timesheet', 2);
    second.cursor = first.cursor;
    records.push(...(await second.catchUp()));
    expect(new Set(ids(records)).size).toBe(MONDAYS.length);
  });
});

describe('what changes while a walk goes on', () => {
  /** Six weeks of Ada, a minute apart, newest week first, so that the order of dates is not the order of changes. */
  async function weeks(): Promise<string[]> {
    await account.running();
    const sheets: string[] = [];
    for (const monday of [...MONDAYS].reverse()) {
      sheets.push(await account.week('1', monday, 60, false));
      await account.pass(60_000);
    }
    return sheets;
  }

  it('a sheet read already and changed early in a walk that then takes an hour is not lost', async () => {
    const sheets = await weeks();
    const consumer = new Consumer(r, 'timesheet', 2);
    const seen = (await consumer.page()).records;
    await account.act('approve_timesheet', { sheets: [{ id: seen[0]!.source_id }] });
    await account.pass(3_600_000);
    const unread = sheets.find((id) => !seen.some((one) => one.source_id === id))!;
    await account.act('approve_timesheet', { sheets: [{ id: unread }] });
    const rest = [...(await consumer.catchUp()), ...(await consumer.catchUp())];
    expect([newest(rest, seen[0]!.source_id).data.status, newest(rest, unread).data.status]).toEqual(['approved', 'approved']);
    expect(new Set(ids([...seen, ...rest])).size).toBe(sheets.length);
    expect(await consumer.catchUp()).toEqual([]);
  });

  it.each(['project', 'task', 'assignment'])('%s: changes before, at and after the reader, additions and removals: the last word of each arrives', async (entity) => {
    await account.running();
    const place: Record<string, [collection: string, field: object]> = { project: ['workspaces', { due_date: '2027-01-31' }], task: ['stories', { due_date: '2027-01-31' }], assignment: ['workspace_allocations', { end_date: '2027-01-31' }] };
    const make: Record<string, (n: number) => Promise<unknown>> = {
      project: (n) => account.api('POST', 'workspaces', { workspace: { title: `US01-OPP-${n} P`, creator_role: 'maven', currency: 'USD' } }),
      task: (n) => account.api('POST', 'stories', { story: { workspace_id: 100, title: `T${n} Task`, story_type: 'task' } }),
      assignment: () => account.act('staff', { items: [{ workspace_id: '100', user_id: '1', start_date: '2026-07-06', end_date: '2026-07-10', minutes: 600 }] }),
    };
    const [collection, change] = place[entity]!;
    for (let n = 10; n < 22; n++) {
      await make[entity]!(n);
      if (n % 3 === 0) await account.pass(1_000);
    }
    const consumer = new Consumer(r, entity, 3);
    const records = (await consumer.page()).records;
    const all = (await account.control<{ id: string }[]>('GET', `tables/${collection}`)).map((row) => row.id);
    const unread = all.filter((id) => !records.some((one) => one.source_id === id));
    const touched = [records[0]!.source_id, unread[0]!, unread.at(-1)!];
    await account.act('edit', { collection, items: touched.map((id) => ({ id, set: change })) });
    await make[entity]!(99);
    if (entity === 'assignment') await account.api('DELETE', `workspace_allocations/${unread[2]}`);
    if (entity === 'task') await account.api('DELETE', `stories/${unread[2]}`);
    records.push(...(await consumer.page()).records);
    await account.pass(400_000);
    records.push(...(await consumer.catchUp()), ...(await consumer.catchUp()));
    const living = (await account.control<{ id: string; deleted_at?: string }[]>('GET', `tables/${collection}`));
    for (const { id } of living) expect([id, newest(records, id)]).toEqual([id, expect.anything()]);
    for (const id of touched) expect(newest(records, id).data.end).toBe('2027-01-31');
    if (entity === 'task') expect(newest(records, unread[2]!).deleted).toBe(true);
  });

  it('a sheet sent back, corrected and approved between two calls never travels with hours nobody approved', async () => {
    await account.running();
    const sheet = await account.week('1', '2026-06-29', 480);
    const [entry] = await account.control<any[]>('GET', 'tables/time_entries');
    await account.fault({ kind: 'latency', ms: 600, times: 1, match: { method: 'GET', path: '/time_entries' } });
    const consumer = new Consumer(r, 'timesheet');
    const reading = consumer.catchUp();
    await new Promise((done) => setTimeout(done, 250));
    await account.pass(1_000);
    await account.act('reopen_and_edit', { items: [{ id: sheet, edits: [{ entry_id: entry.id, time_in_minutes: 30 }] }] });
    const records = [...(await reading), ...(await consumer.catchUp())];
    expect(records.filter((one) => one.data.status === 'approved' && one.data.total_hours !== '8')).toEqual([]);
    expect(newest(records, sheet).data.status).toBe('rejected');
    const again = records.find((one) => one.source_id !== sheet)!;
    expect(again).toMatchObject({ natural_key: `1:100:2026-06-29:${again.source_id}`, data: { status: 'submitted', total_hours: '0.5' } });
  });

  it('a sheet sent back and approved anew within one second: the living one comes last', async () => {
    await account.running();
    const sheet = await account.week('1', '2026-06-29', 480);
    await account.act('reopen_and_edit', { items: [{ id: sheet, approve: true }] });
    const records = await new Consumer(r, 'timesheet').catchUp();
    expect(records.map((one) => one.data.status)).toEqual(['rejected', 'approved']);
    expect(records.at(-1)!.data.entries).toHaveLength(1);
  });
});

describe('what a change list does not show', () => {
  it('a second change within the same second is another version', async () => {
    await account.running();
    const consumer = new Consumer(r, 'project');
    await consumer.catchUp();
    await account.api('PUT', 'workspaces/100', { workspace: { due_date: '2026-11-30' } });
    expect((await consumer.catchUp()).map((one) => one.data.end)).toEqual(['2026-11-30']);
    await account.api('PUT', 'workspaces/100', { workspace: { due_date: '2026-12-24' } });
    expect((await consumer.catchUp()).map((one) => one.data.end)).toEqual(['2026-12-24']);
  });

  it('a custom field that a person corrects brings its project', async () => {
    await account.running();
    const consumer = new Consumer(r, 'project');
    await consumer.catchUp();
    await account.pass(600_000);
    await account.api('POST', 'custom_field_values', { custom_field_value: { subject_type: 'Workspace', subject_id: 100, custom_field_id: 402, value: 'GB01' } });
    const [record, ...more] = await consumer.catchUp();
    expect([record!.refs['legal_entity_id']!.natural_key, record!.source_timestamp, more]).toEqual(['GB01', '2026-07-06T09:10:00.000Z', []]);
  });

  it('a person named for an open role brings the booking, and taken off it ends it', async () => {
    await account.running();
    const staffed = await account.act('staff', { items: [{ workspace_id: '100', user_id: '1', start_date: '2026-07-06', end_date: '2026-07-10', minutes: 60 }] });
    const { results: [open] } = await account.api('POST', 'workspace_resources', { workspace_resource: { workspace_id: 100, user_id: null, role_id: 11 } });
    const { results: [soft] } = await account.api('POST', 'workspace_allocations', { workspace_allocation: { resource_id: open.id, start_date: '2026-07-06', end_date: '2026-07-31', minutes: 600 } });
    const consumer = new Consumer(r, 'assignment');
    expect(ids(await consumer.catchUp())).toEqual([staffed.items[0].allocation_id]);
    await account.pass(600_000);
    await account.api('PUT', `workspace_resources/${open.id}`, { workspace_resource: { user_id: 2 } });
    expect(newest(await consumer.catchUp(), soft.id)).toMatchObject({ deleted: false, data: { role: 'PROJECT_MANAGER', booking_type: 'soft' }, refs: { worker_id: { source_id: '2' } } });
    await account.pass(600_000);
    await account.api('PUT', `workspace_resources/${open.id}`, { workspace_resource: { user_id: null } });
    expect(newest(await consumer.catchUp(), soft.id)).toMatchObject({ deleted: true, data: { status: 'cancelled' } });
  });

  it('a deleted booking arrives, also when its event comes minutes late', async () => {
    await account.running();
    const { items } = await account.act('staff', { items: ['06', '13'].map((day) => ({ workspace_id: '100', user_id: '1', start_date: `2026-07-${day}`, end_date: `2026-07-${day}`, minutes: 60 })) });
    const consumer = new Consumer(r, 'assignment');
    await consumer.catchUp();
    await account.control('POST', 'switches/event_lag_s', { value: 300 });
    await account.pass(60_000);
    await account.api('DELETE', `workspace_allocations/${items[0].allocation_id}`);
    expect(await consumer.catchUp()).toEqual([]);
    await account.pass(301_000);
    expect(await consumer.catchUp()).toMatchObject([{ source_id: items[0].allocation_id, deleted: true, source_timestamp: '2026-07-06T09:01:00.000Z' }]);
    expect((await account.control<any[]>('GET', 'tables/workspace_allocations'))).toHaveLength(1);
  });

  it('a rate put up and put back is told each time', async () => {
    const consumer = new Consumer(r, 'rate_card_version');
    const rate = async (): Promise<string[]> => (await consumer.catchUp()).map((one) => one.data.lines[0].rate);
    await consumer.catchUp();
    for (const [value, minute] of [[15500, '01'], [15000, '02'], [15500, '03']] as const) {
      await account.put('rate_card_roles', [{ id: '26', rate_card_version_id: '24', role_id: '10', rate: value, updated_at: `2026-07-06T09:${minute}:00Z` }]);
      expect(await rate()).toEqual([String(value / 100)]);
    }
  });

  it('nothing new costs few calls and gives nothing', async () => {
    await account.running();
    await account.week('1', '2026-06-29');
    const feeds = ['role', 'psa_user', 'rate_card_version', 'project', 'task', 'assignment', 'timesheet'].map((entity) => new Consumer(r, entity));
    for (const feed of feeds) await feed.catchUp();
    await account.control('DELETE', 'stats');
    for (const feed of feeds) expect(await feed.catchUp()).toEqual([]);
    expect((await account.control<any[]>('GET', 'requests?last=500')).filter((q) => q.path.startsWith('/api/')).length).toBeLessThanOrEqual(16);
  });
});
