// Three agreed changes, each of them treated otherwise: the rest anew, all of it anew, or a contract of its own.
import { estimate } from '../finance.mjs';
import { change, lineRecords, save } from '../world/crm.mjs';

/** Drafted, approved by the client and by revenue accounting. */
async function amend(desk, k, fields, changes) {
  const [contract] = await desk.rows('Contract', { ContractNumber: k.number });
  const [id] = await save(desk, [['Contract_Amendment__c', { Name: `${k.number} amendment 1`, Contract__c: contract.id, CurrencyIsoCode: 'USD', Amendment_Number__c: 1, Unpriced__c: false, Status__c: 'Draft', ...fields }]]);
  await save(desk, changes.flatMap(([Action__c, line]) => lineRecords({ ...line, Action__c }, { Amendment__c: id }, `${k.number} line ${line.Line_Number__c}`, 'Contract_Amendment_Line__c')));
  await change(desk, 'Contract_Amendment__c', id, { Status__c: 'Submitted' });
  await change(desk, 'Contract_Amendment__c', id, { Status__c: 'Approved', Client_Approved__c: true, Approved_Date__c: fields.Effective_Date__c, Revenue_Approved_By__c: 'rhea.revenue' });
}

const service = (Amount__c, End_Date__c, bills) => ({
  Line_Number__c: 1, Name: 'Support', Contract_Type__c: 'Fixed Fee', Amount__c, Billing_Method__c: 'Schedule', End_Date__c, Obligation_Code__c: 'RUN', Revenue_Measure__c: 'Straight Line', Is_Series__c: true, Enforceable_Right_to_Payment__c: true,
  bills: bills.map(([Bill_Date__c, amount], i) => ({ Sequence__c: i + 1, Trigger__c: 'Date', Bill_Date__c, Amount__c: amount })),
});

export const prospective = {
  name: 'amendment-prospective', title: 'Support for a quarter, then for two', role: 'Consultant',
  lines: [service(9200, '2026-09-30', [['2026-07-01', 9200]])],
  before: {
    '2026-08': (k, { salesforce }) => amend(salesforce, k, { Effective_Date__c: '2026-08-01', Description__c: 'A quarter more at a lower price', Price_Change__c: 6120, Adds_Distinct_Services__c: false, Priced_at_SSP__c: false, Remaining_Distinct__c: 'Yes' },
      [['Change', service(15_320, '2026-12-31', [['2026-07-01', 9200], ['2026-09-01', 6120]])]]),
  },
};

const build = (Amount__c) => ({ Line_Number__c: 1, Name: 'Build', Contract_Type__c: 'Fixed Fee', Amount__c, Billing_Method__c: 'Percent Complete', Obligation_Code__c: 'BUILD', Revenue_Measure__c: 'Cost to Cost', Enforceable_Right_to_Payment__c: true });

export const catchUp = {
  name: 'amendment-catch-up', title: 'One build whose scope grows', role: 'Senior Consultant',
  lines: [build(40_000)],
  time: { '2026-07': 80, '2026-08': 40 },
  before: {
    '2026-07': (k, _, people) => estimate(people, k.project, '20000', '2026-07-01', 'The plan'),
    '2026-08': async (k, { salesforce }, people) => {
      await estimate(people, k.project, '24000', '2026-08-01', 'The plan with the added scope');
      await amend(salesforce, k, { Effective_Date__c: '2026-08-01', Description__c: 'A second interface', Price_Change__c: 10_000, Adds_Distinct_Services__c: false, Priced_at_SSP__c: false, Remaining_Distinct__c: 'No' }, [['Change', build(50_000)]]);
    },
  },
};

const training = { Line_Number__c: 2, Name: 'Training', Contract_Type__c: 'Fixed Fee', Amount__c: 3000, Billing_Method__c: 'Schedule', Start_Date__c: '2026-08-01', End_Date__c: '2026-08-31', Task_Codes__c: 'TRAIN', Obligation_Code__c: 'TRAINING', SSP__c: 3000, SSP_Method__c: 'Observable', Revenue_Measure__c: 'Straight Line', Enforceable_Right_to_Payment__c: true, bills: [{ Sequence__c: 1, Trigger__c: 'Date', Bill_Date__c: '2026-08-31', Amount__c: 3000 }] };

export const separate = {
  name: 'amendment-separate', title: 'Support, and later a training', role: 'Consultant',
  lines: [service(9200, '2026-09-30', [['2026-07-01', 9200]])],
  before: {
    '2026-08': (k, { salesforce }) => amend(salesforce, k, { Effective_Date__c: '2026-08-01', Description__c: 'A training at its list price', Price_Change__c: 3000, Adds_Distinct_Services__c: true, Priced_at_SSP__c: true, Remaining_Distinct__c: 'Yes' }, [['Add', training]]),
  },
};
