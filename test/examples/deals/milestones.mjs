// Two deliverables at fixed prices; the second is finished in August and accepted in September, first without evidence.
import { milestone, plan } from '../deliver.mjs';

export default {
  name: 'milestones', title: 'Data platform at a fixed price', role: 'Senior Consultant',
  lines: [{
    Line_Number__c: 1, Name: 'Data platform', Contract_Type__c: 'Milestone', Amount__c: 50_000, Billing_Method__c: 'Milestone', Obligation_Code__c: 'PLATFORM', Obligation_Name__c: 'Data platform', Revenue_Timing__c: 'Over Time', Revenue_Measure__c: 'Output Milestone', Enforceable_Right_to_Payment__c: true,
    bills: [{ Sequence__c: 1, Trigger__c: 'Milestone', Milestone_Code__c: 'M1', Bill_Date__c: '2026-07-24', Percent__c: 40 }, { Sequence__c: 2, Trigger__c: 'Milestone', Milestone_Code__c: 'M2', Bill_Date__c: '2026-08-28', Percent__c: 60 }],
  }],
  time: { '2026-07': 40, '2026-08': 60 },
  before: {
    '2026-07': async (k, desks) => {
      await desks.kantata.act('add_milestones', { items: [['M1', 'Design', '2026-07-24', 40], ['M2', 'Build', '2026-08-28', 60]].map(([code, name, due_date, weight]) => plan(k, code, name, due_date, weight)) });
      await milestone(desks.kantata, k, 'complete_milestones', 'M1', { date: '2026-07-24' });
      await milestone(desks.kantata, k, 'accept_milestones', 'M1', { date: '2026-07-28', evidence: 'design-accepted.pdf' });
    },
    '2026-08': (k, desks) => milestone(desks.kantata, k, 'complete_milestones', 'M2', { date: '2026-08-28' }),
    '2026-09': (k, desks) => milestone(desks.kantata, k, 'accept_milestones', 'M2', { date: '2026-09-10' }),
  },
  /** In September, after the exception was seen: the project manager attaches the signed document. */
  mended: { '2026-09': (k, desks) => milestone(desks.kantata, k, 'accept_milestones', 'M2', { date: '2026-09-10', evidence: 'platform-accepted.pdf' }) },
};
