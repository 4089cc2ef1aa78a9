import { City } from '../testing/city.js';

interface Deal { opportunity_number: string; contract_number: string | null; expected: string }

describe('a year of the small firm', () => {
  let city: City;
  let plan: { months: { month: string; closes: boolean; sells: boolean; fixes: string[] }[]; deals: Deal[]; timeline: { path: string; body: { phase?: string; month?: string } }[] };
  const stageOf = async (number: string): Promise<unknown> => (await city.desks.salesforce.rows('Opportunity', { Opportunity_Number__c: number }))[0]!.StageName;

  beforeAll(async () => {
    city = await City.start('small', 'spec', 'year');
    plan = await city.call('GET', '/firm/plan');
    await city.call('POST', '/firm/seed', {});
    for (const phase of ['commit', 'slip', 'win', 'fix']) await city.call('POST', '/firm/sales', { phase });
  }, 120_000);
  afterAll(() => city.stop());

  it('closes every month, and puts right every trouble with time once', () => {
    expect(plan.months.map((one) => one.closes)).toEqual(Array.from({ length: 12 }, () => true));
    expect(plan.months.flatMap((one) => one.fixes).sort()).toEqual(['assignment_window', 'missing_rate', 'terminated_worker', 'unknown_worker']);
  });

  it('has an accounting period in the ERP for every month of the story and the one after, all open', async () => {
    const periods = await city.desks.netsuite.rows('accountingperiod');
    expect(new Set(periods.map((row) => row.id)).size).toBe(periods.length);
    const months = periods.filter((row) => row.isquarter === 'F' && row.isyear === 'F');
    expect(months.map((row) => String(row.startdate)).sort()).toEqual([2025, 2026].flatMap((year) => Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}-01`)));
    expect(months.filter((row) => String(row.startdate) >= '2025-10-01').every((row) => row.closed === 'F')).toBe(true);
  });

  it('sells the deals of a month in that month, not before, and once', async () => {
    const wave = plan.months.find((one) => one.sells)!.month;
    const sold = async (): Promise<number> => (await city.desks.salesforce.rows('Opportunity', { StageName: 'Closed Won' })).length;
    const before = await sold();
    const drafts = (await city.desks.salesforce.rows('Contract', { Status: 'Draft' })).length;
    expect(drafts).toBeGreaterThan(0);
    for (const phase of ['commit', 'slip', 'win', 'fix']) await city.call('POST', '/firm/sales', { phase, month: wave });
    const after = await sold();
    expect(after).toBeGreaterThan(before);
    expect(after).toBeLessThan(plan.deals.filter((deal) => deal.expected === 'won').length);
    const books = await city.books(city.desks.salesforce, 'Opportunity', 'Contract', 'Contract_Line__c', 'Account');
    for (const phase of ['commit', 'slip', 'win', 'fix']) await city.call('POST', '/firm/sales', { phase, month: wave });
    expect(await city.books(city.desks.salesforce, 'Opportunity', 'Contract', 'Contract_Line__c', 'Account')).toBe(books);
  });

  it('ends every deal as expected when all months are sold', async () => {
    for (const { month } of plan.months.filter((one) => one.sells)) for (const phase of ['commit', 'slip', 'win', 'fix']) await city.call('POST', '/firm/sales', { phase, month });
    for (const deal of plan.deals) {
      if (deal.expected === 'won') expect(await stageOf(deal.opportunity_number)).toBe('Closed Won');
      else if (deal.expected.startsWith('lost')) expect(await stageOf(deal.opportunity_number)).toBe('Closed Lost');
      else expect(await stageOf(deal.opportunity_number)).not.toBe('Closed Won');
    }
    expect((await city.desks.salesforce.rows('Contract')).every((row) => row.Status === 'Activated')).toBe(true);
  });

  it('hands over meters and estimates, estimates under the code of an open project', async () => {
    await city.openProjects();
    const { records } = await city.call('GET', '/firm/usage/2025-12');
    expect(records[0]).toMatchObject({ contract_number: expect.stringMatching(/^CT-/), unit: 'ticket', quantity: expect.stringMatching(/^\d+$/) });
    const { estimates, not_open } = await city.call('GET', '/firm/estimates/2025-10');
    expect(not_open).toEqual([]);
    expect(estimates.length).toBeGreaterThan(0);
    for (const one of estimates) expect(one).toMatchObject({ project_code: expect.stringMatching(/^(US01|GB01|JP01)-OPP-\d+$/), reason: 'First estimate of the project', effective_date: '2025-10-01' });
    // One meter counts a day once: two records of one subject and first day would be one record told twice.
    expect(new Set(records.map((r: { subject: string; period_start: string }) => `${r.subject} ${r.period_start}`)).size).toBe(records.length);
    await expect(city.call('GET', '/firm/usage/2025-13')).rejects.toThrow('month must be one of 2025-10');
  });

  it('pays what was invoiced before the closed month: every fifth invoice in two halves, nothing twice', async () => {
    const { netsuite } = city.desks;
    const subsidiary = (await netsuite.rows('subsidiary', { externalid: 'US01' }))[0]!;
    const invoice = (id: string, trandate: string) => ({ id, type: 'CustInvc', recordtype: 'invoice', tranid: `INV${id}`, subsidiary: subsidiary.id, currency: subsidiary.currency, exchangerate: '1', trandate, foreigntotal: '101.50', foreignamountunpaid: '101.50', foreignamountpaid: '0', approvalstatus: '2', voided: 'F', status: 'A' });
    await netsuite.addMissing('transaction', [invoice('90005', '2025-10-31'), invoice('90006', '2025-10-31'), invoice('90007', '2025-11-30')]);
    const open = async (): Promise<number[]> => Promise.all(['90005', '90006', '90007'].map(async (id) => Number((await netsuite.rows('transaction', { id }))[0]!.foreignamountunpaid)));
    expect(await city.call('POST', '/firm/payments/2025-10')).toMatchObject({ done: 0 });
    expect(await city.call('POST', '/firm/payments/2025-11')).toMatchObject({ done: 2 });
    expect(await open()).toEqual([50, 0, 101.5]);
    expect(await city.call('POST', '/firm/payments/2025-11')).toMatchObject({ done: 0 });
    expect(await city.call('POST', '/firm/payments/2025-12')).toMatchObject({ done: 2 });
    expect(await open()).toEqual([0, 0, 0]);
  });

  it('refuses another span while the vendors hold this one', async () => {
    await expect(city.call('POST', '/firm/seed', { size: 'small', seed: 'spec', span: 'quarter' })).rejects.toThrow('409');
    await expect(city.call('POST', '/firm/seed', { span: 'decade' })).rejects.toThrow('span must be one of quarter, year');
  });
});
