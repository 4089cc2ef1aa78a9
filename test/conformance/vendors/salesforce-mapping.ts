import { dec } from '#lib/canonical';
import fc from 'fast-check';
import { day, decimalOf, exact, fact, type MappingCase, money, text, textOf } from '../kit/mapping-case.js';

const field = (name: string, values: fc.Arbitrary<string>, column: string, told: (record: any) => unknown) => fact(name, values, (row, v) => (row[column] = v), told, (v) => v);
const amount = (name: string, column: string, told: (record: any) => unknown) => fact(name, money, (row, m) => (row[column] = textOf(m)), (r) => exact(told(r)), (m) => exact(textOf(m)));
const percent = (name: string, column: string, told: (record: any) => unknown) => fact(name, decimalOf(5, 3), (row, v) => (row[column] = v), told, (v) => dec(v).div(100).toFixed());

/** What Salesforce's rows say, and where the records must say it. */
/** Ids of children and the order of bills and steps; the owner's id stands on the owner. */
const plumbing = {
  ...Object.fromEntries(['Contract_Lines__r', 'Amendment_Lines__r', 'Schedule_Lines__r', 'Usage_Prices__r'].map((children) => [`${children}/SystemModstamp`, 'only the newest stamp of the family counts'])),
  'Contract_Lines__r/Id': 'children are known by their number', 'Amendment_Lines__r/Id': 'children are known by their number', 'Schedule_Lines__r/Id': 'breaks ties of the sequence', 'Usage_Prices__r/Id': 'breaks ties of the step', Tier__c: 'orders the steps' };
const stamped = (row: any, more: object) => ({ Id: 'a00', Name: 'x', Line_Number__c: '1', IsDeleted: false, SystemModstamp: row.SystemModstamp, ...more });
/** Sets the first line of a row, which every record of the conformance books has. */
const onLine = (relationship: string) => (name: string, values: fc.Arbitrary<string>, column: string, told: (line: any) => unknown, want: (v: string) => unknown) =>
  fact(name, values, (row, v) => (row[relationship][0][column] = v), (r) => told(r.data.lines?.[0] ?? r.data.line_changes[0].terms), want);
const number = decimalOf(9, 4);
const plain = (v: string) => dec(v).toFixed();
const share = (v: string) => dec(v).div(100).toFixed();
const chosen = (words: Record<string, string>) => [fc.constantFrom(...Object.keys(words)), (v: string) => words[v]] as const;

/** The terms of a line, whoever it belongs to. */
function terms(relationship: string): MappingCase['facts'] {
  const line = onLine(relationship);
  const [timing, timed] = chosen({ Advance: 'advance', Arrears: 'arrears' });
  const [proration, prorated] = chosen({ 'Actual Days': 'actual_days', 'Calendar Month': 'calendar_month', 'Actual/30': 'actual_30', '30/360': 'strict_30_360', 'By Second': 'by_second', None: 'none' });
  const [overage, over] = chosen({ Bill: 'bill', Block: 'block', Absorb: 'absorb' });
  const [measure, measured] = chosen({ 'Cost to Cost': 'cost_to_cost', Hours: 'hours', 'Output Milestone': 'output_milestone', Units: 'units', 'Straight Line': 'straight_line', 'As Invoiced': 'as_invoiced' });
  return [
    line('fixed amount', number, 'Amount__c', (l) => l.amount, plain), line('retention', decimalOf(5, 3), 'Retention__c', (l) => l.retention, share), line('retainer fee', number, 'Retainer_Fee__c', (l) => l.retainer.fee, plain),
    line('included', number, 'Retainer_Included__c', (l) => l.retainer.included, plain), line('overage rate', number, 'Overage_Rate__c', (l) => l.retainer.overage_rate, plain), line('overage policy', overage, 'Overage_Policy__c', (l) => l.retainer.overage_policy, over),
    line('recurring amount', number, 'Recurring_Amount__c', (l) => l.recurring.amount, plain), line('recurring timing', timing, 'Recurring_Timing__c', (l) => l.recurring.timing, timed),
    line('proration', proration, 'Proration__c', (l) => l.recurring.proration, prorated), line('service start', day, 'Service_Start__c', (l) => l.recurring.service_start, (v) => v), line('markup', decimalOf(5, 3), 'Expense_Markup__c', (l) => l.expense.markup, share),
    line('ssp', number, 'SSP__c', (l) => l.obligation.ssp, plain), line('measure', measure, 'Revenue_Measure__c', (l) => l.obligation.measure, measured),
    fact('bills', fc.array(fc.record({ on: day, amount: number }), { minLength: 1, maxLength: 5 }), (row, bills) => (row.Schedule_Lines__r = bills.map((b: any, i: number) => stamped(row, { Sequence__c: String(i + 1), Trigger__c: 'Date', Bill_Date__c: b.on, Amount__c: b.amount })).reverse()),
      (r) => (r.data.lines?.[0] ?? r.data.line_changes[0].terms).billing_schedule.map((b: any) => [b.seq, b.bill_date, exact(b.amount)]), (bills) => bills.map((b: any, i: number) => [String(i + 1), b.on, exact(b.amount)])),
    fact('price steps', fc.array(fc.record({ to: number, price: number }), { minLength: 1, maxLength: 4 }), (row, steps) => (row.Usage_Prices__r = steps.map((t: any, i: number) => stamped(row, { Meter__c: 'calls', Unit__c: 'call', Tier__c: String(i + 1), Up_To__c: t.to, Price__c: t.price })).reverse()),
      (r) => (r.data.lines?.[0] ?? r.data.line_changes[0].terms).usage[0].tiers.map((t: any) => [exact(t.up_to), exact(t.price)]), (steps) => steps.map((t: any) => [exact(t.to), exact(t.price)])),
  ];
}

