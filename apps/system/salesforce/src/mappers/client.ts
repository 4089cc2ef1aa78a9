import { type Known, type Mapped, mapStatus, pairs } from '#lib/connector';
import type { Row, Shape } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { filled, text, yes } from './values.js';

/** What is read of an account. */
export const ACCOUNT: Shape = {
  object: 'Account',
  fields: [
    'Name', 'ParentId', 'Type', 'BillingStreet', 'BillingCity', 'BillingPostalCode', 'BillingCountryCode', 'CurrencyIsoCode', 'Client_Number__c', 'Legal_Name__c', 'Registration_Number__c',
    'Tax_Id__c', 'Tax_Profile__c', 'Payment_Terms__c', 'PO_Required__c', 'Invoice_Grouping__c', 'Status__c',
  ],
};

/** Account fields left out, with the reason. */
export const ACCOUNT_DROPPED = {
  attributes: 'address of the record in the API', OwnerId: 'the account team is not part of billing', CreatedDate: 'SystemModstamp orders changes', CreatedById: 'not needed', LastModifiedDate: 'SystemModstamp moves with every change, this does not',
  LastModifiedById: 'not needed', BillingState: 'not part of the canonical address', BillingCountry: 'the code is taken', Phone: 'personal data without use', Website: 'not part of billing', Industry: 'not part of billing', Description: 'free text of sales',
};

/** What an account says whatever its status. */
export function knownClient(row: Row): Known {
  const parent = text(row.ParentId);
  return {
    natural_key: text(row.Client_Number__c), deleted: yes(row.IsDeleted), extensions: filled({ type: text(row.Type) }),
    refs: parent === null ? {} : { parent_client_id: { entity: 'client', source_id: parent, optional: true } },
  };
}

/** An account as a client (glossary 2.1). Natural key: client number. */
export function clientOf(row: Row, settings: SalesforceSettings): Mapped {
  const address = filled({ street: text(row.BillingStreet), city: text(row.BillingCity), postal_code: text(row.BillingPostalCode), country: text(row.BillingCountryCode) });
  const tax = text(row.Tax_Id__c);
  return {
    ...knownClient(row),
    data: {
      client_number: text(row.Client_Number__c), legal_name: text(row.Legal_Name__c), trade_name: text(row.Name), registration_number: text(row.Registration_Number__c), tax_ids: tax === null ? [] : [tax],
      bill_to: Object.keys(address).length > 0 ? address : null, default_currency: text(row.CurrencyIsoCode), payment_terms: text(row.Payment_Terms__c), tax_profile: text(row.Tax_Profile__c),
      po_required: yes(row.PO_Required__c), invoice_grouping: text(row.Invoice_Grouping__c) ?? 'contract', status: mapStatus(pairs(settings.account_statuses), 'status', row.Status__c),
    },
  };
}
