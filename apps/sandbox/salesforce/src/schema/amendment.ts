import { bool, date, key, longText, money, name, number, openPick, pick, ref, text } from './field.js';
import { endsAfterStart, objectType } from './object-type.js';
import { CONTRACT_TYPES, termFields } from './term-fields.js';

/** A change of a signed contract, as sales and the client agree it. */
export const amendment = objectType({
  name: 'Contract_Amendment__c', label: 'Contract Amendment', labelPlural: 'Contract Amendments', prefix: 'a06',
  fields: [
    name(80),
    ref('Contract__c', 'Contract', 'Contract__r', { required: true, cascade: true, children: 'Contract_Amendments__r' }),
    text('Contract_Number__c', 30, { readOnly: true, formulaAlways: true, formula: (row, books) => books.table('Contract').get(String(row.Contract__c ?? ''))?.ContractNumber }),
    number('Amendment_Number__c', 4, 0, { required: true }),
    date('Effective_Date__c'), date('Approved_Date__c'), bool('Client_Approved__c'), text('Revenue_Approved_By__c', 80), longText('Description__c', 32000),
    money('Price_Change__c'), bool('Adds_Distinct_Services__c'), bool('Priced_at_SSP__c'), pick('Remaining_Distinct__c', ['Yes', 'No', 'Mixed']), bool('Unpriced__c'), money('Past_Concession__c'),
    openPick('Status__c', ['Draft', 'Submitted', 'Approved', 'Rejected', 'Applied', 'Superseded'], { defaultValue: 'Draft' }),
    key('Gateway_Key__c', 80),
  ],
});

/** A line of the contract as the amendment leaves it. */
export const amendmentLine = objectType({
  name: 'Contract_Amendment_Line__c', label: 'Contract Amendment Line', labelPlural: 'Contract Amendment Lines', prefix: 'a07', owner: false,
  fields: [
    name(80),
    ref('Amendment__c', 'Contract_Amendment__c', 'Amendment__r', { required: true, cascade: true, children: 'Amendment_Lines__r' }),
    openPick('Action__c', ['Add', 'Change', 'End'], { required: true }),
    number('Line_Number__c', 4, 0),
    pick('Contract_Type__c', CONTRACT_TYPES),
    ...termFields(),
  ],
  rule: endsAfterStart('Start_Date__c', 'End_Date__c'),
});
