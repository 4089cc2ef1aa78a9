import { bool, key, longText, name, openPick, pick, ref, text } from './field.js';
import { objectType } from './object-type.js';

export const account = objectType({
  name: 'Account', label: 'Account', labelPlural: 'Accounts', prefix: '001',
  fields: [
    name(255),
    openPick('Type', ['Prospect', 'Customer', 'Partner', 'Other']),
    ref('ParentId', 'Account', 'Parent', { children: 'ChildAccounts' }),
    longText('BillingStreet', 255), text('BillingCity', 40), text('BillingState', 80), text('BillingPostalCode', 20), text('BillingCountry', 80), text('BillingCountryCode', 10),
    text('Phone', 40), text('Website', 255), text('Industry', 255), longText('Description', 32000),
    key('Client_Number__c', 40),
    text('Legal_Name__c', 255), text('Registration_Number__c', 60), text('Tax_Id__c', 40), text('Tax_Profile__c', 40), text('Payment_Terms__c', 40),
    bool('PO_Required__c'),
    pick('Invoice_Grouping__c', ['contract', 'project']),
    pick('Status__c', ['Prospect', 'Active', 'On Hold', 'Inactive']),
  ],
});
