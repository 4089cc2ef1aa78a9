// A monthly charge that begins in the middle of a month, and tickets beyond an allowance.
const ticket = (Tier__c, more) => ({ Meter__c: 'tickets', Unit__c: 'ticket', Allowance__c: 50, Mode__c: 'Graduated', Tier__c, ...more });
const usage = (people, k, subject, month, quantity, version = 1) => people.call('fiona', 'POST', '/process/contract-billing/v1/usage-records', {
  contract_number: k.number, line_no: '1', meter: 'tickets', subject, period_start: `${month}-01`, period_end: `${month}-31`, quantity, unit: 'ticket', source_system: 'service-desk', source_ref: `${subject}-${month}`, record_version: version,
});

export default {
  name: 'managed-services', title: 'Managed platform', role: 'Consultant', onboarding: 24,
  lines: [{
    Line_Number__c: 1, Name: 'Managed platform', Contract_Type__c: 'Managed Services', Task_Codes__c: 'ONBOARD', End_Date__c: '2026-12-31', Recurring_Amount__c: 3100, Recurring_Months__c: 1, Recurring_Timing__c: 'Advance', Service_Start__c: '2026-07-16', Service_End__c: '2027-01-01', Anchor_Day__c: 1, Proration__c: 'Actual Days',
    Obligation_Code__c: 'RUN', Revenue_Measure__c: 'Straight Line', Is_Series__c: true, steps: [ticket(1, { Up_To__c: 100, Price__c: 12 }), ticket(2, { Price__c: 9 })],
  }],
  time: { '2026-07': { ONBOARD: 24 } },
  before: {
    '2026-08': (k, _, people) => usage(people, k, 'plant-1', '2026-08', '180'),
    '2026-09': (k, _, people) => usage(people, k, 'plant-2', '2026-08', '20'),
  },
};
