import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { PerformanceObligation } from '#lib/store';
import { type TestDatabase, testDatabase } from '../../../../../../libs/process/src/testing/database.js';
import { Books, line } from '../testing/books.js';
import { identifyContract, lastVersion } from './identify.js';
import { applyModifications } from './modify.js';

jest.setTimeout(120_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('an amended line with a fixed price and metered usage beside it: both obligations have its new terms from the day of the amendment, and nothing is a mismatch', async () => {
  const books = await Books.found(db.ds);
  const pack = (units: string, amount: string, price: string) => [line({ contract_type: 'managed_services', amount, usage: [{ meter: 'units', unit: 'each', allowance: units, tiers: [{ price }] }], obligation: { code: 'U', measure: 'units' } })];
  const identify = () => db.ds.transaction((em) => identifyContract(em, books.id('C-1')));
  await books.contract('C-1', pack('120', '12000', '100'));
  expect(await identify()).toEqual({ outcome: 'identified' });
  const amendment = await books.put('amendment', 'C-1:1', { amendment_number: '1', contract_id: books.id('C-1'), effective_date: '2026-02-01', status: 'approved' });
  await db.ds.query(`insert into amendment_treatment (id, tenant_id, amendment_id, application_no, contract_id, line_no, obligation_code, treatment, effective_date, added_price, currency, remaining_distinct, past_concession, status, correlation_id) values ($1, 't', $2, 1, $3, '1', 'U', 'prospective', '2026-02-01', 2400, 'USD', 'yes', 0, 'pending', 'c')`, [newId(), amendment.id, books.id('C-1')]);
  await books.put('contract', 'C-1', { lines: pack('150', '14400', '80') });
  expect(await db.ds.transaction((em) => applyModifications(em, books.id('C-1')))).toEqual(['U']);
  expect(await identify()).toEqual({ outcome: 'unchanged' });
  const versions = await Promise.all((await db.ds.manager.find(PerformanceObligation, { where: { contract_id: books.id('C-1') }, order: { code: 'ASC' } })).map((o) => lastVersion(db.ds.manager, o.id)));
  expect(versions.map((v) => [v.treatment, v.version_no, v.effective_date, v.amendment_id === amendment.id, v.lines[0]!.usage![0]!.tiers[0]!.price])).toEqual([['prospective', 2, '2026-02-01', true, '80'], ['new_rates_from_effective_date', 2, '2026-02-01', true, '80']]);
  // A correction without an amendment holds from the day it was made.
  await books.put('contract', 'C-1', { lines: pack('150', '14400', '70') });
  expect(await identify()).toEqual({ outcome: 'unchanged' });
  expect(await identify()).toEqual({ outcome: 'unchanged' });
  const [, usage] = await db.ds.manager.find(PerformanceObligation, { where: { contract_id: books.id('C-1') }, order: { code: 'ASC' } });
  expect(await lastVersion(db.ds.manager, usage!.id)).toMatchObject({ version_no: 3, amendment_id: null });
});
