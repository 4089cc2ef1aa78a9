import 'reflect-metadata';
import { rollForward } from '#lib/rules';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { rollBalances } from '../steps/balances.js';
import { revaluations } from '../steps/revalue.js';
import { CloseBooks } from '../testing/close-books.js';
import { dailyReconciliation } from './daily-reconciliation.js';
import { reconcile } from './reconcile.js';

jest.setTimeout(300_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const P = { legal_entity: 'US01', period: '2026-07' };
const run = { run_id: 'r', correlation_id: 'c' };
const trial = (work: (books: CloseBooks) => Promise<void>) => () => CloseBooks.trial(db.ds, work);
const WEEK = '2026-07-06';

/** A week whose every side agrees. */
async function clean(books: CloseBooks): Promise<string> {
  const sheet = await books.sheet(WEEK, 'approved', [[WEEK, '8']]);
  await books.entry(sheet, WEEK, '8');
  const [{ id }] = await books.em.query('select id from time_entry');
  await books.billed(WEEK, '800', 'invoiced', { time_entry_id: id });
  await books.invoice('INV-1', '2026-07-31', '800');
  await books.erpInvoice('INV-1', '2026-07-31', '800.00');
  return sheet;
}

describe('reconciliation (REC-1, REC-2)', () => {
  it('systems that agree have no breaks, and each control is kept with both sides', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480');
    expect(await reconcile(books.em, P, run)).toEqual({ controls: 6, breaks: 0, pending: 0 });
    const rows = await books.em.query('select control, counts, amounts from reconciliation order by control');
    expect(rows.map((r: { control: string }) => r.control)).toEqual(['cost_posted', 'documents_posted', 'journals_balance', 'journals_posted', 'time_billed', 'time_recorded']);
    expect(rows[0].amounts).toEqual({ throughline: { P1: { hours: '0', value: '480' } }, netsuite: { P1: { hours: '0', value: '480' } } });
    expect(rows[5].amounts).toEqual({ kantata: { P1: { hours: '8', value: '0' } }, throughline: { P1: { hours: '8', value: '0' } } });
    expect(await books.em.query(`select count(*)::int as n from event where type = 'reconciliation.completed'`)).toEqual([{ n: 6 }]);
  }));

  it('hours the PSA approved and nobody recorded are a break with both sides, resolved when they agree', trial(async (books) => {
    const sheet = await clean(books);
    await books.laborJournal(sheet, WEEK, '480');
    await books.sheet(WEEK, 'approved', [[WEEK, '8'], ['2026-07-07', '5']]);
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 2 });
    expect(await books.exceptions()).toEqual(['RECON_BREAK reconciliation:US01:2026-07:time_recorded:P1:count', 'RECON_BREAK reconciliation:US01:2026-07:time_recorded:P1:hours']);
    const [{ evidence }] = await books.em.query(`select evidence from exception where business_key like '%hours'`);
    expect(evidence).toEqual([{ system: 'kantata', record: [{ key: 'E1:P1:2026-07-07:1', hours: '5', project_id: 'P1' }] }, { system: 'throughline', record: [] }]);
    await books.sheet(WEEK, 'approved', [[WEEK, '8']]);
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 0 });
    expect(await books.exceptions()).toEqual([]);
  }));

  it('REC-2: cost that the ERP has one cent off, or not at all, is a break: its books count, not our rows', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480', '480.01');
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 2 });
    expect(await books.exceptions()).toEqual(['RECON_BREAK reconciliation:US01:2026-07:cost_posted:P1:value', 'RECON_BREAK reconciliation:US01:2026-07:journals_posted:journal USD:value']);
    await books.em.query(`update canonical_record set deleted = true where entity = 'erp_journal'`);
    await reconcile(books.em, P, run);
    expect(await books.exceptions()).toEqual(['RECON_BREAK reconciliation:US01:2026-07:cost_posted:P1:count', 'RECON_BREAK reconciliation:US01:2026-07:cost_posted:P1:value', 'RECON_BREAK reconciliation:US01:2026-07:journals_posted:journal USD:count', 'RECON_BREAK reconciliation:US01:2026-07:journals_posted:journal USD:value']);
  }));

  it('a document in the ERP under a key of ours that nobody here knows is a break; one of other origin is not ours', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480');
    await books.erpInvoice('INV-2', '2026-07-31', '50.00');
    await books.erpInvoice('OTHER', '2026-07-31', '70.00', { effect_key: undefined });
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 2 });
    expect((await books.exceptions()).every((e) => e.includes('documents_posted:invoice USD'))).toBe(true);
  }));

  it('what the feed cannot have brought yet is pending, not missing', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480', null);
    await books.em.query(`update feed_cursor set caught_up_at = '2026-07-31T11:00:00Z'`);
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 0, pending: 2 });
  }));

  it('REC-3 law 6: a journal in the ERP that does not balance is a break, whoever posted it', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480');
    await books.put('erp_journal', 'by-hand', { posting_date: '2026-07-20', currency: 'USD', total_debit: '10.00', total_credit: '9.99', status: 'posted' }, { legal_entity_code: 'US01' });
    expect(await reconcile(books.em, P, run)).toMatchObject({ breaks: 1 });
    expect(await books.exceptions()).toEqual(['RECON_BREAK reconciliation:US01:2026-07:journals_balance:journal USD by-hand:value']);
  }));

  it('a value billed twice is a break', trial(async (books) => {
    await books.laborJournal(await clean(books), WEEK, '480');
    const [{ id }] = await books.em.query('select id from time_entry');
    await books.em.query(`update billing_event set source_version = '0'`);
    await books.billed(WEEK, '800', 'ready', { time_entry_id: id });
    await reconcile(books.em, P, run);
    expect(await books.exceptions()).toEqual(['RECON_BREAK reconciliation:US01:2026-07:time_billed:P1 USD:value']);
  }));
});

