// An advance that pays for hours as they are invoiced.
export default {
  name: 'retainer-money', title: 'Prepaid engineering', role: 'Consultant',
  lines: [
    { Line_Number__c: 1, Name: 'Engineering by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL' },
    { Line_Number__c: 2, Name: 'Advance', Contract_Type__c: 'Retainer', End_Date__c: '2026-09-30', Retainer_Unit__c: 'Money', Retainer_Fee__c: 10_000, Retainer_Included__c: 10_000, Retainer_Months__c: 3, Refundable__c: true, Task_Codes__c: 'ADVANCE' },
  ],
  time: { '2026-08': 30, '2026-09': 32 },
};
