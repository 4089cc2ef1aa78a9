// Travel passed on with a markup: what is paid back to the worker and what is billed to the client are two questions.
import { expenses } from '../deliver.mjs';

export default {
  name: 'expenses', title: 'On-site advice with travel', role: 'Consultant',
  lines: [
    { Line_Number__c: 1, Name: 'Advice by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL' },
    { Line_Number__c: 2, Name: 'Travel', Contract_Type__c: 'Expense', Expense_Markup__c: 10, Expense_Presentation__c: 'Principal', Expense_Cap__c: 2000 },
  ],
  before: {
    '2026-07': (k, { kantata }) => expenses(kantata, k, 'July trip', [
      { date: '2026-07-13', category: 'Lodging', amount_in_cents: 44_000, billable: true, reimbursable: true, notes: 'Hotel Austin [tax 40.00; recoverable 40.00]', receipt: 'hotel.pdf' },
      { date: '2026-07-13', category: 'Travel', amount_in_cents: 60_000, billable: true, reimbursable: false, notes: 'Flight on the company card', receipt: 'flight.pdf' },
      { date: '2026-07-14', category: 'Food', amount_in_cents: 9_000, billable: false, reimbursable: true, notes: 'Dinner with colleagues', receipt: 'dinner.pdf' },
      { date: '2026-07-14', category: 'Other', amount_in_cents: 6_000, billable: false, reimbursable: false, notes: 'Adapter on the company card', receipt: 'adapter.pdf' },
    ]),
    '2026-08': (k, { kantata }) => expenses(kantata, k, 'August trip', [
      { date: '2026-08-10', category: 'Mileage', amount_in_cents: 8_040, billable: true, reimbursable: true, notes: 'To site and back [quantity 120; unit price 0.67]', receipt: 'log.pdf' },
      { date: '2026-08-10', category: 'Lodging', amount_in_cents: 30_000, billable: true, reimbursable: true, notes: 'Hotel near the site [limit 250]', receipt: 'hotel.pdf' },
      { date: '2026-08-12', category: 'Travel', amount_in_cents: 90_000, billable: true, reimbursable: true, notes: 'Flight changed on short notice', receipt: 'flight.pdf' },
    ]),
    '2026-09': (k, { kantata }) => expenses(kantata, k, 'September trip', [{ date: '2026-09-09', category: 'Travel', amount_in_cents: 12_000, billable: true, reimbursable: true, notes: 'Taxis, the receipt is lost' }]),
  },
};
