// Billed time is corrected, an invoice is paid in part, disputed lines are credited, and the ERP voids a document.
import { refused } from '../finance.mjs';

const invoiceOf = async (k, people, period) => (await k.documents(people)).find((d) => d.kind === 'invoice' && d.billing_period === period);
const credit = (people, invoice, net) => people.call('fiona', 'POST', `/process/time-to-invoice/v1/invoices/${invoice.id}/credits`, { lines: [{ line_no: '1', net }], reason_code: 'goodwill', reason: 'Two hours of waiting are not charged' }, { 'idempotency-key': `credit-example-${net}` });

export default {
  name: 'corrections', title: 'Advice that was billed wrongly', client: 'C-1001', role: 'Consultant',
  lines: [{ Line_Number__c: 1, Name: 'Advice by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL' }],
  time: { '2026-07': 40, '2026-08': 16, '2026-09': 8 },
  after: {
    '2026-07': async (k, { netsuite }, people) => {
      const [invoice] = await k.documents(people);
      await netsuite.act('pay_invoice', { tranid: invoice.invoice_number, amount: '2000', date: '2026-07-31' });
    },
    '2026-08': async (k, { netsuite }, people) => {
      const invoice = await invoiceOf(k, people, '2026-08');
      k.voided = invoice.id;
      await netsuite.act('void_invoice', { tranid: invoice.invoice_number });
    },
  },
  before: {
    '2026-08': async (k, { kantata }) => {
      const [entry] = await kantata.rows('time_entries', { user_id: k.user_id, workspace_id: k.workspace_id, date_performed: '2026-07-06' });
      await kantata.act('reopen_and_edit', { items: [{ id: entry.recent_submission_id, reason: 'Two hours were private', edits: [{ entry_id: entry.id, time_in_minutes: 360 }], resubmit: true, approve: true }] });
    },
    '2026-09': async (k, _, people) => people.call('frank', 'POST', `/process/time-to-invoice/v1/invoices/${k.voided}/void-decision`, { decision: 'rebill', reason: 'Sent to the wrong address' }),
  },
  /** In September, when the invoices are posted: a credit beyond the line is refused, one within it goes out. */
  between: {
    '2026-09': async (k, _, people) => {
      const invoice = await invoiceOf(k, people, '2026-09');
      k.refusals.push({ asked: 'credit 99,999.00 of line 1', ...(await refused(credit(people, invoice, '99999'))) });
      await credit(people, invoice, '300');
    },
  },
};
