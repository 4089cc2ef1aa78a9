// Hours a month for a fee; unused hours roll over up to a cap, hours beyond are billed.
export default {
  name: 'retainer-hours', title: 'Advisory retainer', role: 'Consultant',
  lines: [{
    Line_Number__c: 1, Name: 'Advisory retainer', Contract_Type__c: 'Retainer', End_Date__c: '2026-09-30', Retainer_Unit__c: 'Hours', Retainer_Fee__c: 4000, Retainer_Included__c: 20, Retainer_Months__c: 1, Rollover_Cap__c: 5, Rollover_Expiry_Periods__c: 1, Overage_Rate__c: 220, Overage_Policy__c: 'Bill',
  }],
  time: { '2026-07': 12, '2026-08': 30, '2026-09': 16 },
};
