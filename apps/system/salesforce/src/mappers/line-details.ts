import type { BillingScheduleTerm, UsageTerms } from '#lib/canonical';
import type { ChildShape, Row } from '../client/shape.js';
import { SCHEDULE_FIELDS, USAGE_FIELDS } from './line-fields.js';
import { date, decimal, filled, fraction, needed, text } from './values.js';
import { word } from './words.js';

/** What is read of the bills of fixed fees, of a contract or an amendment. */
export const SCHEDULE_LINE: Omit<ChildShape, 'parent'> = { object: 'Contract_Schedule_Line__c', relationship: 'Schedule_Lines__r', stray: true, fields: SCHEDULE_FIELDS };

/** What is read of the prices of meters, of a contract or an amendment. */
export const USAGE_PRICE: Omit<ChildShape, 'parent'> = { object: 'Contract_Usage_Price__c', relationship: 'Usage_Prices__r', stray: true, fields: USAGE_FIELDS };

/** The details of one line: those that bear its number. */
export function detailsOf(rows: readonly Row[], line_no: string): Row[] {
  return rows.filter((row) => decimal(row.Line_Number__c, 'line_no') === line_no);
}

/** The billing schedule of a line in the order of its sequence (glossary 6.3); a bill without one stands by its age. */
export function scheduleOf(rows: readonly Row[], at: (field: string) => string): BillingScheduleTerm[] {
  return [...rows].sort(by('Sequence__c')).map((row, i) => {
    const seq = decimal(row.Sequence__c, at('billing_schedule.seq')) ?? String(i + 1);
    const of = (field: string) => at(`billing_schedule[${seq}].${field}`);
    return {
      seq, trigger: needed(word('trigger', row.Trigger__c, of('trigger')), 'INVALID_TERMS', of('trigger'), `bill ${seq} of the schedule has no trigger`),
      ...filled({ bill_date: date(row.Bill_Date__c, of('bill_date')), milestone_code: text(row.Milestone_Code__c), amount: decimal(row.Amount__c, of('amount')), pct: fraction(row.Percent__c, of('pct')) }),
    };
  });
}

/** The meters of a line with their price steps (MS-4). What belongs to the meter is taken from its first step. */
export function usageOf(rows: readonly Row[], at: (field: string) => string): UsageTerms[] {
  const sorted = [...rows].sort(by('Tier__c'));
  return [...new Set(sorted.map((row) => text(row.Meter__c) ?? ''))].sort().map((meter) => {
    const steps = sorted.filter((row) => (text(row.Meter__c) ?? '') === meter);
    const of = (field: string) => at(`usage[${meter}].${field}`);
    const first = steps[0]!;
    return {
      meter, unit: text(first.Unit__c) ?? '',
      ...filled({ allowance: decimal(first.Allowance__c, of('allowance')), block_size: decimal(first.Block_Size__c, of('block_size')), mode: word('usage_mode', first.Mode__c, of('mode')) }),
      tiers: steps.map((row) => ({
        price: needed(decimal(row.Price__c, of('price')), 'INVALID_TERMS', of('price'), `a price step of meter ${meter} has no price`),
        ...filled({ up_to: decimal(row.Up_To__c, of('up_to')), flat_fee: decimal(row.Flat_Fee__c, of('flat_fee')) }),
      })),
    };
  });
}

const by = (field: string) => (a: Row, b: Row): number => Number(a[field] ?? 0) - Number(b[field] ?? 0) || (a.Id < b.Id ? -1 : 1);
