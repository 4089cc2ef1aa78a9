import { date, money, name, number, openPick, percent, ref, text, type Field } from './field.js';
import { objectType } from './object-type.js';

/** Whose line it belongs to: a contract's, or the one an amendment makes of it. */
const owners = (children: string): Field[] => [
  ref('Contract__c', 'Contract', 'Contract__r', { cascade: true, children }),
  ref('Amendment__c', 'Contract_Amendment__c', 'Amendment__r', { cascade: true, children }),
  number('Line_Number__c', 4, 0, { required: true }),
];

/** One bill of a fixed fee. */
export const scheduleLine = objectType({
  name: 'Contract_Schedule_Line__c', label: 'Contract Schedule Line', labelPlural: 'Contract Schedule Lines', prefix: 'a04', owner: false,
  fields: [
    name(80), ...owners('Schedule_Lines__r'),
    number('Sequence__c', 4, 0), openPick('Trigger__c', ['Date', 'Milestone'], { required: true }), date('Bill_Date__c'), text('Milestone_Code__c', 40), money('Amount__c'), percent('Percent__c'),
  ],
});

/** One price step of a meter; allowance, block and mode are those of the meter and stand on each of its steps. */
export const usagePrice = objectType({
  name: 'Contract_Usage_Price__c', label: 'Contract Usage Price', labelPlural: 'Contract Usage Prices', prefix: 'a05', owner: false,
  fields: [
    name(80), ...owners('Usage_Prices__r'),
    text('Meter__c', 80, { required: true }), text('Unit__c', 40), number('Allowance__c', 18, 4), number('Block_Size__c', 18, 4), openPick('Mode__c', ['Graduated', 'Volume', 'Flat']),
    number('Tier__c', 3, 0), number('Up_To__c', 18, 4), number('Price__c', 18, 6), money('Flat_Fee__c'),
  ],
});
