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
/** Numbers from nine millions on are of records that others hang on. */
const byId = ({ source_id }: { source_id: string }): number => (Number(source_id.slice(3, 15)) < 9_000_000 ? Number(source_id.slice(3, 15)) : -1);

/** Children are older than their record, so that its own stamp is the newest of the family. */
const EARLIER = '2020-01-02T00:00:00.000Z';

/** A line on which every term is said, whether they go together or not. */
const everyTerm = {
  Contract_Type__c: 'Managed Services', Rate_Card__c: 'LE-US01', Rate_Card_History__c: 'GLOBAL<2026-03-01', Retroactive_Rates__c: 'Bill', Cap_Amount__c: 1000.5, Cap_Hours__c: 80, Cap_Policy__c: 'split_hold', Discount__c: 5, Minimum_Amount__c: 10,
  Tax_Profile__c: 'US-TX-STD', Invoice_Grouping__c: 'project', Task_Codes__c: '1.1;1.2', Start_Date__c: '2026-01-01', End_Date__c: '2026-12-31', Amount__c: 5000.25, Billing_Method__c: 'Schedule', Retention__c: 10,
  Retainer_Unit__c: 'Hours', Retainer_Fee__c: 900, Retainer_Included__c: 10, Retainer_Months__c: 1, Rollover_Cap__c: 5, Rollover_Expiry_Periods__c: 1, Overage_Rate__c: 120.125, Overage_Policy__c: 'Bill', Refundable__c: true, Full_First_Period__c: true,
  Recurring_Amount__c: 300, Recurring_Months__c: 3, Recurring_Timing__c: 'Advance', Service_Start__c: '2026-01-15', Service_End__c: '2026-12-15', Anchor_Day__c: 15, Proration__c: 'Calendar Month',
  Expense_Markup__c: 7.5, Expense_Presentation__c: 'Agent', Expense_Cap__c: 500, Obligation_Code__c: 'PO1', Obligation_Name__c: 'Run it', SSP__c: 4000, SSP_Method__c: 'Observable', Revenue_Timing__c: 'Over Time',
  Revenue_Measure__c: 'Straight Line', Is_Series__c: true, Enforceable_Right_to_Payment__c: true,
};

/** Two bills and a price step for line 1 of each owner. */
async function details(stand: Stand, owners: { owner: object; n: number }[]): Promise<void> {
  const few = owners.map(({ owner, n }) => ({ row: { ...owner, Line_Number__c: 1, SystemModstamp: EARLIER }, n: ('Contract__c' in owner ? 0 : 1_000_000) + n * 2 }));
  await stand.put('Contract_Schedule_Line__c', few.flatMap(({ row, n }) => [
    { ...row, id: id('a04', n), Name: 'first', Sequence__c: 1, Trigger__c: 'Date', Bill_Date__c: '2026-03-31', Amount__c: 2000.25 }, { ...row, id: id('a04', n + 1), Name: 'rest', Sequence__c: 2, Trigger__c: 'Milestone', Milestone_Code__c: 'M1', Percent__c: 60 },
  ]));
  await stand.put('Contract_Usage_Price__c', few.map(({ row, n }) => ({ ...row, id: id('a05', n), Name: 'step', Meter__c: 'tickets', Unit__c: 'ticket', Allowance__c: 100, Block_Size__c: 10, Mode__c: 'Graduated', Tier__c: 1, Up_To__c: 50, Price__c: 1.0875, Flat_Fee__c: 5 })));
}

const cases: Omit<ReadCase, 'mapping'>[] = [
  {
    entity: 'client', many: 100_000, numberOf: byId, change: patch('Account', '001', { Payment_Terms__c: 'NET60' }),
    seed: rows('Account', '001', (n) => ({ Name: `Client ${n} Žižka`, Client_Number__c: `C-${n}`, Legal_Name__c: `Client ${n} Inc.`, Status__c: 'Active' })),
  },
  {
    entity: 'contract', numberOf: byId, change: patch('Contract', '800', { PO_Number__c: 'PO-2' }),
    seed: async (stand, from, to, at) => {
      await rows('Contract', '800', (n) => ({ AccountId: id('001', 9_999_999), ContractNumber: `CT-${n}`, Status: 'Draft', StartDate: '2026-01-01', ContractTerm: 12, Legal_Entity__c: 'US01', Total_Value__c: 1234567.89 }))(stand, from, to, at);
      const few = range(from, Math.min(to, from + 3)).map((n) => ({ owner: { Contract__c: id('800', n) }, n }));
      await stand.put('Contract_Line__c', few.map(({ owner, n }) => ({ id: id('a02', n), ...owner, Name: 'Service', Line_Number__c: 1, ...everyTerm, SystemModstamp: EARLIER })));
      await details(stand, few);
    },
  },
  {
    entity: 'amendment', numberOf: byId, change: patch('Contract_Amendment__c', 'a06', { Description__c: 'another text' }),
    seed: async (stand, from, to, at) => {
      await rows('Contract', '800', () => ({ AccountId: id('001', 9_999_999), ContractNumber: 'CT-HOME', Status: 'Activated', StartDate: '2026-01-01', ContractTerm: 12 }))(stand, 9_999_999, 10_000_000, '2020-01-01T00:00:00.000Z');
      await rows('Contract_Amendment__c', 'a06', (n) => ({
        Name: `Change ${n}`, Contract__c: id('800', 9_999_999), Amendment_Number__c: n, Effective_Date__c: '2026-08-01', Approved_Date__c: '2026-07-20', Client_Approved__c: true, Revenue_Approved_By__c: 'rhea', Description__c: 'more of it',
        Price_Change__c: 100.5, Remaining_Distinct__c: 'No', Status__c: 'Approved',
      }))(stand, from, to, at);
      const few = range(from, Math.min(to, from + 3)).map((n) => ({ owner: { Amendment__c: id('a06', n) }, n }));
      await stand.put('Contract_Amendment_Line__c', few.map(({ owner, n }) => ({ id: id('a07', n), ...owner, Name: 'Service', Action__c: 'Change', Line_Number__c: 1, ...everyTerm, SystemModstamp: EARLIER })));
      await details(stand, few);
    },
  },
  {
    entity: 'opportunity', numberOf: byId, change: patch('Opportunity', '006', { Amount: 99.5 }),
    seed: rows('Opportunity', '006', (n) => ({ AccountId: id('001', 9_999_999), Name: `Deal ${n}`, StageName: 'Prospecting', CloseDate: '2026-09-30', Opportunity_Number__c: `OPP-${n}`, Amount: 1000.25 })),
  },
];

/** Everything read from Salesforce: how its rows come and change. */
export const salesforceReads: ReadCase[] = cases.map((one) => ({ ...one, mapping: salesforceMapping[one.entity]! }));
