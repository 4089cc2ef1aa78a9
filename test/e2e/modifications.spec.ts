import 'reflect-metadata';
import { until } from '../../libs/process/src/testing/database.js';
import { type CrmContract, CrmDesk, type CrmLine } from '../support/crm-desk.js';
import { RecognizingSuite, ROUTES } from '../support/recognizing-suite.js';

jest.setTimeout(300_000);

/** Published cases of modifications, all the way: agreed in the CRM, applied to the contract, recognized in the month, and then as the ERP simulator's books have it. */
describe('an amendment that the CRM says is agreed', () => {
  let on: RecognizingSuite;
  let crm: CrmDesk;
  let jobs = 700;

  beforeAll(async () => {
    on = await RecognizingSuite.start(72);
    crm = new CrmDesk(on.suite.sandbox.vendors['salesforce']!);
  });
  afterAll(() => on?.stop());

  /** Signed in the CRM, read by the gateway, with a project in the ERP. */
  async function signed(terms: { start?: string; months?: number; lines: CrmLine[] }): Promise<CrmContract> {
    const contract = await crm.sign({ start: '2026-01-01', months: 12, ...terms });
    const [{ id }] = await until(`${contract.number} is read`, () => on.ds.query(`select id from canonical_record where entity = 'contract' and status <> 'draft' and data->>'contract_number' = $1`, [contract.number]), (rows) => rows.length > 0, 150_000);
    on.books.ids.set(contract.number, id);
    await on.project(contract.number, String(++jobs));
    await on.identified(contract.number);
    return contract;
  }
  /** The amendment is agreed, carried through, and its treatment carried out. */
  async function amended(contract: CrmContract, terms: Parameters<CrmDesk['amend']>[1]): Promise<void> {
    await crm.amend(contract, terms);
    await until(`amendment ${terms.number} of ${contract.number} is carried out`, () => on.ds.query(
      `select x.status, t.status as treated from amendment_application x join amendment_treatment t on t.amendment_id = x.amendment_id and t.application_no = x.application_no where x.contract_id = $1 and x.amendment_number = $2::text`, [on.books.id(contract.number), terms.number]),
    (rows: { status: string; treated: string }[]) => rows.length > 0 && rows.every((r) => r.status === 'applied' && r.treated === 'applied'), 150_000);
  }
  const pack = (no: number, units: number, amount: number, code: string): CrmLine => ({
    line: { Line_Number__c: no, Contract_Type__c: 'Managed Services', Amount__c: amount, Obligation_Code__c: code, Revenue_Measure__c: 'Units', SSP__c: amount, SSP_Method__c: 'Observable' }, usage: { Meter__c: 'units', Unit__c: 'each', Allowance__c: units, Price__c: 100 },
  });
  const prospective = { Adds_Distinct_Services__c: false, Priced_at_SSP__c: false, Remaining_Distinct__c: 'Yes', Unpriced__c: false };
  const separate = { Adds_Distinct_Services__c: true, Priced_at_SSP__c: true, Remaining_Distinct__c: 'Yes', Unpriced__c: false };
  const revenue = async (contract: CrmContract): Promise<string[]> => (await on.inTheErp(contract.number)).filter((l) => l.includes(' 4000 '));

  it('MOD-01: 30 more units at 95, their own price, are a contract beside: 60 at 100 and 30 at 95 remain', async () => {
    const c = await signed({ lines: [pack(1, 120, 12_000, 'U')] });
    await on.books.usage(c.number, '2026-01-01', '2026-01-31', '60');
    await on.recognize(c.number, '2026-01');
    await amended(c, { number: 1, fields: { Effective_Date__c: '2026-02-01', Price_Change__c: 2850, ...separate }, changes: [{ action: 'Add', ...pack(2, 30, 2850, 'MORE') }] });
    await on.books.usage(c.number, '2026-02-01', '2026-02-28', '60');
    await on.recognize(c.number, '2026-02');
    await on.books.usage(c.number, '2026-03-01', '2026-03-31', '30', { line: '2' });
    await on.recognize(c.number, '2026-03');
    expect(await revenue(c)).toEqual(['2026-01-31 4000 -6000', '2026-02-28 4000 -6000', '2026-03-31 4000 -2850']);
  });

  it('MOD-02: 30 more units at 80 are prospective, the credit for the past comes off at once; the rest at 93.33', async () => {
    const c = await signed({ lines: [pack(1, 120, 12_000, 'U')] });
    await on.books.usage(c.number, '2026-01-01', '2026-01-31', '60');
    await on.recognize(c.number, '2026-01');
    await amended(c, { number: 1, fields: { Effective_Date__c: '2026-02-01', Price_Change__c: 2400, Past_Concession__c: 900, ...prospective }, changes: [{ action: 'Change', ...pack(1, 150, 14_400, 'U') }] });
    await on.books.usage(c.number, '2026-02-01', '2026-02-28', '30');
    await on.recognize(c.number, '2026-02');
    await on.books.usage(c.number, '2026-03-01', '2026-03-31', '60');
    await on.recognize(c.number, '2026-03');
    expect(await revenue(c)).toEqual(['2026-01-31 4000 -6000', '2026-02-28 4000 -1900', '2026-03-31 4000 -5600']);
  });

  it('MOD-03: a series extended after two of three years: what is left, 280,000, over four years of 70,000', async () => {
    const years = (count: number, amount: number, end: string): CrmLine => ({ line: { ...pack(1, 0, amount, 'RUN').line, Is_Series__c: true, End_Date__c: end }, usage: { Meter__c: 'units', Unit__c: 'year', Allowance__c: count, Price__c: 100_000 } });
    const c = await signed({ months: 36, lines: [years(3, 300_000, '2028-12-31')] });
    const served = async (year: number): Promise<void> => {
      await on.books.period('US01', `${year}-12`, 'open');
      await on.books.usage(c.number, `${year}-01-01`, `${year}-12-31`, '1');
      await on.recognize(c.number, `${year}-12`);
    };
    for (const year of [2026, 2027]) await served(year);
    await amended(c, { number: 1, fields: { Effective_Date__c: '2028-01-01', Price_Change__c: 180_000, ...prospective }, changes: [{ action: 'Change', ...years(6, 480_000, '2031-12-31') }] });
    for (const year of [2028, 2029, 2030, 2031]) await served(year);
    expect(await revenue(c)).toEqual(['2026-12-31 4000 -100000', '2027-12-31 4000 -100000', '2028-12-31 4000 -70000', '2029-12-31 4000 -70000', '2030-12-31 4000 -70000', '2031-12-31 4000 -70000']);
  });

  it('MOD-04: a price rise of a result 30 % done is caught up in the month of the modification, once the estimate is looked at again', async () => {
    const fee = (amount: number): CrmLine => ({ line: { Line_Number__c: 1, Contract_Type__c: 'Fixed Fee', Amount__c: amount, Billing_Method__c: 'Percent Complete', Obligation_Code__c: 'A', Revenue_Measure__c: 'Cost to Cost', Enforceable_Right_to_Payment__c: true } });
    const c = await signed({ lines: [fee(500_000_000)] });
    await on.books.estimate(`${c.number}-P`, '1000');
    await on.books.time(c.number, '2026-01-15', { hours: '1', cost: '300' });
    await on.recognize(c.number, '2026-01');
    await amended(c, { number: 1, fields: { Effective_Date__c: '2026-02-10', Price_Change__c: 75_000_000, ...prospective, Remaining_Distinct__c: 'No' }, changes: [{ action: 'Change', ...fee(575_000_000) }] });
    const { id } = await on.people.call<{ id: string }>('fiona', 'POST', `${ROUTES}/estimates`, { project_code: `${c.number}-P`, cost_at_completion: '1000.00', currency: 'USD', effective_date: '2026-02-10', reason: 'The price is another one, the work is the same' });
    await on.people.call('frank', 'POST', `${ROUTES}/estimates/${id}/approval`);
    await on.recognize(c.number, '2026-02');
    expect(await on.inTheErp(c.number)).toEqual(['2026-01-31 1150 150000000', '2026-01-31 4000 -150000000', '2026-02-28 1150 22500000', '2026-02-28 4000 -22500000']);
  });

  it('MOD-22: after 150 of 200 units at 80, 50 more at 75: 19,750 in all, 16,000 of it for the first 200', async () => {
    const c = await signed({ lines: [pack(1, 200, 16_000, 'U')] });
    await on.books.usage(c.number, '2026-01-01', '2026-01-31', '150');
    await on.recognize(c.number, '2026-01');
    await amended(c, { number: 1, fields: { Effective_Date__c: '2026-02-01', Price_Change__c: 3750, ...separate }, changes: [{ action: 'Add', ...pack(2, 50, 3750, 'MORE') }] });
    await on.books.usage(c.number, '2026-02-01', '2026-02-28', '50');
    await on.recognize(c.number, '2026-02');
    await on.books.usage(c.number, '2026-03-01', '2026-03-31', '50', { line: '2' });
    await on.recognize(c.number, '2026-03');
    expect(await revenue(c)).toEqual(['2026-01-31 4000 -12000', '2026-02-28 4000 -4000', '2026-03-31 4000 -3750']);
  });

  it('MOD-24: 20,000 of cost on a change nobody has approved brings no revenue and no backlog, and is shown as work at risk', async () => {
    const fee: CrmLine = { line: { Line_Number__c: 1, Contract_Type__c: 'Fixed Fee', Amount__c: 100_000, Billing_Method__c: 'Percent Complete', Task_Codes__c: 'DEL', Obligation_Code__c: 'A', Revenue_Measure__c: 'Cost to Cost', Enforceable_Right_to_Payment__c: true } };
    const c = await signed({ lines: [fee] });
    await on.books.estimate(`${c.number}-P`, '80000');
    const task = await on.books.put('task', `${c.number}-P:EXTRA`, { project_id: on.books.id(`${c.number}-P`), wbs_code: 'EXTRA', name: 'Extra', billable_default: true, status: 'open' });
    const entry = await on.books.time(c.number, '2026-01-15', { hours: '200', cost: '20000' });
    await on.ds.query(`update time_entry set task_id = $2, line_no = null, billing_status = 'held' where id = $1`, [entry, task.id]); // no line of the contract covers the task
    await crm.amend(c, { number: 1, agreed: false, fields: { Effective_Date__c: '2026-01-10', Price_Change__c: 30_000, ...prospective }, changes: [{ action: 'Add', line: { ...fee.line, Line_Number__c: 2, Task_Codes__c: 'EXTRA', Amount__c: 30_000, Obligation_Code__c: 'B' } }] });
    const risk = () => on.ds.query(`select owner_team, context->>'revenue' as revenue, context->>'backlog' as backlog, context->'hours' as hours from exception where code = 'AT_RISK_WORK' and business_key = $1 and status = 'open'`, [`at-risk:${c.number}:1`]);
    expect(await until('the work at risk is shown', risk, (rows) => rows.length > 0, 150_000)).toEqual([{ owner_team: 'delivery', revenue: '0', backlog: '0', hours: ['200'] }]);
    await on.recognize(c.number, '2026-01');
    expect(await on.inTheErp(c.number)).toEqual([]);
    expect(await on.ds.query('select 1 from backlog_movement where contract_id = $1', [on.books.id(c.number)])).toEqual([]);
    expect(await on.ds.query('select trim_scale(sum(cost_amount))::text as cost from time_entry where contract_id = $1', [on.books.id(c.number)])).toEqual([{ cost: '20000' }]);
  });

  it('and every law of revenue holds over all of them, and nobody is asked for anything but the work at risk', async () => {
    expect(await on.people.call('fiona', 'GET', `${ROUTES}/control-totals`)).toMatchObject({ holds: true });
    expect(await on.ds.query(`select code, business_key, message from exception where status in ('open', 'assigned') and code <> 'AT_RISK_WORK'`)).toEqual([]);
  });
});
