import { seedStaff, Tenant } from '../tenant.fixture.js';

describe('custom reports', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await Tenant.start();
    await seedStaff(tenant);
  });
  afterEach(() => tenant.stop());

  test('values are text and empty columns are absent', async () => {
    await tenant.control('PUT', 'tables/work_calendar', [{ id: 'LOC-NYC', region: 'AMER', mon_hours: 8, tue_hours: 8, wed_hours: 8, thu_hours: 8, fri_hours: 7.5, sat_hours: 0, sun_hours: 0 }]);
    await tenant.control('PUT', 'tables/holiday', [{ id: 'h', calendar_code: 'LOC-NYC', holiday_date: '2026-12-25', holiday_name: 'Christmas', hours: 8, observed_date: null }]);
    expect((await tenant.report('Throughline_Work_Calendars')).body).toEqual({
      Report_Entry: [{ Calendar_Code: 'LOC-NYC', Region: 'AMER', Mon_Hours: '8', Tue_Hours: '8', Wed_Hours: '8', Thu_Hours: '8', Fri_Hours: '7.5', Sat_Hours: '0', Sun_Hours: '0' }],
    });
    expect((await tenant.report('Throughline_Holidays')).body.Report_Entry).toEqual([{ Calendar_Code: 'LOC-NYC', Holiday_Date: '2026-12-25', Holiday_Name: 'Christmas', Hours: '8' }]);
  });

  test('time off by its prompts: last update and day', async () => {
    const off = (id: string, date: string, updated: string) => ({ id, worker_id: 'E-1002', time_off_date: date, hours: 8, kind: 'Sick', status: 'Approved', last_updated: updated });
    await tenant.control('PUT', 'tables/time_off_entry', [off('1', '2026-04-01', '2026-04-02T10:00:00.000Z'), off('2', '2026-04-20', '2026-04-25T10:00:00.000Z')]);
    const ids = async (query: string) => (await tenant.report('Throughline_Time_Off', `format=json&${query}`)).body.Report_Entry.map((e: any) => e.Entry_ID);
    expect([await ids(''), await ids('Updated_From=2026-04-25T03:00:00.000-07:00'), await ids('Updated_From=2026-04-26'), await ids('From_Date=2026-04-01&To_Date=2026-04-01')]).toEqual([['1', '2'], ['2'], [], ['1']]);
    expect((await tenant.report('Throughline_Time_Off')).body.Report_Entry[0].Last_Updated).toBe('2026-04-02T03:00:00.000-07:00');
    expect((await tenant.report('Throughline_Time_Off', 'format=json&From_Date=yesterday')).status).toBe(400);
  });

  test('a raise from a future day ends the rate in force the day before', async () => {
    await tenant.control('PUT', 'tables/cost_rate', [{ id: 'R1', worker_id: 'E-1002', company: 'US01', currency: 'USD', hourly_cost: '60.00', salary_component: '45.00', on_cost_component: '10.00', overhead_component: '5.00', effective_date: '2026-01-01' }]);
    await tenant.act('change_cost_rate', { worker_id: 'E-1002', effective_date: '2026-07-01', hourly_cost: '66.00' });
    expect((await tenant.report('Throughline_Cost_Rates')).body.Report_Entry).toEqual([
      expect.objectContaining({ Rate_ID: 'R1', End_Date: '2026-06-30' }),
      { Rate_ID: expect.stringMatching(/^CR-/), Worker_ID: 'E-1002', Company: 'US01', Currency: 'USD', Hourly_Cost: '66.00', Effective_Date: '2026-07-01' },
    ]);
    const again = await tenant.act('change_cost_rate', { worker_id: 'E-1002', effective_date: '2026-07-01', hourly_cost: '67.00' });
    expect(again.status).toBe(400);
  });

  test('csv has a header and quotes what needs it', async () => {
    await tenant.control('PUT', 'tables/holiday', [{ id: 'h', calendar_code: 'LOC-NYC', holiday_date: '2026-12-25', holiday_name: 'Christmas, "first" day', hours: 8 }]);
    const { body, headers } = await tenant.report('Throughline_Holidays', 'format=csv');
    expect(headers.get('content-type')).toContain('text/csv');
    expect(body).toBe('Calendar_Code,Holiday_Date,Holiday_Name,Hours,Observed_Date\r\nLOC-NYC,2026-12-25,"Christmas, ""first"" day",8,\r\n');
  });

  test('no or wrong credentials are 401, an unknown report 404', async () => {
    expect((await tenant.report('Throughline_Holidays', 'format=json', {})).status).toBe(401);
    expect((await tenant.report('Throughline_Holidays', 'format=json', { authorization: `Basic ${Buffer.from('x:y').toString('base64')}` })).status).toBe(401);
    expect((await tenant.report('Payroll')).status).toBe(404);
  });

  test('an injected fault can speak SOAP or REST', async () => {
    await tenant.control('POST', 'faults', { kind: 'error', message: 'processingError: try later', times: 1, match: { path: 'Human_Resources' } });
    expect(await tenant.getWorkers('')).toMatchObject({ status: 500, body: { faultcode: 'SOAP-ENV:Client.processingError', faultstring: 'try later' } });
    await tenant.control('POST', 'faults', { kind: 'rate_limit', retry_after: 7, times: 1 });
    const limited = await tenant.rest('GET', 'common/v1/acme_ps/workers');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  });
});
