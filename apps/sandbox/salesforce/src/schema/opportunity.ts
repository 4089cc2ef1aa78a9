import { bool, date, key, longText, money, name, number, openPick, percent, pick, ref, text } from './field.js';
import { endsAfterStart, objectType } from './object-type.js';
import { stageNamed } from './opportunity-stage.js';

const STAGES = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];

export const opportunity = objectType({
  name: 'Opportunity', label: 'Opportunity', labelPlural: 'Opportunities', prefix: '006',
  fields: [
    name(120),
    ref('AccountId', 'Account', 'Account', { children: 'Opportunities' }),
    openPick('StageName', STAGES, { required: true, label: 'Stage' }),
    money('Amount'),
    percent('Probability', { precision: 3, scale: 0, formula: (row, books) => stageNamed(books, row.StageName)?.DefaultProbability }),
    date('CloseDate', { required: true }),
    openPick('Type', ['New Business', 'Existing Business']),
    longText('Description', 32000), text('NextStep', 255), text('LeadSource', 255),
    ref('ContractId', 'Contract', 'Contract', { children: 'Opportunities' }),
    bool('IsClosed', { readOnly: true, formulaAlways: true, formula: (row, books) => stageNamed(books, row.StageName)?.IsClosed ?? false }),
    bool('IsWon', { readOnly: true, formulaAlways: true, formula: (row, books) => stageNamed(books, row.StageName)?.IsWon ?? false }),
    text('ForecastCategory', 40, { readOnly: true, formulaAlways: true, formula: (row, books) => stageNamed(books, row.StageName)?.ForecastCategory }),
    bool('HasOpportunityLineItem', { readOnly: true }),
    key('Opportunity_Number__c', 40),
    text('Legal_Entity__c', 20), text('Practice__c', 40), text('Region__c', 40),
    pick('Commercial_Approval__c', ['Draft', 'Submitted', 'Approved', 'Rejected']),
    number('Sold_Hours__c', 12, 2), percent('Target_Margin__c'),
    date('Start_Date__c'), date('End_Date__c'), text('Project_Manager__c', 40), text('Loss_Reason__c', 255),
    text('Delivery_Status__c', 60), text('Delivery_Project_Code__c', 80),
  ],
  beforeSave(draft, old, books) {
    if (draft.StageName === undefined || draft.StageName === old?.StageName || draft.Probability !== undefined) return;
    const stage = stageNamed(books, draft.StageName);
    if (stage) draft.Probability = stage.DefaultProbability;
  },
  rule: endsAfterStart('Start_Date__c', 'End_Date__c'),
});
