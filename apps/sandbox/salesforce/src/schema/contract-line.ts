import { name, number, pick, ref } from './field.js';
import { endsAfterStart, objectType } from './object-type.js';
import { CONTRACT_TYPES, termFields } from './term-fields.js';

export const contractLine = objectType({
  name: 'Contract_Line__c', label: 'Contract Line', labelPlural: 'Contract Lines', prefix: 'a02', owner: false,
  fields: [
    name(80),
    ref('Contract__c', 'Contract', 'Contract__r', { required: true, cascade: true, children: 'Contract_Lines__r' }),
    number('Line_Number__c', 4, 0),
    pick('Contract_Type__c', CONTRACT_TYPES, { required: true }),
    ...termFields(),
  ],
  rule: endsAfterStart('Start_Date__c', 'End_Date__c'),
});
