import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { appendEvents } from '#lib/store';
import type { DataSource } from 'typeorm';
import { type Books, line } from '../../apps/process/milestone-to-revenue/src/revenue/testing/books.js';
import { until } from '../../libs/process/src/testing/database.js';
import { RecognizingSuite, ROUTES } from '../support/recognizing-suite.js';
import type { RunningSuite } from '../support/running-suite.js';

jest.setTimeout(300_000);

/** Published cases through store, flow and effects: what stands in the ERP simulator's books at the end are the published figures. */
describe('revenue in the books of the ERP', () => {
  let on: RecognizingSuite;
  let suite: RunningSuite;
  let ds: DataSource;
  let books: Books;

  beforeAll(async () => {
    on = await RecognizingSuite.start();
    ({ suite, ds, books } = on);
  });
  afterAll(() => on?.stop());

  const contract = (number: string, lines: ReturnType<typeof line>[], more?: Record<string, unknown>) => on.contract(number, lines, more);
  const recognize = (number: string, period: string) => on.recognize(number, period);
  const inTheErp = (number: string) => on.inTheErp(number);

  it('REV-02: cost-to-cost over three periods', async () => {
    await contract('C-01', [line({ amount: '10000000', obligation: { code: 'BUILD', measure: 'cost_to_cost', enforceable_right_to_payment: true } })]);
    await books.estimate('C-01-P', '7800000');
    await books.time('C-01', '2026-01-15', { hours: '1', cost: '2184000' });
    await recognize('C-01', '2026-01');
    await books.time('C-01', '2026-02-15', { hours: '1', cost: '3510000' });
    await recognize('C-01', '2026-02');
    await books.estimate('C-01-P', '8010600', { from: '2026-03-01' });
    await books.time('C-01', '2026-03-15', { hours: '1', cost: '2316600' });
    await recognize('C-01', '2026-03');
    const { revenue_events } = await suite.people.call('fiona', 'GET', `${ROUTES}/revenue-events?contract_number=C-01&period=2026-02`);
    expect(revenue_events).toMatchObject([{ amount: '4500000', progress_after: '0.73', status: 'posted', calculated_by: expect.any(String), approved_by: expect.any(String) }]);
    const explained = await suite.people.call('fiona', 'GET', `${ROUTES}/revenue-events/${revenue_events[0].id}/explain`);
    expect(explained).toMatchObject({ snapshot: { cost_to_date: '5694000', eac: '7800000', recognized_to_date: '2800000' }, records: { posted_cost: { count: 2 } } });
    expect(await inTheErp('C-01')).toEqual(['2026-01-31 1150 2800000', '2026-01-31 4000 -2800000', '2026-02-28 1150 4500000', '2026-02-28 4000 -4500000', '2026-03-31 1150 2700000', '2026-03-31 4000 -2700000']);
  });

  it('REV-05: straight line by exact days, out of an advance', async () => {
    await contract('C-02', [line({ contract_type: 'managed_services', amount: '10000', start: '2026-01-30', end: '2026-04-25', obligation: { code: 'RUN', measure: 'straight_line' } })]);
    await books.invoiced('C-02', '2026-01-30', '10000', 'contract_liability');
    for (const period of ['2026-01', '2026-02', '2026-03', '2026-04']) await recognize('C-02', period);
    expect(await inTheErp('C-02')).toEqual([
      '2026-01-31 2200 232.56', '2026-01-31 4000 -232.56', '2026-02-28 2200 3255.81', '2026-02-28 4000 -3255.81', '2026-03-31 2200 3604.65', '2026-03-31 4000 -3604.65', '2026-04-30 2200 2906.98', '2026-04-30 4000 -2906.98',
    ]);
  });

  it('REV-14: a milestone invoiced in March is revenue when it is accepted in April', async () => {
    await contract('C-03', [line({ contract_type: 'milestone', amount: '5000', obligation: { code: 'M' } })]);
    await books.milestone('C-03-P', 'M1', { line_no: '1', planned_date: '2026-03-20' });
    await books.invoiced('C-03', '2026-03-20', '5000', 'contract_liability');
    await recognize('C-03', '2026-03');
    expect(await inTheErp('C-03')).toEqual([]);
    await books.milestone('C-03-P', 'M1', { status: 'accepted', accepted_at: '2026-04-03T09:00:00Z' });
    await recognize('C-03', '2026-04');
    expect(await inTheErp('C-03')).toEqual(['2026-04-30 2200 5000', '2026-04-30 4000 -5000']);
  });

  it('REV-09: allocated by selling price, then percent complete; asset and liability of one contract are netted', async () => {
    await contract('C-04', [line({ amount: '50000', obligation: { code: 'LIC', ssp: '100000', measure: 'cost_to_cost', enforceable_right_to_payment: true } }), line({ line_no: '2', amount: '400000', obligation: { code: 'SVC', ssp: '400000', measure: 'cost_to_cost', enforceable_right_to_payment: true } })]);
    await books.estimate('C-04-P', '300000', { lines: [{ line_no: '1', cost_at_completion: '60000' }, { line_no: '2', cost_at_completion: '240000' }] });
    const worked: [string, string, string][] = [['2026-01', '45000', '120000'], ['2026-02', '15000', '60000'], ['2026-03', '0', '60000']];
    for (const [period, license, service] of worked) {
      if (license !== '0') await books.time('C-04', `${period}-10`, { hours: '1', cost: license, line: '1' });
      await books.time('C-04', `${period}-10`, { hours: '1', cost: service, line: '2' });
      await recognize('C-04', period);
    }
    expect((await inTheErp('C-04')).filter((l) => l.includes(' 4000 '))).toEqual(['2026-01-31 4000 -180000', '2026-01-31 4000 -67500', '2026-02-28 4000 -22500', '2026-02-28 4000 -90000', '2026-03-31 4000 -90000']);
    await books.invoiced('C-04', '2026-04-10', '450000', 'contract_liability');
    await recognize('C-04', '2026-04');
    expect((await inTheErp('C-04')).filter((l) => l.startsWith('2026-04'))).toEqual(['2026-04-30 1150 -450000', '2026-04-30 2200 450000']);
  });

  it('MS-06 and MS-04: a pack by quantity used, metered usage by its tiers in the month used', async () => {
    await contract('C-05', [
      line({ contract_type: 'managed_services', amount: '1000', usage: [{ meter: 'downloads', unit: 'each', allowance: '350', tiers: [] }], obligation: { code: 'PACK', measure: 'units' } }),
      line({ line_no: '2', contract_type: 'managed_services', amount: undefined, usage: [
        { meter: 'minutes', unit: 'min', block_size: '10', tiers: [{ up_to: '100', price: '1' }, { price: '0.5' }] }, { meter: 'data', unit: 'MB', tiers: [{ up_to: '1024', price: '0.5' }, { price: '0.1' }] }] }),
    ]);
    await books.usage('C-05', '2026-01-01', '2026-01-31', '60', { meter: 'downloads' });
    await books.usage('C-05', '2026-02-01', '2026-02-28', '1500', { meter: 'minutes', line: '2' });
    await books.usage('C-05', '2026-02-01', '2026-02-28', '2048', { meter: 'data', line: '2' });
    await recognize('C-05', '2026-01');
    await recognize('C-05', '2026-02');
    expect(await inTheErp('C-05')).toEqual(['2026-01-31 1150 171.43', '2026-01-31 4000 -171.43', '2026-02-28 1150 739.4', '2026-02-28 4000 -739.4']);
  });

  it('RET-02 with RET-7: hours drawn and expired bring the fee, hours beyond it the overage', async () => {
    await contract('C-06', [line({ contract_type: 'retainer', amount: undefined, start: '2026-01-01', end: '2026-02-28', included_classes: ['time'], retainer: { unit: 'hours', fee: '3500', included: '10', rollover_cap: '0', overage_rate: '350', overage_policy: 'bill' } })]);
    await books.invoiced('C-06', '2026-01-01', '3500', 'contract_liability');
    await books.time('C-06', '2026-01-10', { hours: '12', billing_status: 'not_eligible' });
    await recognize('C-06', '2026-01');
    await books.invoiced('C-06', '2026-02-01', '3500', 'contract_liability');
    await books.time('C-06', '2026-02-10', { hours: '4', billing_status: 'not_eligible' });
    await recognize('C-06', '2026-02');
    expect(await inTheErp('C-06')).toEqual(['2026-01-31 1150 700', '2026-01-31 2200 3500', '2026-01-31 4000 -3500', '2026-01-31 4000 -700', '2026-02-28 2200 3500', '2026-02-28 4000 -3500']);
  });

  /** What the flow of amendments leaves behind for revenue: the contract's new lines, one recorded treatment, and the word that it was amended. */
  async function amend(number: string, lines: ReturnType<typeof line>[], t: { code: string; treatment: string; date: string; added: string; distinct: string; concession?: string }): Promise<void> {
    await ds.query(`create table if not exists amendment_treatment (
      id uuid primary key, tenant_id text not null, amendment_id uuid not null, application_no integer not null, contract_id uuid not null, line_no text not null, obligation_code text not null, treatment text not null, effective_date date not null,
      added_price numeric(24,4) not null, currency text not null, remaining_distinct text not null, past_concession numeric(24,4) not null default 0, status text not null, why jsonb not null default '[]', correlation_id text not null, version integer not null default 1, updated_at timestamptz not null default now())`);
    const amendment = await books.put('amendment', `${number}:A1`, { amendment_number: 'A1', contract_id: books.id(number), effective_date: t.date, client_approved: true, adds_distinct_services: false, priced_at_ssp: false, remaining_distinct: t.distinct, unpriced: false, line_changes: [], status: 'approved' });
    await ds.query(`insert into amendment_treatment (id, tenant_id, amendment_id, application_no, contract_id, line_no, obligation_code, treatment, effective_date, added_price, currency, remaining_distinct, past_concession, status, correlation_id) values ($1, 't', $2, 1, $3, '1', $4, $5, $6, $7, 'USD', $8, $9, 'pending', 'c')`,
      [newId(), amendment.id, books.id(number), t.code, t.treatment, t.date, t.added, t.distinct, t.concession ?? '0']);
    await books.put('contract', number, { lines });
    await ds.transaction((em) => appendEvents(em, [{
      type: 'contract.amended', entity: 'contract', entity_id: books.id(number), entity_version: 2, partition_key: `contract:${books.id(number)}`, idempotency_key: `${number}:A1`, approval_status: 'approved', correlation_id: 'c', data: { contract_id: books.id(number), contract_number: number },
    }]));
    await until('the treatment is carried out', () => ds.query(`select 1 from amendment_treatment where contract_id = $1 and status = 'applied'`, [books.id(number)]), (r) => r.length > 0, 150_000);
  }

  it('MOD-02: prospective with a concession for the past; the rest at 93.33', async () => {
    const pack = (units: string, amount: string) => [line({ contract_type: 'managed_services', amount, usage: [{ meter: 'units', unit: 'each', allowance: units, tiers: [] }], obligation: { code: 'U', measure: 'units' } })];
    await contract('C-08', pack('120', '12000'));
    await books.usage('C-08', '2026-01-01', '2026-01-31', '60');
    await recognize('C-08', '2026-01');
    await amend('C-08', pack('150', '14400'), { code: 'U', treatment: 'prospective', date: '2026-02-01', added: '2400', distinct: 'yes', concession: '900' });
    await books.usage('C-08', '2026-02-01', '2026-02-28', '30');
    await recognize('C-08', '2026-02');
    expect((await inTheErp('C-08')).filter((l) => l.includes(' 4000 '))).toEqual(['2026-01-31 4000 -6000', '2026-02-28 4000 -1900']);
    const { revenue_events } = await suite.people.call('fiona', 'GET', `${ROUTES}/revenue-events?contract_number=C-08&period=2026-02`);
    expect(revenue_events.map((e: { kind: string; amount: string }) => `${e.kind} ${e.amount}`).sort()).toEqual(['catch_up -900', 'progress 2800']);
  });

  it('MOD-04: cumulative catch-up in the month of the modification', async () => {
    const terms = (amount: string) => [line({ amount, obligation: { code: 'A', measure: 'cost_to_cost', enforceable_right_to_payment: true } })];
    await contract('C-09', terms('500000000'));
    await books.estimate('C-09-P', '1000');
    await books.time('C-09', '2026-01-15', { hours: '1', cost: '300' });
    await recognize('C-09', '2026-01');
    await amend('C-09', terms('575000000'), { code: 'A', treatment: 'cumulative_catch_up', date: '2026-02-10', added: '75000000', distinct: 'no' });
    await recognize('C-09', '2026-02');
    expect(await inTheErp('C-09')).toEqual(['2026-01-31 1150 150000000', '2026-01-31 4000 -150000000', '2026-02-28 1150 22500000', '2026-02-28 4000 -22500000']);
  });

  it('killed in the middle of posting, each journal stands once and every law holds', async () => {
    await contract('C-07', [line({ amount: '3650', obligation: { code: 'A', measure: 'straight_line', enforceable_right_to_payment: true } })]);
    const run = await suite.people.call<{ id: string }>('fiona', 'POST', `${ROUTES}/revenue-runs`, { legal_entity_code: 'US01', period: '2026-12' }, { 'idempotency-key': 'revenue-US01-2026-12' });
    const look = () => suite.people.call('fiona', 'GET', `${ROUTES}/revenue-runs/${run.id}`);
    await until('calculated', look, (r) => r.calculating === 0, 150_000);
    await suite.people.call('frank', 'POST', `${ROUTES}/revenue-runs/${run.id}/approval`);
    await suite.kill();
    await suite.startSuite();
    await until('posted', look, (r) => r.posting === 0 && r.events.approved === undefined, 150_000);
    expect((await inTheErp('C-07')).filter((l) => l.includes(' 4000 '))).toEqual(['2026-12-31 4000 -3650']);
    const keys = await ds.query(`select count(*)::int as asked, count(distinct erp_source_id)::int as documents from journal where source_type = 'revenue' and status = 'posted'`);
    expect(await on.erpJournals()).toHaveLength(keys[0].documents);
    expect(keys[0].asked).toBe(keys[0].documents);
    expect(await suite.people.call('fiona', 'GET', `${ROUTES}/control-totals`)).toMatchObject({ holds: true });
  });
});
