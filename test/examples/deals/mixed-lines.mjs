// One engagement: hours, a deliverable and a service sold together, and travel.
import { expenses, milestone, plan } from '../deliver.mjs';

export default {
  name: 'mixed-lines', title: 'Roll-out with support', role: 'Senior Consultant',
  lines: [
    { Line_Number__c: 1, Name: 'Roll-out by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL', Task_Codes__c: 'DEL' },
    {
      Line_Number__c: 2, Name: 'Design', Contract_Type__c: 'Milestone', Task_Codes__c: 'DESIGN', Amount__c: 10_000, Billing_Method__c: 'Milestone', Obligation_Code__c: 'DESIGN', SSP__c: 12_000, SSP_Method__c: 'Observable', Revenue_Timing__c: 'Over Time', Revenue_Measure__c: 'Output Milestone', Enforceable_Right_to_Payment__c: true,
      bills: [{ Sequence__c: 1, Trigger__c: 'Milestone', Milestone_Code__c: 'M1', Bill_Date__c: '2026-08-14', Percent__c: 100 }],
    },
    { Line_Number__c: 3, Name: 'Support', Contract_Type__c: 'Fixed Fee', Task_Codes__c: 'SUPPORT', Amount__c: 6000, Billing_Method__c: 'Schedule', End_Date__c: '2026-09-30', Obligation_Code__c: 'SUPPORT', SSP__c: 8000, SSP_Method__c: 'Observable', Revenue_Measure__c: 'Straight Line', Enforceable_Right_to_Payment__c: true, bills: [{ Sequence__c: 1, Trigger__c: 'Date', Bill_Date__c: '2026-07-01', Amount__c: 6000 }] },
    { Line_Number__c: 4, Name: 'Travel', Contract_Type__c: 'Expense', Expense_Markup__c: 0, Expense_Presentation__c: 'Principal' },
  ],
  time: { '2026-07': { DEL: 20, DESIGN: 16 }, '2026-08': { DEL: 10, DESIGN: 8 }, '2026-09': { SUPPORT: 8 } },
  before: {
    '2026-07': (k, { kantata }) => kantata.act('add_milestones', { items: [plan(k, 'M1', 'Design', '2026-08-14', 1, { 'Contract Line': '2' })] }),
    '2026-08': async (k, { kantata }) => {
      await milestone(kantata, k, 'complete_milestones', 'M1', { date: '2026-08-14' });
      await milestone(kantata, k, 'accept_milestones', 'M1', { date: '2026-08-18', evidence: 'design-accepted.pdf' });
      await expenses(kantata, k, 'August trip', [{ date: '2026-08-11', category: 'Travel', amount_in_cents: 35_000, billable: true, reimbursable: true, notes: 'Train', receipt: 'train.pdf' }]);
    },
  },
};