describe('balances of contracts', () => {
  it('BAL-1, BAL-5: revenue less what is billed, asset or liability, rolled forward month by month', trial(async (books) => {
    await books.revenue('C-1', '2026-06', '700');
    await books.invoice('INV-0', '2026-06-30', '1000', { total: '1200' });
    await books.revenue('C-1', '2026-07', '900');
    await books.invoice('INV-1', '2026-07-31', '400', { total: '480', amount_paid: '80' });
    await books.invoice('CM-1', '2026-07-31', '100', { kind: 'credit_memo' });
    expect(await rollBalances(books.em, { ...P, period: '2026-06' }, run)).toEqual({ contracts: 1, breaks: 0 });
    expect(await rollBalances(books.em, P, run)).toEqual({ contracts: 1, breaks: 0 });
    const rows = await books.em.query('select period, opening::float, recognized::float, billed::float, closing::float, contract_asset::float, contract_liability::float, receivable::float from contract_balance order by period');
    expect(rows).toEqual([
      { period: '2026-06', opening: 0, recognized: 700, billed: 1000, closing: -300, contract_asset: 0, contract_liability: 300, receivable: 1200 },
      { period: '2026-07', opening: -300, recognized: 900, billed: 300, closing: 300, contract_asset: 300, contract_liability: 0, receivable: 1600 },
    ]);
    expect(rollForward({ side: 'contract_asset', opening: '-300', billed: '300', recognized: '900', closing: '300', currency: 'USD' }).ok).toBe(true);
  }));

  it.each([
    ['BAL-02', '980000', '700000', { contract_asset: 280000, contract_liability: 0, receivable: 700000 }],
    ['BAL-01 overbilled', '500000', '600000', { contract_asset: 0, contract_liability: 100000, receivable: 600000 }],
    ['BAL-01 underbilled', '500000', '400000', { contract_asset: 100000, contract_liability: 0, receivable: 400000 }],
    ['BAL-23', '800000', '800000', { contract_asset: 0, contract_liability: 0, receivable: 800000 }],
  ])('%s: revenue %s and %s billed', (_id, revenue, billed, expected) => trial(async (books) => {
    await books.revenue('C-1', '2026-07', revenue);
    await books.invoice('INV-1', '2026-07-31', billed);
    expect(await rollBalances(books.em, P, run)).toEqual({ contracts: 1, breaks: 0 });
    expect(await books.em.query('select contract_asset::float, contract_liability::float, receivable::float from contract_balance')).toEqual([expected]);
  })());

  it('BAL-03: earned before the right to bill is an asset; it turns into a receivable when everything is delivered', trial(async (books) => {
    const stands = async () => (await books.em.query('select contract_asset::float, receivable::float from contract_balance'))[0];
    await books.revenue('C-1', '2026-07', '400');
    await rollBalances(books.em, P, run);
    expect(await stands()).toEqual({ contract_asset: 400, receivable: 0 });
    await books.revenue('C-1', '2026-07', '600');
    await books.invoice('INV-1', '2026-07-31', '1000');
    await rollBalances(books.em, P, run);
    expect(await stands()).toEqual({ contract_asset: 0, receivable: 1000 });
  }));

  it('what was posted into a month after its balance was taken breaks the roll-forward, until that month is prepared anew', trial(async (books) => {
    await books.revenue('C-1', '2026-06', '700');
    await rollBalances(books.em, { ...P, period: '2026-06' }, run);
    await books.revenue('C-1', '2026-06', '50');
    expect(await rollBalances(books.em, P, run)).toEqual({ contracts: 1, breaks: 1 });
    expect(await books.exceptions()).toEqual(['RECON_BREAK balance:US01:2026-07:C-1']);
    await rollBalances(books.em, { ...P, period: '2026-06' }, run);
    expect(await rollBalances(books.em, P, run)).toEqual({ contracts: 1, breaks: 0 });
    expect(await books.exceptions()).toEqual([]);
  }));
});