/** Words of a line's picklists. */
const lineWords = (relationship: string) => ([
  ['Contract_Type__c', 'contract_type'], ['Overage_Policy__c', 'retainer.overage_policy'], ['Recurring_Timing__c', 'recurring.timing'], ['Revenue_Measure__c', 'obligation.measure'], ['Billing_Method__c', 'billing_method'],
] as const).map(([column, field]) => ({ set: (row: any, w: string) => (row[relationship][0][column] = w || '?'), field: `lines[1].${field}` }));

export const salesforceMapping: Record<string, MappingCase> = {
  client: {
    facts: [field('legal name', text, 'Legal_Name__c', (r) => r.data.legal_name), field('street', text, 'BillingStreet', (r) => r.data.bill_to.street), field('client number', text, 'Client_Number__c', (r) => r.natural_key)],
    words: [{ set: (row, w) => (row.Status__c = w), field: 'status' }],
  },
  contract: {
    facts: [
      amount('total value', 'Total_Value__c', (r) => r.data.total_value), percent('target margin', 'Target_Margin__c', (r) => r.data.target_margin), field('start', day, 'StartDate', (r) => r.effective_from),
      field('end', day, 'EndDate', (r) => r.effective_to), field('purchase order', text, 'PO_Number__c', (r) => r.data.po_number),
      fact('lines', fc.record({ cap: money, from: day, type: fc.constantFrom('Time and Materials', 'Fixed Fee', 'Retainer') }),
        (row, l) => Object.assign(row.Contract_Lines__r[0], { Contract_Type__c: l.type, Cap_Amount__c: textOf(l.cap), Start_Date__c: l.from }),
        (r) => [...r.data.lines].map((l: any) => [l.line_no, exact(l.cap_amount), l.start, l.contract_type]), (l) => [['1', exact(textOf(l.cap)), l.from, l.type.toLowerCase().replaceAll(' and ', '_and_').replaceAll(' ', '_')]]),
      ...terms('Contract_Lines__r'),
    ],
    words: [{ set: (row, w) => (row.StatusCode = w), field: 'status' }, ...lineWords('Contract_Lines__r')], plumbing,
  },
  amendment: {
    facts: [
      amount('price change', 'Price_Change__c', (r) => r.data.price_change), field('effective date', day, 'Effective_Date__c', (r) => r.effective_from), field('description', text, 'Description__c', (r) => r.data.description),
      field('revenue accountant', text, 'Revenue_Approved_By__c', (r) => r.data.revenue_approved_by), ...terms('Amendment_Lines__r'),
    ],
    words: [{ set: (row, w) => (row.Status__c = w), field: 'status' }, { set: (row, w) => (row.Remaining_Distinct__c = w || '?'), field: 'remaining_distinct' }, { set: (row, w) => (row.Amendment_Lines__r[0].Action__c = w || '?'), field: 'line_changes[1].action' }, ...lineWords('Amendment_Lines__r')],
    plumbing: { ...plumbing, 'Amendment_Lines__r/Name': 'is the description of the line' },
  },
  opportunity: {
    facts: [
      amount('amount', 'Amount', (r) => r.data.amount), percent('probability', 'Probability', (r) => r.data.probability), field('expected close', day, 'CloseDate', (r) => r.data.expected_close), field('name', text, 'Name', (r) => r.data.name),
      fact('roles', fc.record({ hours: decimalOf(6, 2), from: day, to: day }), (row, x) => (row.Opportunity_Roles__r = [
        { Id: 'a01', Name: 'role', Role_Code__c: 'ANALYST', Quantity__c: '1', Hours__c: x.hours, Start_Date__c: x.from, End_Date__c: x.to, Billable__c: true, IsDeleted: false, SystemModstamp: row.SystemModstamp },
      ]), (r) => r.data.roles_needed.map((x: any) => [x.role, exact(x.hours), x.start, x.end]), (x) => [['ANALYST', exact(x.hours), x.from, x.to]]),
    ],
    words: [{ set: (row, w) => Object.assign(row, { StageName: w, IsClosed: false, IsWon: false }), field: 'stage' }, { set: (row, w) => (row.Commercial_Approval__c = w || '?'), field: 'commercial_approval' }],
  },
};
