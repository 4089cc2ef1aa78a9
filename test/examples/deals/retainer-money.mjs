// An advance that pays for hours as they are invoiced; what is left at the end is given back.
import { refused } from '../finance.mjs';

export default {
  name: 'retainer-money', title: 'Prepaid engineering', role: 'Consultant',
  lines: [
    { Line_Number__c: 1, Name: 'Engineering by the hour', Contract_Type__c: 'Time and Materials', Rate_Card__c: 'GLOBAL' },
    { Line_Number__c: 2, Name: 'Advance', Contract_Type__c: 'Retainer', End_Date__c: '2026-09-30', Retainer_Unit__c: 'Money', Retainer_Fee__c: 10_000, Retainer_Included__c: 10_000, Retainer_Months__c: 3, Refundable__c: true, Task_Codes__c: 'ADVANCE' },
  ],
  /** The retainer ends in September: Fiona proposes to give back what is left; more than that is refused. Frank releases the credit memo. */
  between: {
    '2026-09': async (k, _, people) => {
      const advance = (await k.documents(people)).find((d) => d.billing_period === '2026-07');
      const refund = (net) => people.call('fiona', 'POST', `/process/time-to-invoice/v1/invoices/${advance.id}/credits`, { lines: [{ line_no: '1', net }], reason_code: 'refund', reason: 'The retainer has ended' }, { 'idempotency-key': `refund-example-${net}` });
      k.refusals.push({ asked: 'refund of 5,500.00', ...(await refused(refund('5500'))) });
      await refund('700');
    },
  },
  time: { '2026-08': 30, '2026-09': 32 },
};
