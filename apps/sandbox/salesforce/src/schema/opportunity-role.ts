import { bool, date, name, number, ref, text } from './field.js';
import { endsAfterStart, objectType } from './object-type.js';

/** A role sold on an opportunity: the demand behind staffing. */
export const opportunityRole = objectType({
  name: 'Opportunity_Role__c', label: 'Opportunity Role', labelPlural: 'Opportunity Roles', prefix: 'a01', owner: false,
  fields: [
    name(80),
    ref('Opportunity__c', 'Opportunity', 'Opportunity__r', { required: true, cascade: true, children: 'Opportunity_Roles__r' }),
    text('Role_Code__c', 80), number('Quantity__c', 8, 2), number('Hours__c', 12, 2),
    date('Start_Date__c'), date('End_Date__c'), text('Region__c', 40), bool('Billable__c', { defaultValue: true }),
  ],
  rule: endsAfterStart('Start_Date__c', 'End_Date__c'),
});
