// Hours at rates, with a discount, a minimum a month and a cap that September exceeds.
export default {
  name: 'time-and-materials', title: 'Advice by the hour', client: 'C-1001', role: 'Consultant',
  lines: [{ Line_Number__c: 1, Name: 'Advice by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL', Discount__c: 5, Minimum_Amount__c: 5000, Cap_Amount__c: 25_000, Cap_Policy__c: 'split_hold', End_Date__c: '2026-09-30' }],
  time: { '2026-07': 60, '2026-08': 20, '2026-09': 120 },
};
