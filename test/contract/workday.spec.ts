import 'reflect-metadata';
import type { ConnectorRuntime } from '#lib/connector';
import { Consumer, WorkdayTenant } from './workday-tenant.js';

const person = (n: number, more: object = {}) => ({
  id: String(n).padStart(32, '0'), worker_id: `E-${1000 + n}`, kind: 'employee', first_name: `First${n}`, last_name: `Last & Söhne ${n}`, email: `P${n}@Acme-ps.example`, hire_date: '2024-01-15',
  business_title: 'Consultant', job_profile: 'CONSULTANT', location: 'LOC-NYC', fte_percent: '80', scheduled_weekly_hours: '32', company: 'US01', cost_center: 'CC-2100', business_unit: 'DATA', region: 'AMER',
  ...(n > 1 ? { manager: 'E-1001' } : {}), ...more,
});
const numbers = (records: { natural_key?: string | null }[]) => records.map((r) => r.natural_key).sort();
const stated = (records: { natural_key?: string | null; data: any }[]) => records.map((r) => [r.natural_key, r.data.status]);

jest.setTimeout(60_000);

describe('Workday connector against the sandbox', () => {
  let tenant: WorkdayTenant;
  let runtime: ConnectorRuntime;
  beforeAll(async () => void (tenant = await WorkdayTenant.start()));
  afterAll(() => tenant?.stop());
  beforeEach(async () => {
    await tenant.control('POST', 'reset');
    await tenant.clock('2026-05-01T12:00:00Z');
    runtime = tenant.connect();
  });
  afterEach(() => runtime.close());

  describe('workers', () => {
    test('every page is walked and mapped, terminated and contingent workers included', async () => {
      await tenant.seed('worker', [...Array.from({ length: 25 }, (_, i) => person(i + 1)), person(90, { termination_date: '2026-04-01' }), person(91, { worker_id: 'K-2001', kind: 'contingent', email: undefined, fte_percent: undefined, manager: undefined })]);
      const records = await new Consumer(runtime, 'worker', 10).catchUp();
      expect(records).toHaveLength(27);
      expect(new Set(records.map((r) => r.source_id)).size).toBe(27);
      expect(records.find((r) => r.natural_key === 'E-1002')).toMatchObject({
        entity: 'worker', source_system: 'workday', source_id: '2'.padStart(32, '0'), natural_key: 'E-1002', approval_status: 'approved', deleted: false, source_timestamp: '2026-05-01T12:00:00.000Z', effective_from: '2024-01-15',
        data: {
          worker_number: 'E-1002', kind: 'employee', display_name: 'First2 Last & Söhne 2', email: 'p2@acme-ps.example', practice: 'DATA', region: 'AMER', cost_center: 'CC-2100', role: 'CONSULTANT', work_calendar_code: 'LOC-NYC',
          fte: '0.8', hire_date: '2024-01-15', status: 'active',
        },
        refs: { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01', optional: true }, manager_id: { entity: 'worker', natural_key: 'E-1001', optional: true } },
        extensions: { business_title: 'Consultant', scheduled_weekly_hours: '32', other_organizations: { SUPERVISORY: 'SUP-E-1001' } },
      });
      expect(records.find((r) => r.natural_key === 'E-1090')).toMatchObject({ data: { status: 'terminated', termination_date: '2026-04-01' } });
      expect(records.find((r) => r.natural_key === 'K-2001')).toMatchObject({ data: { kind: 'contractor', fte: '1', status: 'active' } });
      expect(records.filter((r) => r.problem)).toEqual([]);
    });

    test('a change keyed in for next month arrives on its day, not before, and not twice', async () => {
      await tenant.seed('worker', [person(1), person(2), person(3)]);
      const consumer = new Consumer(runtime, 'worker');
      expect(await consumer.catchUp()).toHaveLength(3);
      await tenant.act('change_org', { worker_id: 'E-1002', business_unit: 'CLOUD', effective_date: '2026-06-01' });
      expect(await consumer.catchUp()).toEqual([]);
      await tenant.clock('2026-05-20T09:00:00Z');
      expect(await consumer.catchUp()).toEqual([]);
      await tenant.clock('2026-06-01T09:00:00Z');
      const moved = await consumer.catchUp();
      expect(moved.map((r) => [r.natural_key, (r.data as any).practice])).toEqual([['E-1002', 'CLOUD']]);
      expect(await consumer.catchUp()).toEqual([]);
    });

    test('a hire ahead is pre_hire until the day; a last day of work ends on the day after', async () => {
      await tenant.seed('worker', [person(1), person(2)]);
      const consumer = new Consumer(runtime, 'worker');
      await consumer.catchUp();
      await tenant.act('hire', { ...person(7), id: undefined, hire_date: '2026-05-18' });
      await tenant.act('terminate', { worker_id: 'E-1002', termination_date: '2026-05-18' });
      expect(stated(await consumer.catchUp())).toEqual([['E-1007', 'pre_hire']]);
      await tenant.clock('2026-05-18T09:00:00Z');
      const day = await consumer.catchUp();
      expect(stated(day).sort()).toEqual([['E-1002', 'active'], ['E-1007', 'active']]);
      expect(day.find((r) => r.natural_key === 'E-1002')!.data).toMatchObject({ termination_date: '2026-05-18' });
      await tenant.clock('2026-05-19T09:00:00Z');
      expect(stated(await consumer.catchUp())).toEqual([['E-1002', 'terminated']]);
    });

    test('after a week without polling nothing of that week is missing', async () => {
      await tenant.seed('worker', [person(1), person(2), person(3), person(4)]);
      const consumer = new Consumer(runtime, 'worker');
      await consumer.catchUp();
      await tenant.act('terminate', { worker_id: 'E-1002', termination_date: '2026-05-04' });
      await tenant.clock('2026-05-05T10:00:00Z');
      await tenant.act('start_leave', { worker_id: 'E-1003' });
      await tenant.act('change_manager', { worker_id: 'E-1004', manager: 'E-1003', effective_date: '2026-04-01' });
      await tenant.clock('2026-05-12T10:00:00Z');
      expect(stated(await consumer.catchUp()).sort()).toEqual([['E-1002', 'terminated'], ['E-1003', 'on_leave'], ['E-1004', 'active']]);
    });

    test('a change that is rescinded within the hour is taken back', async () => {
      await tenant.seed('worker', [person(1), person(2)]);
      const consumer = new Consumer(runtime, 'worker');
      await consumer.catchUp();
      const { ids } = await tenant.act('start_leave', { worker_id: 'E-1002' });
      expect(stated(await consumer.catchUp())).toEqual([['E-1002', 'on_leave']]);
      await tenant.clock('2026-05-01T12:40:00Z');
      await tenant.act('rescind', { event: ids[0] });
      expect(stated(await consumer.catchUp())).toEqual([['E-1002', 'active']]);
    });

    test('a restart in the middle of a walk goes on where it stood', async () => {
      await tenant.seed('worker', Array.from({ length: 12 }, (_, i) => person(i + 1)));
      const first = await runtime.read('worker', '', 5);
      const later = new Consumer(tenant.connect(), 'worker', 5);
      later.cursor = first.next_cursor;
      expect(numbers([...first.records, ...await later.catchUp()])).toEqual(Array.from({ length: 12 }, (_, i) => `E-${1001 + i}`));
      later.runtime.close();
    });

    test('one worker by WID; nobody under another', async () => {
      await tenant.seed('worker', [person(1), person(2, { hire_date: '2026-05-18' })]);
      expect(await runtime.one('worker', '1'.padStart(32, '0'))).toMatchObject({ natural_key: 'E-1001', data: { status: 'active' } });
      expect(await runtime.one('worker', '2'.padStart(32, '0'))).toMatchObject({ natural_key: 'E-1002', data: { status: 'pre_hire' } });
      expect(await runtime.one('worker', 'f'.repeat(32))).toBeNull();
    });
  });

  test('org units of three types, page by page, with their natural keys', async () => {
    await tenant.seed('worker', [person(1)]);
    await tenant.seed('organization', [
      ...Array.from({ length: 7 }, (_, i) => ({ id: `c${i}`.padStart(32, '0'), type: 'COST_CENTER', code: `CC-${i}`, name: `Center ${i}` })),
      { id: 'b1'.padStart(32, '0'), type: 'BUSINESS_UNIT', code: 'DATA', name: 'Data & AI', manager: 'E-1001' }, { id: 'a1'.padStart(32, '0'), type: 'REGION', code: 'EMEA', name: 'EMEA' },
      { id: 'd1'.padStart(32, '0'), type: 'COMPANY', code: 'US01', name: 'Acme US' },
    ]);
    const consumer = new Consumer(runtime, 'org_unit', 3);
    const records = await consumer.catchUp();
    expect(numbers(records)).toEqual([...Array.from({ length: 7 }, (_, i) => `cost_center:CC-${i}`), 'practice:DATA', 'region:EMEA'].sort());
    expect(records.find((r) => r.natural_key === 'practice:DATA')).toMatchObject({
      data: { code: 'DATA', kind: 'practice', name: 'Data & AI' }, refs: { manager_worker_id: { entity: 'worker', source_id: '1'.padStart(32, '0'), optional: true } },
    });
    expect(await consumer.catchUp()).toEqual([]);
    expect(await runtime.one('org_unit', 'a1'.padStart(32, '0'))).toMatchObject({ natural_key: 'region:EMEA' });
    expect(await runtime.one('org_unit', 'd1'.padStart(32, '0'))).toBeNull();
  });

  test('calendars carry their holidays; a new holiday is a new version', async () => {
    const calendar = (id: string, region: string) => ({ id, region, mon_hours: 8, tue_hours: 8, wed_hours: 8, thu_hours: 8, fri_hours: 7.5, sat_hours: 0, sun_hours: 0 });
    await tenant.seed('work_calendar', [calendar('LOC-NYC', 'AMER'), calendar('LOC-LON', 'EMEA')]);
    await tenant.seed('holiday', [{ id: 'h2', calendar_code: 'LOC-NYC', holiday_date: '2026-12-25', holiday_name: 'Christmas', hours: 8 }, { id: 'h1', calendar_code: 'LOC-NYC', holiday_date: '2026-07-04', holiday_name: 'Independence Day', hours: 8, observed_date: '2026-07-03' }]);
    const consumer = new Consumer(runtime, 'work_calendar');
    const records = await consumer.catchUp();
    expect(records.map((r) => [r.natural_key, r.data])).toEqual([
      ['LOC-LON', { code: 'LOC-LON', region: 'EMEA', weekday_hours: ['8', '8', '8', '8', '7.5', '0', '0'], holidays: [] }],
      ['LOC-NYC', expect.objectContaining({ holidays: [{ date: '2026-07-04', name: 'Independence Day', hours: '8', observed_date: '2026-07-03' }, { date: '2026-12-25', name: 'Christmas', hours: '8' }] })],
    ]);
    await tenant.seed('holiday', [{ id: 'h3', calendar_code: 'LOC-LON', holiday_date: '2026-12-26', holiday_name: 'Boxing Day', hours: 8 }]);
    expect(numbers(await consumer.catchUp())).toEqual(['LOC-LON']);
    expect(await runtime.one('work_calendar', 'LOC-LON')).toMatchObject({ data: { holidays: [{ name: 'Boxing Day' }] } });
  });

  test('cost rates: exact amounts, references, and one rate on any day', async () => {
    await tenant.seed('worker', [person(1), person(2)]);
    const rate = (id: string, worker: string, from: string, cost: string, more: object = {}) => ({ id, worker_id: worker, company: 'US01', currency: 'USD', hourly_cost: cost, salary_component: '45.0100', on_cost_component: '10.00', overhead_component: '5.00', effective_date: from, ...more });
    await tenant.seed('cost_rate', [rate('R3', 'E-1001', '2027-01-01', '70.00'), rate('R1', 'E-1001', '2026-01-01', '60.0100'), rate('R2', 'E-1002', '2025-01-01', '50.00', { end_date: '2026-03-31' })]);
    const consumer = new Consumer(runtime, 'cost_rate', 2);
    const records = await consumer.catchUp();
    expect(records.map((r) => [r.natural_key, r.effective_from, r.effective_to])).toEqual([['R1', '2026-01-01', '2026-12-31'], ['R2', '2025-01-01', '2026-03-31'], ['R3', '2027-01-01', null]]);
    expect(records[0]).toMatchObject({
      data: { currency: 'USD', rate: '60.0100', kind: 'burdened', components: { salary: '45.0100', on_cost: '10.00', overhead: '5.00' } },
      refs: { worker_id: { entity: 'worker', natural_key: 'E-1001' }, legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' } },
    });
    await tenant.act('change_cost_rate', { worker_id: 'E-1001', effective_date: '2026-07-01', hourly_cost: '66.00' });
    expect((await consumer.catchUp()).map((r) => [r.effective_from, r.effective_to]).sort()).toEqual([['2026-01-01', '2026-06-30'], ['2026-07-01', '2026-12-31']]);
  });

  test('time off by its last update: a cancellation comes again, an unknown status is never guessed', async () => {
    await tenant.seed('worker', [person(1)]);
    const off = (id: string, status: string, updated: string) => ({ id, worker_id: 'E-1001', time_off_date: '2026-06-01', hours: 7.5, kind: 'PTO', status, last_updated: updated });
    await tenant.seed('time_off_entry', [...Array.from({ length: 9 }, (_, i) => off(`T${i}`, 'Approved', '2026-04-02T10:00:00.000Z')), off('TX', 'Pending HR', '2026-04-03T10:00:00.000Z')]);
    const consumer = new Consumer(runtime, 'time_off', 4);
    const records = await consumer.catchUp();
    expect(records).toHaveLength(10);
    expect(records[0]).toMatchObject({
      natural_key: 'T0', approval_status: 'approved', effective_from: '2026-06-01', effective_to: '2026-06-01', source_timestamp: '2026-04-02T10:00:00.000Z',
      data: { date: '2026-06-01', hours: '7.5', kind: 'pto', status: 'approved' }, refs: { worker_id: { entity: 'worker', natural_key: 'E-1001' } },
    });
    expect(records.find((r) => r.source_id === 'TX')).toMatchObject({ natural_key: 'TX', refs: { worker_id: { natural_key: 'E-1001' } }, problem: { code: 'UNMAPPED_STATUS', field: 'Status', value: 'Pending HR' } });
    await tenant.act('cancel_time_off', { entry: 'T3' });
    await tenant.act('request_time_off', { worker_id: 'E-1001', date: '2026-06-15', hours: 8, kind: 'Sick' });
    expect((await consumer.catchUp()).map((r) => [r.approval_status, (r.data as any).status, (r.data as any).kind]).sort()).toEqual([['recalled', 'cancelled', 'pto'], ['submitted', 'submitted', 'sick']]);
    expect(await consumer.catchUp()).toEqual([]);
  });

  describe('when Workday misbehaves', () => {
    beforeEach(() => tenant.seed('worker', [person(1)]));

    test('a revoked token is replaced once, an expired one before it is used', async () => {
      await tenant.seed('organization', [{ id: 'a1'.padStart(32, '0'), type: 'REGION', code: 'EMEA', name: 'EMEA' }]);
      expect(await new Consumer(runtime, 'org_unit').catchUp()).toHaveLength(1);
      await tenant.switch('revoke_tokens', true);
      await Promise.all(Array.from({ length: 5 }, () => new Consumer(runtime, 'org_unit').catchUp()));
      expect(await tenant.calls('/oauth2/')).toBe(2);
    });

    test.each([
      ['an answer cut in half', { kind: 'truncated' }], ['a broken connection', { kind: 'reset_mid' }], ['an error page of the gateway', { kind: 'error', status: 503 }],
      ['a processing fault', { kind: 'error', message: 'processingError: try later' }], ['an error under 200', { kind: 'ok_with_error' }], ['a limit', { kind: 'rate_limit', retry_after: 1 }],
    ])('%s is asked again', async (_name, fault) => {
      await tenant.fault({ ...fault, times: 1 });
      expect(numbers(await new Consumer(runtime, 'worker').catchUp())).toEqual(['E-1001']);
    });

    test('a refusal is put into its class and not repeated', async () => {
      await tenant.fault({ kind: 'error', message: 'validationError: no such element', times: 1 });
      await expect(runtime.read('worker')).rejects.toMatchObject({ failure: { class: 'validation', applied: 'no', vendor_code: 'validationError' } });
      const stranger = tenant.connect({ isu_password: 'wrong' });
      await expect(stranger.read('worker')).rejects.toMatchObject({ failure: { class: 'auth', vendor_code: 'authenticationError' } });
      await expect(stranger.read('cost_rate')).rejects.toMatchObject({ failure: { class: 'auth' } });
      stranger.close();
    });
  });

  test('probes tell a missing domain, which Workday shows as missing rows only', async () => {
    await tenant.seed('worker', [person(1)]);
    await tenant.seed('organization', [{ id: 'a1'.padStart(32, '0'), type: 'REGION', code: 'EMEA', name: 'EMEA' }, { id: 'b1'.padStart(32, '0'), type: 'BUSINESS_UNIT', code: 'DATA', name: 'Data' }, { id: 'c1'.padStart(32, '0'), type: 'COST_CENTER', code: 'CC-1', name: 'One' }]);
    await tenant.seed('work_calendar', [{ id: 'LOC-NYC', mon_hours: 8, tue_hours: 8, wed_hours: 8, thu_hours: 8, fri_hours: 8, sat_hours: 0, sun_hours: 0 }]);
    await tenant.seed('cost_rate', [{ id: 'R1', worker_id: 'E-1001', company: 'US01', currency: 'USD', hourly_cost: '60', effective_date: '2026-01-01' }]);
    const probe = () => runtime.connector.probe!(runtime.context());
    expect((await probe()).filter((p) => !p.ok)).toEqual([]);
    await tenant.switch('denied_domains', ['organizations', 'compensation_report']);
    expect((await probe()).filter((p) => !p.ok).map((p) => p.name)).toEqual(['read organizations of workers', 'read organizations BUSINESS_UNIT', 'read organizations REGION', 'read organizations COST_CENTER', 'run Throughline_Cost_Rates']);
  });

  test('a renamed element shows in the schema', async () => {
    await tenant.seed('worker', [person(1), person(2)]);
    const shape = async () => (await runtime.connector.schema!(runtime.context())).objects['Worker']!;
    const before = await shape();
    expect(before).toHaveProperty(['Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Business_Title'], 'text');
    await tenant.act('terminate', { worker_id: 'E-1002', termination_date: '2026-05-01' });
    expect(await shape()).toEqual(before);
    await tenant.fault({ kind: 'drift', rename: { Business_Title: 'Job_Title' }, match: { path: 'Human_Resources' } });
    expect(Object.keys(before).filter((field) => field.endsWith('Title'))).not.toEqual(Object.keys(await shape()).filter((field) => field.endsWith('Title')));
  });
});
