import type { ReadCase } from '../kit/read-case.js';
import type { Stand } from '../kit/stand.js';
import { netsuiteMapping } from './netsuite-mapping.js';

const BASE = 1_000_000;
const id = (n: number): string => String(BASE + n);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** NetSuite keeps whole seconds. */
const second = (at: string): string => `${at.slice(0, 19)}Z`;
const rows = (table: string, row: (n: number) => object) => (stand: Stand, from: number, to: number, at: string): Promise<unknown> =>
  stand.put(table, range(from, to).map((n) => ({ id: id(n), lastmodifieddate: second(at), isinactive: 'F', ...row(n) })));
const patch = (table: string, fields: object) => (stand: Stand, n: number, at: string): Promise<unknown> => stand.control('PATCH', `tables/${table}/${id(n)}`, { ...fields, lastmodifieddate: second(at) });
const byId = (record: { source_id: string }): number => Number(record.source_id) - BASE;
const day = (n: number): string => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10);

/** A document with its main line; amounts as in the ledger. */
const documents = (type: string, more: (n: number) => object, lines: (n: number) => object[]) => async (stand: Stand, from: number, to: number, at: string): Promise<void> => {
  await stand.put('transactionline', range(from, to).flatMap((n) => lines(n).map((line, i) => ({ id: `${id(n)}-${i}`, transaction: id(n), line: String(i), subsidiary: '1', taxline: 'F', ...line }))));
  await rows('transaction', (n) => ({ type, tranid: `${type}-${n}`, trandate: '2026-07-10', currency: '1', postingperiod: '100', voided: 'F', ...more(n) }))(stand, from, to, at);
};

const cases: Omit<ReadCase, 'mapping'>[] = [
  { entity: 'legal_entity', seed: rows('subsidiary', (n) => ({ name: `Entity ${n} ÅÄÖ`, externalid: `ZZ${n}`, currency: '1', country: 'US', iselimination: 'F' })), numberOf: byId, change: patch('subsidiary', { isinactive: 'T' }) },
  {
    entity: 'accounting_period', numberOf: ({ source_id }) => (source_id.endsWith('-1') ? Number(source_id.slice(0, -2)) - BASE : -1), change: patch('accountingperiod', { closed: 'T', alllocked: 'T' }),
    seed: rows('accountingperiod', (n) => ({ periodname: `P${n}`, startdate: day(n), enddate: day(n), closed: 'F', alllocked: 'F', arlocked: 'F', isquarter: 'F', isyear: 'F', isadjust: 'F' })),
  },
  {
    entity: 'exchange_rate', numberOf: byId, change: patch('currencyrate', { exchangerate: '0.123456789' }),
    seed: rows('currencyrate', (n) => ({ basecurrency: '2', transactioncurrency: '1', exchangerate: '0.7831', effectivedate: day(n) })),
  },
  { entity: 'tax_code', seed: rows('salestaxitem', (n) => ({ itemid: `TX-${n}`, rate: '8.25%', subsidiary: '1' })), numberOf: byId, change: patch('salestaxitem', { rate: '9%' }) },
  {
    entity: 'erp_customer', many: 100_000, numberOf: byId, change: patch('customer', { companyname: 'Renamed' }),
    seed: rows('customer', (n) => ({ entityid: `C-${n}`, companyname: `Client ${n} 東京`, subsidiary: '1', currency: '1' })),
  },
  {
    entity: 'erp_invoice', numberOf: byId, change: patch('transaction', { foreignamountunpaid: '1.00' }),
    seed: documents('CustInvc', () => ({ status: 'A', foreigntotal: '100.10', foreignamountunpaid: '100.10' }), () => [{ mainline: 'T', foreignamount: '100.10' }]),
  },
  {
    entity: 'erp_journal', numberOf: byId, change: patch('transaction', { memo: 'changed' }),
    seed: documents('Journal', () => ({ status: 'B' }), () => [{ mainline: 'F', debitforeignamount: '5.01' }, { mainline: 'F', creditforeignamount: '5.01' }]),
  },
];

/** Everything read from NetSuite: how its rows come and change. */
export const netsuiteReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: netsuiteMapping[one.entity]! }));
