import type { ReadCase } from '../kit/read-case.js';
import type { Stand } from '../kit/stand.js';
import { salesforceMapping } from './salesforce-mapping.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** 18 characters: prefix, running number, the checksum that case-less clients need (all digits: AAA). */
const id = (prefix: string, n: number): string => `${prefix}${String(n).padStart(12, '0')}AAA`;
const rows = (object: string, prefix: string, row: (n: number) => object) => async (stand: Stand, from: number, to: number, at: string): Promise<void> => {
  if (prefix !== '001') await stand.put('Account', [{ id: id('001', 9_999_999), Name: 'Home', Status__c: 'Active', SystemModstamp: '2020-01-01T00:00:00.000Z' }]);
  await stand.put(object, range(from, to).map((n) => ({ id: id(prefix, n), SystemModstamp: at, CurrencyIsoCode: 'USD', ...row(n) })));
};
const patch = (object: string, prefix: string, fields: object) => (stand: Stand, n: number, at: string): Promise<unknown> => stand.control('PATCH', `tables/${object}/${id(prefix, n)}`, { ...fields, SystemModstamp: at });
const byId = ({ source_id }: { source_id: string }): number => Number(source_id.slice(3, 15));

const cases: Omit<ReadCase, 'mapping'>[] = [
  {
    entity: 'client', many: 100_000, numberOf: byId, change: patch('Account', '001', { Payment_Terms__c: 'NET60' }),
    seed: rows('Account', '001', (n) => ({ Name: `Client ${n} Žižka`, Client_Number__c: `C-${n}`, Legal_Name__c: `Client ${n} Inc.`, Status__c: 'Active' })),
  },
  {
    entity: 'contract', numberOf: byId, change: patch('Contract', '800', { PO_Number__c: 'PO-2' }),
    seed: rows('Contract', '800', (n) => ({ AccountId: id('001', 9_999_999), ContractNumber: `CT-${n}`, Status: 'Draft', StartDate: '2026-01-01', ContractTerm: 12, Legal_Entity__c: 'US01', Total_Value__c: 1234567.89 })),
  },
  {
    entity: 'opportunity', numberOf: byId, change: patch('Opportunity', '006', { Amount: 99.5 }),
    seed: rows('Opportunity', '006', (n) => ({ AccountId: id('001', 9_999_999), Name: `Deal ${n}`, StageName: 'Prospecting', CloseDate: '2026-09-30', Opportunity_Number__c: `OPP-${n}`, Amount: 1000.25 })),
  },
];

/** Everything read from Salesforce: how its rows come and change. */
export const salesforceReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: salesforceMapping[one.entity]! }));
