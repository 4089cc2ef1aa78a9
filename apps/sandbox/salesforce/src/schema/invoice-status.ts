import { date, key, money, ref, text } from './field.js';
import { objectType } from './object-type.js';

/** What the gateway tells sales about invoices; upserted on Gateway_Key__c. */
export const invoiceStatus = objectType({
  name: 'Invoice_Status__c', label: 'Invoice Status', labelPlural: 'Invoice Statuses', prefix: 'a03',
  fields: [
    text('Name', 80, { readOnly: true, autoNumber: true, nameField: true }),
    key('Gateway_Key__c', 80),
    ref('Opportunity__c', 'Opportunity', 'Opportunity__r', { children: 'Invoice_Statuses__r' }),
    ref('Contract__c', 'Contract', 'Contract__r', { children: 'Invoice_Statuses__r' }),
    text('Invoice_Number__c', 60), text('Status__c', 60), date('Invoice_Date__c'), money('Total__c'),
  ],
  beforeSave(draft, old, books) {
    if (!old) draft.Name = `IS-${String(books.next('invoice_status_name')).padStart(6, '0')}`;
  },
});
