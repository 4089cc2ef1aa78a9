import type { LineChange } from '#lib/canonical';
import { type Known, type Mapped, mapStatus } from '#lib/connector';
import type { ChildShape, Row } from '../client/shape.js';
import { byLineNumber, lineNumberOf, linesOf } from './contract-line.js';
import { SCHEDULE_LINE, USAGE_PRICE } from './line-details.js';
import { TERM_FIELDS } from './line-fields.js';
import { living } from './living.js';
import { date, decimal, filled, needed, text, yes } from './values.js';
import { word, WORDS } from './words.js';

/** What is read of the lines of an amendment. */
export const AMENDMENT_LINE: ChildShape = {
  object: 'Contract_Amendment_Line__c', relationship: 'Amendment_Lines__r', parent: 'Amendment__c', fields: ['Name', 'Action__c', 'Line_Number__c', 'Contract_Type__c', ...TERM_FIELDS],
};

/** What is read of an amendment: who agreed to what, and each line as it leaves it. */
export const AMENDMENT = {
  object: 'Contract_Amendment__c',
  fields: [
    'Name', 'Contract__c', 'Contract_Number__c', 'Amendment_Number__c', 'Effective_Date__c', 'Approved_Date__c', 'Client_Approved__c', 'Revenue_Approved_By__c', 'Description__c', 'Price_Change__c',
    'Adds_Distinct_Services__c', 'Priced_at_SSP__c', 'Remaining_Distinct__c', 'Unpriced__c', 'Past_Concession__c', 'Status__c',
  ],
  children: [AMENDMENT_LINE, { ...SCHEDULE_LINE, parent: 'Amendment__c' }, { ...USAGE_PRICE, parent: 'Amendment__c' }],
};

/** Amendment fields left out, with the reason. */
export const AMENDMENT_DROPPED = {
  attributes: 'address of the record in the API', OwnerId: 'the account team is not part of billing', CurrencyIsoCode: 'an amendment is in the currency of its contract', CreatedDate: 'SystemModstamp orders changes', CreatedById: 'not needed',
  LastModifiedDate: 'SystemModstamp moves with every change, this does not', LastModifiedById: 'not needed', Gateway_Key__c: 'written by the gateway itself',
};

/** Where the approval stands, by status: what is applied or superseded was approved. */
const APPROVAL: Record<string, string> = { Draft: 'draft', Submitted: 'submitted', Rejected: 'rejected' };

/** What an amendment says whatever its status and lines. Natural key: contract number and amendment number. */
export function knownAmendment(row: Row): Known {
  const [contract, number] = [text(row.Contract_Number__c), text(row.Amendment_Number__c)];
  return {
    natural_key: contract === null || number === null ? null : `${contract}:${Number(number)}`,
    deleted: yes(row.IsDeleted),
    refs: { contract_id: { entity: 'contract', source_id: String(row.Contract__c) } },
    extensions: filled({ name: text(row.Name) }),
  };
}

/** An amendment with the lines as it leaves them (glossary 3.5). */
export function amendmentOf(row: Row): Mapped {
  const amendment_number = needed(decimal(row.Amendment_Number__c, 'amendment_number'), 'INVALID_TERMS', 'amendment_number', `amendment "${row.Name}" has no number`);
  const effective_date = needed(date(row.Effective_Date__c, 'effective_date'), 'INVALID_TERMS', 'effective_date', `amendment ${amendment_number} has no effective date`);
  return {
    ...knownAmendment(row),
    approval_status: APPROVAL[String(row.Status__c)] ?? 'approved',
    effective_from: effective_date,
    data: {
      amendment_number, effective_date, approved_date: date(row.Approved_Date__c, 'approved_date'), client_approved: yes(row.Client_Approved__c), revenue_approved_by: text(row.Revenue_Approved_By__c),
      description: text(row.Description__c), price_change: decimal(row.Price_Change__c, 'price_change'), adds_distinct_services: yes(row.Adds_Distinct_Services__c), priced_at_ssp: yes(row.Priced_at_SSP__c),
      remaining_distinct: word('remaining_distinct', row.Remaining_Distinct__c, 'remaining_distinct') ?? 'yes', unpriced: yes(row.Unpriced__c), past_concession: decimal(row.Past_Concession__c, 'past_concession'),
      line_changes: changesOf(row), status: mapStatus(WORDS.amendment_status, 'status', row.Status__c),
    },
  };
}

function changesOf(row: Row): LineChange[] {
  return living(row, AMENDMENT_LINE).map((line) => {
    const line_no = lineNumberOf(line);
    const action = needed(word('action', line.Action__c, `line_changes[${line_no}].action`), 'INVALID_TERMS', `line_changes[${line_no}].action`, `line ${line_no} of the amendment says not what happens to it`);
    return action === 'end' ? { line_no, action } : { line_no, action, terms: linesOf(row, [line])[0]! };
  }).sort(byLineNumber);
}
