import type { ErpBooks } from './erp-books.js';
import { minus, plus, same } from './exact.js';
import { type BillingTotals, laws, printedLaws, type RevenueTotals } from './laws.js';

const at = { legal_entity_code: 'US01', currency: 'USD', period: '2026-08' };
const billing = (): BillingTotals => ({
  totals: [{ ...at, approved: '100', invoiced: '70', drafted: '0', ready: '30', held: '0', capped: '0', written_off: '0', holds: true }],
  documents: [{ ...at, events: '70', net: '70', to_contract_asset: '50', to_contract_liability: '20', holds: true }], retainers: [],
});
const revenue = (): RevenueTotals => ({ allocation: [], schedule: [], balances: [], postings: [{ ...at, account_role: 'revenue_services', amount: '-60' }, { ...at, account_role: 'contract_asset', amount: '60' }] });
const books = (): ErpBooks => ({
  movements: [
    { by: 'document', ...at, account: '1150', amount: '-50' }, { by: 'document', ...at, account: '2200', amount: '-20.00' },
    { by: 'journal', ...at, account: '4000', amount: '-60.00' }, { by: 'journal', ...at, account: '1150', amount: '60' },
  ],
  journals: [{ ...at, journals: 1, debit: '60', credit: '60', unbalanced: [] }],
});
const broken = (b: BillingTotals, r: RevenueTotals, erp: ErpBooks) => laws(b, r, new Map(), erp).filter((l) => !l.holds).map((l) => `${l.law} ${l.left} ${l.right} ${l.books}`);

it('holds when our figures are those of the ERP', () => expect(broken(billing(), revenue(), books())).toEqual([]));

it('breaks when the ERP has an invoice that we do not', () => {
  const erp = books();
  erp.movements.push({ by: 'document', ...at, period: '2026-09', account: '1150', amount: '-5' });
  expect(broken(billing(), revenue(), erp)).toEqual(['1 0 0 5']);
});

it('breaks when a document credits the asset where it should credit the liability', () => {
  const erp = books();
  [erp.movements[0]!.amount, erp.movements[1]!.amount] = ['-20', '-50'];
  expect(broken(billing(), revenue(), erp)).toEqual(['1 70 70 70']);
});

it('breaks when revenue in the ERP is not what we posted, or lies in another month', () => {
  const erp = books();
  erp.movements[2]!.amount = '-59.99';
  expect(broken(billing(), revenue(), erp)).toEqual(['3 -60 -60 -59.99']);
  erp.movements[2] = { ...erp.movements[2]!, amount: '-60', period: '2026-09' };
  expect(broken(billing(), revenue(), erp)).toEqual(['3 -60 -60 0', '3 0 0 -60']);
});

it('names a journal that does not balance, and says so in print', () => {
  const erp = books();
  erp.journals[0] = { ...erp.journals[0]!, debit: '61', unbalanced: ['JE-1'] };
  const all = laws(billing(), revenue(), new Map(), erp);
  expect(printedLaws(all).filter((line) => line.includes('✗'))).toEqual(['  ✗ 6. debits = credits, journal by journal, in the ERP: 0 of 1, compared with the ERP', '    ✗ US01 USD 2026-08  61 against 60, 60 in the ERP: JE-1']);
});

it.each([['0.1', '0.2', '0.3'], ['10', '-10.00', '0'], ['-1.5', '1', '-0.5'], ['100', '200', '300'], ['9007199254740993', '0.01', '9007199254740993.01']])('adds %s and %s to %s', (a, b, c) => expect(plus(a, b)).toBe(c));
it('knows the same amount however it is written', () => expect([same('1.50', '1.5'), same('-0', '0.00'), same('1', '1.01'), minus('0.00'), minus('-2')]).toEqual([true, true, false, '0.00', '2']));