describe('exchange differences (FX-1 to FX-4)', () => {
  it('receivables and contract assets are carried at historical rates and revalued at the closing rate; a liability is not', trial(async (books) => {
    await books.rate('EUR', '2026-07-10', '1.10');
    await books.rate('EUR', '2026-07-31', '1.20', 'closing');
    for (const number of ['C-A', 'C-L']) await books.contract(number, 'EUR');
    await books.invoice('INV-A', '2026-07-10', '300', { currency: 'EUR', contract_id: books.id('C-A') });
    await books.revenue('C-A', '2026-07', '500', { currency: 'EUR', functional: '560' });
    await books.invoice('INV-L', '2026-07-10', '1000', { currency: 'EUR', contract_id: books.id('C-L'), amount_paid: '1000', status: 'paid' });
    await books.revenue('C-L', '2026-07', '400', { currency: 'EUR', functional: '440' });
    const { targets, currency } = await revaluations(books.em, P);
    expect(currency).toBe('USD');
    // Receivable: 300 x (1.20 - 1.10). Asset of C-A: 200 EUR x 1.20 = 240, carried at 560 - 330 = 230.
    expect(targets.map((one) => [one.slot.split(':')[0], one.debit_role, one.amount])).toEqual([['receivable', 'receivable_revaluation', '30'], ['contract', 'contract_asset', '10.00']]);
  }));

  it.each([
    ['FX-02', 'GBP', '2000', '1.43', '1.45', '40'],
    ['FX-20', 'TND', '3000000', '0.4', '0.3333333333', '-200000'],
  ])('%s: %s %s at %s, closing %s', (_id, currency, amount, historical, closing, gain) => trial(async (books) => {
    await books.contract('C-A', currency);
    await books.rate(currency, '2026-07-10', historical);
    await books.rate(currency, '2026-07-31', closing, 'closing');
    await books.invoice('INV-A', '2026-07-10', amount, { currency, contract_id: books.id('C-A') });
    expect((await revaluations(books.em, P)).targets).toMatchObject([{ slot: `receivable:${currency}`, amount: gain }]);
  })());

  it('FX_RATE_MISSING names what it is needed for', trial(async (books) => {
    await books.contract('C-A', 'EUR');
    await books.rate('EUR', '2026-07-10', '1.10');
    await books.invoice('INV-A', '2026-06-10', '300', { currency: 'EUR', contract_id: books.id('C-A') });
    await expect(revaluations(books.em, P)).rejects.toMatchObject({ code: 'FX_RATE_MISSING', message: 'Invoice INV-A of 2026-06-10: no exchange rate EUR to USD' });
  }));
});

it('RECONCILIATION_DAILY compares the open months of each entity once a day, however many replicas ask', async () => {
  await db.ds.transaction((em) => CloseBooks.found(em));
  const runs = () => db.ds.query(`select legal_entity_code || ' ' || period || ' ' || count(*) as n from reconciliation where run_id like 'reconciliation:%:2026-%' group by legal_entity_code, period order by 1`).then((rows: { n: string }[]) => rows.map((r) => r.n));
  await Promise.all([1, 2, 3].map(() => dailyReconciliation.start(db.ds, '2026-08-05')));
  expect(await runs()).toEqual(['US01 2026-07 6', 'US01 2026-08 6']);
  await dailyReconciliation.start(db.ds, '2026-08-06');
  expect(await runs()).toEqual(['US01 2026-07 12', 'US01 2026-08 12']);
});
