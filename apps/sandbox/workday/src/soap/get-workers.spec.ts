import { seedStaff, Tenant } from '../tenant.fixture.js';

const updated = (from: string, through = '') =>
  `<bsvc:Transaction_Log_Criteria_Data><bsvc:Transaction_Date_Range_Data><bsvc:Updated_From>${from}</bsvc:Updated_From>${through && `<bsvc:Updated_Through>${through}</bsvc:Updated_Through>`}</bsvc:Transaction_Date_Range_Data></bsvc:Transaction_Log_Criteria_Data>`;
const effective = (from: string, through: string) =>
  `<bsvc:Transaction_Log_Criteria_Data><bsvc:Transaction_Date_Range_Data><bsvc:Effective_From>${from}</bsvc:Effective_From><bsvc:Effective_Through>${through}</bsvc:Effective_Through></bsvc:Transaction_Date_Range_Data></bsvc:Transaction_Log_Criteria_Data>`;

describe('Get_Workers', () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await Tenant.start();
    await seedStaff(tenant);
  });
  afterEach(() => tenant.stop());

  test('a worker in full: offset dates, 0/1 flags, nested organizations, the manager', async () => {
    const data = await tenant.worker('E-1002', '2026-05-01');
    expect(data.Personal_Data.Contact_Data.Email_Address_Data.Email_Address).toBe('carl@acme-ps.example');
    expect(data.Personal_Data.Name_Data.Legal_Name_Data.Name_Detail_Data.Last_Name).toBe("O'Neil & Sons");
    const job = data.Employment_Data.Worker_Job_Data;
    expect(job['@_Primary_Job']).toBe('1');
    expect(job.Position_Data).toMatchObject({
      Position_ID: 'P-E-1002', Business_Title: 'Consultant', Start_Date: '2024-01-15-08:00', Full_Time_Equivalent_Percentage: '80', Scheduled_Weekly_Hours: '32',
      Worker_Type_Reference: { ID: [{}, { '#text': 'Regular', '@_type': 'Employee_Type_ID' }] },
      Job_Profile_Summary_Data: { Job_Profile_Reference: { ID: [{}, { '#text': 'CONSULTANT', '@_type': 'Job_Profile_ID' }] } },
      Business_Site_Summary_Data: { Location_Reference: { ID: [{}, { '#text': 'LOC-NYC', '@_type': 'Location_ID' }] }, Name: 'New York' },
      Manager_as_of_last_detected_manager_change_Reference: { ID: [{ '#text': 'a'.repeat(32) }, { '#text': 'E-1001', '@_type': 'Employee_ID' }] },
    });
    expect(data.Employment_Data.Worker_Status_Data).toMatchObject({ Active: '1', On_Leave: '0', Hire_Date: '2024-01-15-08:00' });
    expect(data.Employment_Data.Worker_Status_Data).not.toHaveProperty('Termination_Date');
    const organizations = data.Organization_Data.Worker_Organization_Data.map((o: any) => [o.Organization_Data.Organization_Type_Reference.ID[1]['#text'], o.Organization_Data.Organization_Code, o.Organization_Data.Organization_Name]);
    expect(organizations).toEqual([['COMPANY', 'US01', 'Acme US Inc'], ['COST_CENTER', 'CC-2100', 'CC-2100'], ['BUSINESS_UNIT', 'DATA', 'Data & AI'], ['REGION', 'AMER', 'AMER'], ['SUPERVISORY', 'SUP-E-1001', 'Team Mona Manager (Mona Manager)']]);
  });

  test('a contingent worker has its own id type and no key for the e-mail it lacks', async () => {
    const { body } = await tenant.getWorkers('<bsvc:Request_References><bsvc:Worker_Reference><bsvc:ID bsvc:type="Contingent_Worker_ID">K-2001</bsvc:ID></bsvc:Worker_Reference></bsvc:Request_References>');
    const [worker] = body.Response_Data.Worker;
    expect(worker.Worker_Reference.ID[1]).toEqual({ '#text': 'K-2001', '@_type': 'Contingent_Worker_ID' });
    expect(worker.Worker_Data.Personal_Data).not.toHaveProperty('Contact_Data');
    expect(worker.Worker_Data.Employment_Data.Worker_Job_Data.Position_Data.Worker_Type_Reference.ID[1]['@_type']).toBe('Contingent_Worker_Type_ID');
  });

  test('only the asked response groups come back', async () => {
    const { body } = await tenant.getWorkers('<bsvc:Response_Group><bsvc:Include_Reference>true</bsvc:Include_Reference></bsvc:Response_Group>');
    expect(Object.keys(body.Response_Data.Worker[0])).toEqual(['Worker_Reference', 'Worker_Data']);
    expect(Object.keys(body.Response_Data.Worker[0].Worker_Data)).toEqual(['Worker_ID', 'User_ID']);
  });

  test('pages are counted; a page beyond the last is empty', async () => {
    const { body } = await tenant.getWorkers('<bsvc:Response_Filter><bsvc:Page>2</bsvc:Page><bsvc:Count>2</bsvc:Count></bsvc:Response_Filter>');
    expect(body.Response_Results).toEqual({ Total_Results: '3', Total_Pages: '2', Page_Results: '1', Page: '2' });
    const beyond = await tenant.getWorkers('<bsvc:Response_Filter><bsvc:Page>3</bsvc:Page><bsvc:Count>2</bsvc:Count></bsvc:Response_Filter>');
    expect(beyond.body.Response_Data).toBeUndefined();
  });

  test('a change keyed in today for next month: in the log today with the old data, on its day only the effective window finds it', async () => {
    await tenant.act('change_org', { worker_id: 'E-1002', business_unit: 'CLOUD', effective_date: '2026-06-01' });
    expect(await tenant.found(updated('2026-05-01T12:00:00Z'))).toEqual(['E-1002']);
    const unit = async (asOf: string) => (await tenant.worker('E-1002', asOf)).Organization_Data.Worker_Organization_Data[2].Organization_Data.Organization_Code;
    expect([await unit('2026-05-31'), await unit('2026-06-01')]).toEqual(['DATA', 'CLOUD']);
    await tenant.control('POST', 'clock', { now: '2026-06-01T12:00:00Z' });
    expect(await tenant.found(updated('2026-05-31T00:00:00Z'))).toEqual([]);
    expect(await tenant.found(effective('2026-06-01', '2026-06-01'))).toEqual(['E-1002']);
  });

  test('a future hire is in the log, but in no list before the hire date', async () => {
    await tenant.act('hire', { worker_id: 'E-1003', first_name: 'New', last_name: 'Hire', hire_date: '2026-05-18' });
    expect(await tenant.found(updated('2026-05-01T12:00:00Z'))).toEqual([]);
    expect(await tenant.found(updated('2026-05-01T12:00:00Z'), '<bsvc:As_Of_Effective_Date>2026-05-18</bsvc:As_Of_Effective_Date>')).toEqual(['E-1003']);
    expect(await tenant.found('')).toHaveLength(3);
  });

  test('a termination shows from its date; Active is 0 from the day after and Exclude_Inactive_Workers then drops the worker', async () => {
    await tenant.act('terminate', { worker_id: 'E-1002', termination_date: '2026-05-15' });
    const status = async (asOf: string) => (await tenant.worker('E-1002', asOf)).Employment_Data.Worker_Status_Data;
    expect(await status('2026-05-14')).not.toHaveProperty('Termination_Date');
    expect(await status('2026-05-15')).toMatchObject({ Active: '1', Termination_Date: '2026-05-15-07:00' });
    expect(await status('2026-05-16')).toMatchObject({ Active: '0', Terminated: '1' });
    const after = '<bsvc:As_Of_Effective_Date>2026-05-16</bsvc:As_Of_Effective_Date>';
    expect(await tenant.found('', after)).toHaveLength(3);
    expect(await tenant.found('<bsvc:Exclude_Inactive_Workers>1</bsvc:Exclude_Inactive_Workers>', after)).toEqual(['E-1001', 'K-2001']);
    await tenant.act('rehire', { worker_id: 'E-1002', hire_date: '2026-07-01' });
    expect(await status('2026-07-01')).toMatchObject({ Active: '1', Hire_Date: '2026-07-01-07:00', Original_Hire_Date: '2024-01-15-08:00' });
  });

  test('a rescind rewrites history without a tombstone; As_Of_Entry_DateTime still sees the old one', async () => {
    const { body } = await tenant.act('start_leave', { worker_id: 'E-1002' });
    await tenant.control('POST', 'clock', { advance_ms: 60_000 });
    await tenant.act('rescind', { event: body.ids[0] });
    const onLeave = async (filter: string) => (await tenant.getWorkers(`<bsvc:Request_References><bsvc:Worker_Reference><bsvc:ID bsvc:type="Employee_ID">E-1002</bsvc:ID></bsvc:Worker_Reference></bsvc:Request_References><bsvc:Response_Filter>${filter}</bsvc:Response_Filter>`)).body.Response_Data.Worker[0].Worker_Data.Employment_Data.Worker_Status_Data.On_Leave;
    expect(await onLeave('')).toBe('0');
    expect(await onLeave('<bsvc:As_Of_Entry_DateTime>2026-05-01T12:00:30Z</bsvc:As_Of_Entry_DateTime>')).toBe('1');
    expect(await tenant.found(updated('2026-05-01T12:00:59Z'))).toEqual(['E-1002']);
  });

  test('faults: wrong password, unknown reference, unknown element, unknown operation', async () => {
    const wrong = await tenant.getWorkers('', 'no');
    expect(wrong).toMatchObject({ status: 500, body: { faultcode: 'SOAP-ENV:Client.authenticationError', faultstring: 'invalid username or password' } });
    const missing = await tenant.getWorkers('<bsvc:Request_References><bsvc:Worker_Reference><bsvc:ID bsvc:type="Employee_ID">E-9</bsvc:ID></bsvc:Worker_Reference></bsvc:Request_References>');
    expect(missing.body).toMatchObject({ faultcode: 'SOAP-ENV:Client.validationError', detail: { Validation_Fault: { Validation_Error: { Message: expect.stringContaining("'E-9' is not a valid ID value for type = 'Employee_ID'") } } } });
    // Get_Organizations has this name; Get_Workers does not.
    const misnamed = await tenant.getWorkers('<bsvc:Request_Criteria><bsvc:Transaction_Log_Criteria/></bsvc:Request_Criteria>');
    expect(misnamed.body.faultstring).toContain('Transaction_Log_Criteria');
    expect((await tenant.getWorkers('<bsvc:Response_Filter><bsvc:Count>1000</bsvc:Count></bsvc:Response_Filter>')).body.faultcode).toContain('validationError');
    expect((await tenant.getWorkers('', undefined, 'Get_Robots_Request')).body.faultcode).toContain('processingError');
  });

  test('a missing security domain makes data absent, not refused', async () => {
    await tenant.control('POST', 'switches/denied_domains', { value: ['organizations'] });
    expect(await tenant.worker('E-1002', '2026-05-01')).not.toHaveProperty('Organization_Data');
  });
});
