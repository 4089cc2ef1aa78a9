import { credentials as psaKey } from '../../kantata/src/credentials.js';
import { credentials as crmKey } from '../../salesforce/src/credentials.js';
import { City } from '../testing/city.js';

const TABLES = {
  salesforce: ['Account', 'Contract', 'Contract_Line__c', 'Contract_Schedule_Line__c', 'Contract_Usage_Price__c', 'Opportunity', 'Opportunity_Role__c'],
  kantata: ['users', 'account_memberships', 'roles', 'rate_card_sets', 'rate_card_set_versions', 'rate_cards', 'rate_card_versions', 'rate_card_roles', 'custom_fields', 'expense_categories', 'exchange_rates', 'workspaces', 'custom_field_values', 'stories', 'workspace_resources', 'workspace_allocations'],
  workday: ['organization', 'location', 'work_calendar', 'holiday', 'worker', 'worker_event', 'cost_rate', 'time_off_entry'],
  netsuite: ['currency', 'subsidiary', 'accountingperiod', 'account', 'item', 'department', 'classification', 'term', 'salestaxitem', 'currencyrate'],
} as const;

const allBooks = async (city: City): Promise<string[]> => Promise.all(Object.entries(TABLES).map(([vendor, tables]) => city.books(city.desks[vendor as keyof typeof TABLES], ...tables)));

describe.each(['small', 'full'] as const)('seeding a %s firm', (size) => {
  let city: City;
  beforeAll(async () => {
    city = await City.start(size);
  });
  afterAll(() => city.stop());

  it('fills every table of the four vendors, and a second time changes nothing', async () => {
    const answer = await city.call('POST', '/firm/seed', { size, seed: 'spec' });
    const added = Object.values<number>(answer.details.added).reduce((sum, count) => sum + count, 0);
    expect(answer).toMatchObject({ done: added, total: added });
    const once = await allBooks(city);
    for (const [vendor, tables] of Object.entries(TABLES)) {
      for (const table of tables) {
        const rows = (await city.desks[vendor as keyof typeof TABLES].rows(table)).length;
        expect([table, table === 'worker_event' || rows > 0]).toEqual([table, true]);
      }
    }
    expect((await city.call('POST', '/firm/seed', {})).details.added).toEqual({ salesforce: 0, kantata: 0, workday: 0, netsuite: 0 });
    expect(await allBooks(city)).toEqual(once);
  });

  it('the org numbered the contracts as the firm does', async () => {
    const { contracts } = await city.call('GET', '/firm/plan');
    const rows = await city.desks.salesforce.rows('Contract');
    expect(rows.map((row) => row.ContractNumber)).toEqual(contracts.map((contract: { contract_number: string }) => contract.contract_number));
    const accounts = new Map((await city.desks.salesforce.rows('Account')).map((row) => [row.id, row.Client_Number__c]));
    expect(rows.map((row) => accounts.get(String(row.AccountId)))).toEqual(contracts.map((contract: { client_number: string }) => contract.client_number));
  });
});

describe('seeding with a story under way', () => {
  let city: City;
  beforeAll(async () => {
    city = await City.start('small');
  });
  afterAll(() => city.stop());

  it('neither turns the clock back nor undoes what people did', async () => {
    await city.sold();
    const [week] = (await city.call('GET', '/firm/plan')).weeks;
    await city.call('POST', `/firm/weeks/${week}`, { do: 'both' });
    await city.call('POST', '/firm/close/2026-08');
    const before = await allBooks(city);
    const clock = Date.parse(await city.desks.workday.now());
    await city.call('POST', '/firm/seed', {});
    expect(await allBooks(city)).toEqual(before);
    expect(Date.parse(await city.desks.workday.now())).toBeGreaterThanOrEqual(clock);
  });

  it('refuses to mix another firm into the books', async () => {
    await expect(city.call('POST', '/firm/seed', { size: 'full' })).rejects.toThrow('409');
    await expect(city.call('POST', '/firm/seed', { seed: 'another' })).rejects.toThrow('reset them first');
    await expect(city.call('POST', '/firm/seed', { size: 'huge' })).rejects.toThrow('size must be one of full, small');
  });

  it('shows in the vendors’ own APIs as the tenant conventions say', async () => {
    const { salesforce: { url: crm }, kantata: { url: psa }, workday: { url: hcm } } = city.desks;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: crmKey.clientId, client_secret: crmKey.clientSecret });
    const { access_token: token } = await (await fetch(`${crm}/services/oauth2/token`, { method: 'POST', body: form })).json() as { access_token: string };
    const soql = 'SELECT Name, Contract_Type__c, Contract__r.Legal_Entity__c, Contract__r.Account.Client_Number__c FROM Contract_Line__c WHERE Cap_Hours__c != null OR Cap_Amount__c != null';
    const lines = await (await fetch(`${crm}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${token}` } })).json() as { totalSize: number; records: Record<string, unknown>[] };
    expect(lines.totalSize).toBe(2);
    expect(lines.records[0]).toMatchObject({ Contract_Type__c: 'Time and Materials' });
    const answer = await fetch(`${psa}/api/v1/rate_card_roles?per_page=1&include=role,rate_card_version`, { headers: { authorization: `Bearer ${psaKey.staticToken}` } });
    expect(await answer.json()).toMatchObject({ count: expect.any(Number), roles: expect.any(Object) });
    const report = await fetch(`${hcm}/ccx/service/customreport2/acme_ps/ISU_Throughline/Throughline_Cost_Rates?format=json`, { headers: { authorization: `Basic ${Buffer.from('ISU_Throughline@acme_ps:sandbox-isu-password').toString('base64')}` } });
    const { Report_Entry: rates } = await report.json() as { Report_Entry: Record<string, string>[] };
    expect(rates.some((rate) => rate.Currency === 'JPY' && /^\d+$/.test(rate.Hourly_Cost!))).toBe(true);
    expect(rates.some((rate) => rate.Effective_Date === '2026-09-01')).toBe(true);
  });
});
