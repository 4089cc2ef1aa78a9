// A fixed price in three dated bills, a tenth of each kept back until acceptance.
export default {
  name: 'schedule-retention', title: 'Data protection review', role: 'Consultant',
  lines: [{
    Line_Number__c: 1, Name: 'Data protection review', Contract_Type__c: 'Fixed Fee', Amount__c: 60_000, Billing_Method__c: 'Schedule', Retention__c: 10, End_Date__c: '2026-09-30', Obligation_Code__c: 'REVIEW', Revenue_Measure__c: 'Straight Line', Enforceable_Right_to_Payment__c: true,
    bills: ['07', '08', '09'].map((m, i) => ({ Sequence__c: i + 1, Trigger__c: 'Date', Bill_Date__c: `2026-${m}-15`, Amount__c: 20_000 })),
  }],
  /** The review is accepted at the end of September: Frank lets what was kept back be billed. */
  between: {
    '2026-09': async (k, desks, people) => {
      const { retentions } = await people.call('fiona', 'GET', `/process/contract-billing/v1/retentions?contract_number=${k.number}`);
      for (const r of retentions.filter((one) => one.status === 'held')) await people.call('frank', 'POST', `/process/contract-billing/v1/retentions/${r.id}/release`, { reason: 'Final acceptance of the review', bill_date: '2026-09-30' });
    },
  },
};
