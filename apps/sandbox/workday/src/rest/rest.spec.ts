import { seedStaff, Tenant } from '../tenant.fixture.js';

describe('Workday REST', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await Tenant.start();
    await seedStaff(tenant);
  });
  afterEach(() => tenant.stop());

  const absence = (path: string, body?: unknown) => tenant.rest(body ? 'POST' : 'GET', `absenceManagement/v4/acme_ps/${path}`, body);

  test('the token grant tells a lifetime; expired, revoked and missing tokens are 401', async () => {
    expect((await tenant.login()).body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
    await tenant.control('POST', 'clock', { advance_ms: 3_600_000 });
    expect(await tenant.rest('GET', 'common/v1/acme_ps/workers')).toMatchObject({ status: 401, body: { error: 'invalid_token', errors: [{ error: 'invalid_token' }] } });
    await tenant.login();
    expect((await tenant.rest('GET', 'common/v1/acme_ps/workers')).status).toBe(200);
    await tenant.control('POST', 'switches/revoke_tokens', { value: true });
    expect((await tenant.rest('GET', 'common/v1/acme_ps/workers')).status).toBe(401);
    const bad = await tenant.raw('POST', '/ccx/oauth2/acme_ps/token', new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'throughline', client_secret: 'sandbox-workday-secret' }));
    expect(bad).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('workers: absent keys instead of nulls, [C] after contingent names, an href that is no address', async () => {
    const { body, headers } = await tenant.rest('GET', 'common/v1/acme_ps/workers');
    expect(body.total).toBe(3);
    const kim = body.data[2];
    expect(kim.descriptor).toBe('Kim Contractor [C]');
    expect(kim).not.toHaveProperty('primaryWorkEmail');
    expect(kim.href).toContain('/api/api/v1/acme_ps/workers/');
    expect(body.data[0]).toMatchObject({ isManager: true, businessTitle: 'Practice Lead' });
    expect(headers.get('wd-ratelimit-tokens-remaining')).toBe('7199');
    expect(headers.get('wd-stat-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('limit and offset walk the whole; the limit stops at 100', async () => {
    await tenant.control('PUT', 'tables/worker', Array.from({ length: 150 }, (_, i) => ({ worker_id: `E-5${String(i).padStart(3, '0')}`, kind: 'employee', first_name: 'A', last_name: `B${i}`, hire_date: '2025-01-01' })));
    const at = async (query: string) => (await tenant.rest('GET', `common/v1/acme_ps/workers?${query}`)).body;
    expect([(await at('')).data.length, (await at('limit=500')).data.length, (await at('limit=100&offset=100')).data.length, (await at('limit=100')).total]).toEqual([20, 100, 53, 153]);
    expect((await tenant.rest('GET', 'common/v1/acme_ps/workers?limit=many')).status).toBe(400);
  });

  test('a worker is found by WID and by Employee_ID=; anyone else is S21', async () => {
    const { body } = await tenant.rest('GET', 'common/v1/acme_ps/workers/Employee_ID=E-1002');
    expect(body).toMatchObject({ id: 'b'.repeat(32), yearsOfService: '2', location: { descriptor: 'New York' } });
    expect((await tenant.rest('GET', `v1/acme_ps/workers/${body.id}`)).body.id).toBe(body.id);
    expect(await tenant.rest('GET', 'common/v1/acme_ps/workers/Employee_ID=E-404')).toMatchObject({ status: 404, body: { errors: [{ code: 'S21' }] } });
    expect((await tenant.rest('GET', 'common/v1/acme_ps/workers?search=mona kim')).body.total).toBe(2);
  });

  test('staffing shows the primary job and hides the terminated', async () => {
    await tenant.act('terminate', { worker_id: 'E-1002', termination_date: '2026-04-30' });
    const { body } = await tenant.rest('GET', 'staffing/v6/acme_ps/workers');
    expect(body.data.map((w: any) => w.primaryJob.jobProfile.descriptor)).toEqual(['PARTNER', 'ANALYST']);
    expect((await tenant.rest('GET', 'staffing/v6/acme_ps/workers/Employee_ID=E-1002')).status).toBe(404);
  });

  test('organizations by type; without the domain the list is empty, not refused', async () => {
    const list = async (query: string) => (await tenant.rest('GET', `common/v1/acme_ps/organizations?${query}`)).body;
    expect((await list('organizationType=Organization_Type_ID=COMPANY')).data).toEqual([expect.objectContaining({ code: 'US01', name: 'Acme US Inc' })]);
    const types = await tenant.rest('GET', 'common/v1/acme_ps/organizationTypes');
    const team = types.body.data.find((t: any) => t.descriptor === 'Supervisory');
    expect((await list(`organizationType=${team.id}`)).data).toEqual([expect.objectContaining({ code: 'SUP-E-1001', manager: expect.objectContaining({ descriptor: 'Mona Manager' }) })]);
    await tenant.control('POST', 'switches/denied_domains', { value: ['organizations'] });
    expect(await list('')).toEqual({ total: 0, data: [] });
  });

  test('time off: requested over REST, approved by the manager, read back with text quantities', async () => {
    const types = await absence('workers/Employee_ID=E-1002/eligibleAbsenceTypes');
    const pto = types.body.data.find((t: any) => t.descriptor === 'PTO').id;
    const asked = await absence('workers/Employee_ID=E-1002/requestTimeOff', { days: [{ date: '2026-05-11', dailyQuantity: 8, timeOffType: { id: pto } }, { date: '2026-05-12', dailyQuantity: '4', timeOffType: { id: pto }, comment: 'half' }] });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({ days: [{ dailyQuantity: '8' }, { dailyQuantity: '4' }], businessProcessParameters: { overallStatus: 'In Progress', for: { id: 'b'.repeat(32) } } });
    await tenant.act('approve_time_off', { worker_id: 'E-1002', date: '2026-05-11' });
    const { body } = await absence('workers/Employee_ID=E-1002/timeOffDetails?fromDate=2026-05-01&toDate=2026-05-31');
    expect(body.data.map((d: any) => [d.date, d.quantity, d.unit.descriptor, d.status.descriptor, d.timeOffType.descriptor])).toEqual([['2026-05-11', '8', 'Hours', 'Approved', 'PTO'], ['2026-05-12', '4', 'Hours', 'Submitted', 'PTO']]);
    expect(body.data[0]).not.toHaveProperty('id');
    expect(body.data[0].timeOffEntryId).toBe(asked.body.days[0].id);
    expect((await absence('balances?worker=Employee_ID=E-1002')).body.data[0].quantity).toBe('188');
    const submitted = await absence(`workers/Employee_ID=E-1002/timeOffDetails?status=${body.data[1].status.id}`);
    expect(submitted.body.total).toBe(1);
  });

  test('a request beyond the balance is refused and enters nothing; a repeated request is a second event', async () => {
    const days = [{ date: '2026-05-11', dailyQuantity: 8, timeOffType: { id: 'Time_Off_Type_ID=PTO' } }];
    await tenant.control('PUT', 'tables/absence_balance', [{ id: '1', worker_id: 'E-1002', kind: 'PTO', hours: 16 }]);
    expect((await absence('workers/Employee_ID=E-1002/requestTimeOff', { days: [{ ...days[0], dailyQuantity: 20 }] })).body.errors[0].code).toBe('A1016');
    await absence('workers/Employee_ID=E-1002/requestTimeOff', { days });
    await absence('workers/Employee_ID=E-1002/requestTimeOff', { days });
    expect((await tenant.control('GET', 'tables/time_off_event')).body).toHaveLength(2);
  });

  test('holidays follow the worker\'s location and the observed day', async () => {
    await tenant.control('PUT', 'tables/holiday', [
      { id: 'h1', calendar_code: 'LOC-NYC', holiday_date: '2026-07-04', observed_date: '2026-07-03', holiday_name: 'Independence Day', hours: '8' }, { id: 'h2', calendar_code: 'LOC-LON', holiday_date: '2026-08-31', holiday_name: 'Bank Holiday', hours: '8' },
    ]);
    const { body } = await tenant.rest('GET', 'holiday/v1/acme_ps/holidayEvents?worker=Employee_ID=E-1002&fromDate=2026-07-01');
    expect(body.data).toEqual([expect.objectContaining({ date: '2026-07-03', name: 'Independence Day' })]);
  });

  test('WQL answers with the aliases asked for', async () => {
    const query = "SELECT workdayID, fullName AS name FROM allWorkers WHERE employeeID = 'E-1001' LIMIT 5";
    expect((await tenant.rest('GET', `wql/v1/acme_ps/data?query=${encodeURIComponent(query)}`)).body).toEqual({ total: 1, data: [{ workdayID: 'a'.repeat(32), name: 'Mona Manager' }] });
    expect((await tenant.rest('POST', 'wql/v1/acme_ps/data', { query: 'SELECT nothing FROM allWorkers' })).status).toBe(400);
  });

  test('an empty bucket is 429 until it refills', async () => {
    await tenant.control('POST', 'switches/rate_limit', { value: { capacity: 2, refill_per_s: 1 } });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await tenant.rest('GET', 'common/v1/acme_ps/workers')).status);
    expect(statuses).toEqual([200, 200, 429]);
    await tenant.control('POST', 'clock', { advance_ms: 1000 });
    expect((await tenant.rest('GET', 'common/v1/acme_ps/workers')).status).toBe(200);
  });
});
