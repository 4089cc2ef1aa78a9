import type { ContractLine } from '#lib/canonical';
import type { ChildShape, Row } from '../client/shape.js';
import { expenseOf, obligationOf, recurringOf, retainerOf } from './line-agreements.js';
import { detailsOf, SCHEDULE_LINE, scheduleOf, USAGE_PRICE, usageOf } from './line-details.js';
import { TERM_FIELDS } from './line-fields.js';
import { living } from './living.js';
import { earlierCardsOf } from './rate-card-history.js';
import { date, decimal, filled, fraction, needed, text } from './values.js';
import { word } from './words.js';

/** What is read of the lines of a contract. */
export const CONTRACT_LINE: ChildShape = { object: 'Contract_Line__c', relationship: 'Contract_Lines__r', parent: 'Contract__c', fields: ['Name', 'Line_Number__c', 'Contract_Type__c', ...TERM_FIELDS] };

/** Lines with the details that the same record (a contract or an amendment) holds of them. */
export function linesOf(owner: Row, lines: readonly Row[]): ContractLine[] {
  const [schedule, usage] = [SCHEDULE_LINE, USAGE_PRICE].map((kind) => living(owner, kind));
  return lines.map((row) => contractLineOf(row, schedule, usage));
}

/** The number of a line; without one nothing can be said of it. */
export function lineNumberOf(row: Row): string {
  return needed(decimal(row.Line_Number__c, 'lines.line_no'), 'MISSING_CONTRACT', 'lines.line_no', `contract line "${row.Name}" has no line number`);
}

/**
 * A line in force (glossary 3.4): its dates say when, so it is `active` as long as it exists. An expense line covers no time, a line of charges for a service
 * neither time nor expenses unless it names tasks. Terms that are missing stay missing: set-up and amendments name them (INVALID_TERMS).
 */
export function contractLineOf(row: Row, schedule: readonly Row[] = [], usage: readonly Row[] = []): ContractLine {
  const line_no = lineNumberOf(row);
  const at = (field: string) => `lines[${line_no}].${field}`;
  const contract_type = needed(word('contract_type', row.Contract_Type__c, at('contract_type')), 'UNMAPPED_STATUS', at('contract_type'), `contract line ${line_no} has no contract type`);
  const [bills, meters] = [scheduleOf(detailsOf(schedule, line_no), at), usageOf(detailsOf(usage, line_no), at)];
  return {
    line_no, contract_type, status: 'active',
    task_codes: (text(row.Task_Codes__c) ?? '').split(';').map((c) => c.trim()).filter((c) => c !== ''),
    included_classes: [contract_type === 'expense' ? 'expense' : 'time'],
    cap_policy: text(row.Cap_Policy__c) ?? 'split_hold',
    ...filled({
      description: text(row.Name), rate_card_code: text(row.Rate_Card__c), earlier_rate_cards: earlierCardsOf(row.Rate_Card_History__c, at('earlier_rate_cards')),
      retroactive_rates: word('retroactive_rates', row.Retroactive_Rates__c, at('retroactive_rates')), cap_amount: decimal(row.Cap_Amount__c, at('cap_amount')), cap_hours: decimal(row.Cap_Hours__c, at('cap_hours')),
      minimum_amount: decimal(row.Minimum_Amount__c, at('minimum_amount')), discount: fraction(row.Discount__c, at('discount')), tax_profile: text(row.Tax_Profile__c),
      invoice_grouping: text(row.Invoice_Grouping__c), start: date(row.Start_Date__c, at('start')), end: date(row.End_Date__c, at('end')),
      amount: decimal(row.Amount__c, at('amount')), billing_method: word('billing_method', row.Billing_Method__c, at('billing_method')), retention: fraction(row.Retention__c, at('retention')),
      billing_schedule: bills.length > 0 ? bills : null, usage: meters.length > 0 ? meters : null,
      retainer: retainerOf(row, at), recurring: recurringOf(row, at), expense: expenseOf(row, at), obligation: obligationOf(row, at),
    }),
  };
}

/** In the order of their numbers. */
export function byLineNumber(a: { line_no: string }, b: { line_no: string }): number {
  return Number(a.line_no) - Number(b.line_no);
}
