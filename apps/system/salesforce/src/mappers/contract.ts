import { type Known, type Mapped, mapStatus, pairs } from '#lib/connector';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { byLineNumber, CONTRACT_LINE, linesOf } from './contract-line.js';
import { SCHEDULE_LINE, USAGE_PRICE } from './line-details.js';
import { living } from './living.js';
import { date, decimal, filled, fraction, text, yes } from './values.js';

/** What is read of a contract: the signed terms and its lines. */
export const CONTRACT = {
  object: 'Contract',
  fields: [
    'ContractNumber', 'Name', 'AccountId', 'Status', 'StatusCode', 'StartDate', 'EndDate', 'ContractTerm', 'CustomerSignedDate', 'CurrencyIsoCode', 'Legal_Entity__c', 'PO_Number__c',
    'Payment_Terms__c', 'Total_Value__c', 'Sold_Hours__c', 'Target_Margin__c', 'Governing_Terms__c',
  ],
  children: [CONTRACT_LINE, { ...SCHEDULE_LINE, parent: 'Contract__c' }, { ...USAGE_PRICE, parent: 'Contract__c' }],
};

/** Contract fields left out, with the reason. */
export const CONTRACT_DROPPED = {
  attributes: 'address of the record in the API', OwnerId: 'the account team is not part of billing', CreatedDate: 'SystemModstamp orders changes', CreatedById: 'not needed',
  LastModifiedDate: 'SystemModstamp moves with every change, this does not', LastModifiedById: 'not needed', Description: 'free text of sales',
};

/** Where the approval of a contract stands, by its standard status code; a tenant's further codes count as approved. */
const APPROVAL: Record<string, string> = { Draft: 'draft', InApproval: 'submitted' };

/** What a contract says whatever its status and lines. Natural key: legal entity and number; without a legal entity there is none. */
export function knownContract(row: Row): Known {
  const number = text(row.ContractNumber);
  const entity = text(row.Legal_Entity__c);
  return {
    natural_key: entity === null || number === null ? null : `${entity}:${number}`,
    deleted: yes(row.IsDeleted),
    refs: {
      client_id: { entity: 'client', source_id: String(row.AccountId) },
      ...(entity === null ? {} : { legal_entity_id: { entity: 'legal_entity', natural_key: entity } }),
    },
    extensions: filled({ name: text(row.Name), status_label: text(row.Status), term_months: text(row.ContractTerm), governing_terms: text(row.Governing_Terms__c) }),
  };
}

/** A contract with its lines (glossary 3.3). */
export function contractOf(row: Row, settings: SalesforceSettings): Mapped {
  const [start, end] = [date(row.StartDate, 'start'), date(row.EndDate, 'end')];
  return {
    ...knownContract(row),
    approval_status: APPROVAL[String(row.StatusCode)] ?? 'approved',
    effective_from: start,
    effective_to: end,
    data: {
      contract_number: text(row.ContractNumber), currency: text(row.CurrencyIsoCode), signed_date: date(row.CustomerSignedDate, 'signed_date'), start, end, payment_terms: text(row.Payment_Terms__c),
      po_number: text(row.PO_Number__c), total_value: decimal(row.Total_Value__c, 'total_value'), sold_hours: decimal(row.Sold_Hours__c, 'sold_hours'), target_margin: fraction(row.Target_Margin__c, 'target_margin'),
      lines: linesOf(row, living(row, CONTRACT_LINE)).sort(byLineNumber), status: mapStatus(pairs(settings.contract_statuses), 'status', row.StatusCode),
    },
  };
}
