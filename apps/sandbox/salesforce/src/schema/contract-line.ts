import { date, longText, money, name, number, openPick, percent, pick, ref, text } from './field.js';
import { endsAfterStart, objectType } from './object-type.js';

export const contractLine = objectType({
  name: 'Contract_Line__c', label: 'Contract Line', labelPlural: 'Contract Lines', prefix: 'a02', owner: false,
  fields: [
    name(80),
    ref('Contract__c', 'Contract', 'Contract__r', { required: true, cascade: true, children: 'Contract_Lines__r' }),
    number('Line_Number__c', 4, 0),
    pick('Contract_Type__c', ['Time and Materials', 'Fixed Fee', 'Milestone', 'Retainer', 'Managed Services', 'Expense'], { required: true }),
    text('Rate_Card__c', 80), money('Cap_Amount__c'), number('Cap_Hours__c', 12, 2), openPick('Cap_Policy__c', ['split_hold']),
    percent('Discount__c'), money('Minimum_Amount__c'), text('Tax_Profile__c', 40), pick('Invoice_Grouping__c', ['contract', 'project']),
    longText('Task_Codes__c', 2000), date('Start_Date__c'), date('End_Date__c'),
  ],
  rule: endsAfterStart('Start_Date__c', 'End_Date__c'),
});
