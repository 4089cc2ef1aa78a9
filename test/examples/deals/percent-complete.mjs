// A fixed price billed and recognized by progress; the estimate rises until the contract makes a loss.
import { estimate } from '../finance.mjs';

export default {
  name: 'percent-complete', title: 'Migration at a fixed price', role: 'Senior Consultant',
  lines: [{ Line_Number__c: 1, Name: 'Migration', Contract_Type__c: 'Fixed Fee', Amount__c: 60_000, Billing_Method__c: 'Percent Complete', Obligation_Code__c: 'MIGRATION', Revenue_Measure__c: 'Cost to Cost', Enforceable_Right_to_Payment__c: true }],
  time: { '2026-07': 100, '2026-08': 140, '2026-09': 60 },
  before: {
    '2026-07': (k, _, people) => estimate(people, k.project, '40000', '2026-07-01', 'The plan'),
    '2026-08': (k, _, people) => estimate(people, k.project, '48000', '2026-08-01', 'Two more sources to migrate'),
    '2026-09': (k, _, people) => estimate(people, k.project, '66000', '2026-09-01', 'The old system has to be kept running'),
  },
};
