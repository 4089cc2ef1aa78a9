import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { Journal, TENANT } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../libs/process/src/testing/database.js';
import { CloseBooks } from '../testing/close-books.js';
import { translation } from './translate.js';

jest.setTimeout(60_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

let n = 0;
/** A posted journal of US01: debit one role, credit the other. */
const post = (books: CloseBooks, date: string, debit: string, credit: string, amount: string) => books.em.insert(Journal, books.em.create(Journal, {
  id: newId(), tenant_id: TENANT, key: `journal-${++n}`, legal_entity_code: 'US01', source_type: 'spec', source_id: `s${n}`, source_version: '1', purpose: 'spec', posting_date: date, currency: 'USD', total: amount,
  lines: [{ account_role: debit, debit: amount, credit: '0' }, { account_role: credit, debit: '0', credit: amount }], status: 'posted', correlation_id: 'c',
} as never));
const euro = (books: CloseBooks, date: string, rate: string, rate_type = 'spot') => books.put('exchange_rate', `USD:EUR:${date}:${rate_type}`, { from: 'USD', to: 'EUR', date, rate, rate_type });

it('FX-5: the result at the rates of its days, net assets at the closing rate, the difference in the reserve, which goes on from month to month', () => CloseBooks.trial(db.ds, async (books) => {
  for (const [date, rate] of [['2026-06-10', '0.9'], ['2026-07-05', '0.8'], ['2026-07-20', '0.7']] as const) await euro(books, date, rate);
  await euro(books, '2026-06-30', '0.85', 'closing');
  await euro(books, '2026-07-31', '0.75', 'closing');
  await post(books, '2026-06-10', 'contract_asset', 'revenue_services', '1000');
  await post(books, '2026-07-05', 'contract_asset', 'revenue_services', '500');
  await post(books, '2026-07-20', 'labor_cost', 'labor_clearing', '200');
  await post(books, '2026-07-20', 'contract_liability', 'contract_asset', '300'); // no result
  await post(books, '2026-08-03', 'contract_asset', 'revenue_services', '999'); // not yet

  const june = await translation(books.em, { legal_entity: 'US01', period: '2026-06' }, 'EUR');
  expect(june).toMatchObject({ result: { functional: '1000', reporting: '900.00' }, opening_net_assets: { functional: '0' }, closing_net_assets: { reporting: '850.00' }, translation_reserve_change: '-50.00', translation_reserve: '-50.00' });
  // 500 at 0.8 less 200 at 0.7; 1,300 at 0.75; opened at 850: 975 - 850 - 260 = -135.
  expect(await translation(books.em, { legal_entity: 'US01', period: '2026-07' }, 'EUR')).toMatchObject({
    closing_rate: '0.75', accounts: [{ account_role: 'labor_cost', functional: '-200', reporting: '-140.00' }, { account_role: 'revenue_services', functional: '500', reporting: '400.00' }],
    result: { functional: '300', reporting: '260.00' }, opening_net_assets: { functional: '1000', reporting: '850.00' }, closing_net_assets: { functional: '1300', reporting: '975.00' }, translation_reserve_change: '-135.00', translation_reserve: '-185.00',
  });
}));

it('in its own currency there is nothing to translate', () => CloseBooks.trial(db.ds, async (books) => {
  await post(books, '2026-07-05', 'contract_asset', 'revenue_services', '500');
  expect(await translation(books.em, { legal_entity: 'US01', period: '2026-07' }, 'USD')).toMatchObject({ closing_rate: '1', result: { functional: '500', reporting: '500.00' }, translation_reserve: '0.00' });
}));

it('a missing rate is told, never guessed', () => CloseBooks.trial(db.ds, async (books) => {
  await post(books, '2026-07-05', 'contract_asset', 'revenue_services', '500');
  await expect(translation(books.em, { legal_entity: 'US01', period: '2026-07' }, 'EUR')).rejects.toMatchObject({ code: 'FX_RATE_MISSING' });
}));
