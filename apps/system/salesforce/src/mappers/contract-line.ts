import type { ContractLine } from '#lib/canonical';
import { mapStatus } from '#lib/connector';
import type { ChildShape, Row } from '../client/shape.js';
import { date, decimal, filled, fraction, needed, text } from './values.js';

/** What is read of the lines of a contract. */
export const CONTRACT_LINE: ChildShape = {
  object: 'Contract_Line__c', relationship: 'Contract_Lines__r', parent: 'Contract__c',
  fields: [
    'Name', 'Line_Number__c', 'Contract_Type__c', 'Rate_Card__c', 'Cap_Amount__c', 'Cap_Hours__c', 'Cap_Policy__c', 'Discount__c', 'Minimum_Amount__c', 'Tax_Profile__c', 'Invoice_Grouping__c',
    'Task_Codes__c', 'Start_Date__c', 'End_Date__c',
  ],
};

const TYPES = {
  'Time and Materials': 'time_and_materials', 'Fixed Fee': 'fixed_fee', Milestone: 'milestone', Retainer: 'retainer', 'Managed Services': 'managed_services', Expense: 'expense',
} as const;

/** A line in force (glossary 3.4): its dates say when, so it is `active` as long as it exists. An expense line covers no time. */
export function contractLineOf(row: Row): ContractLine {
  const line_no = needed(decimal(row.Line_Number__c, 'lines.line_no'), 'MISSING_CONTRACT', 'lines.line_no', `contract line "${row.Name}" has no line number`);
  const at = (field: string) => `lines[${line_no}].${field}`;
  const contract_type = mapStatus(TYPES, at('contract_type'), row.Contract_Type__c);
  return {
    line_no, contract_type, status: 'active',
    task_codes: (text(row.Task_Codes__c) ?? '').split(';').map((c) => c.trim()).filter((c) => c !== ''),
    included_classes: [contract_type === 'expense' ? 'expense' : 'time'],
    cap_policy: text(row.Cap_Policy__c) ?? 'split_hold',
    ...filled({
      description: text(row.Name), rate_card_code: text(row.Rate_Card__c), cap_amount: decimal(row.Cap_Amount__c, at('cap_amount')), cap_hours: decimal(row.Cap_Hours__c, at('cap_hours')),
      minimum_amount: decimal(row.Minimum_Amount__c, at('minimum_amount')), discount: fraction(row.Discount__c, at('discount')), tax_profile: text(row.Tax_Profile__c),
      invoice_grouping: text(row.Invoice_Grouping__c), start: date(row.Start_Date__c, at('start')), end: date(row.End_Date__c, at('end')),
    }),
  };
}

/** In the order of their numbers. */
export function byLineNumber(a: ContractLine, b: ContractLine): number {
  return Number(a.line_no) - Number(b.line_no);
}
