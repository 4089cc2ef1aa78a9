import { dec } from '#lib/canonical';
import fc from 'fast-check';
import { day, decimalOf, exact, fact, type MappingCase, money, text, textOf } from '../kit/mapping-case.js';

const field = (name: string, values: fc.Arbitrary<string>, column: string, told: (record: any) => unknown) => fact(name, values, (row, v) => (row[column] = v), told, (v) => v);
const amount = (name: string, column: string, told: (record: any) => unknown) => fact(name, money, (row, m) => (row[column] = textOf(m)), (r) => exact(told(r)), (m) => exact(textOf(m)));
const percent = (name: string, column: string, told: (record: any) => unknown) => fact(name, decimalOf(5, 3), (row, v) => (row[column] = v), told, (v) => dec(v).div(100).toFixed());

/** What Salesforce's rows say, and where the records must say it. */
export const salesforceMapping: Record<string, MappingCase> = {
  client: {
    facts: [field('legal name', text, 'Legal_Name__c', (r) => r.data.legal_name), field('street', text, 'BillingStreet', (r) => r.data.bill_to.street), field('client number', text, 'Client_Number__c', (r) => r.natural_key)],
    words: [{ set: (row, w) => (row.Status__c = w), field: 'status' }],
  },
  contract: {
    facts: [
      amount('total value', 'Total_Value__c', (r) => r.data.total_value), percent('target margin', 'Target_Margin__c', (r) => r.data.target_margin), field('start', day, 'StartDate', (r) => r.effective_from),
      field('end', day, 'EndDate', (r) => r.effective_to), field('purchase order', text, 'PO_Number__c', (r) => r.data.po_number),
      fact('lines', fc.record({ cap: money, from: day, type: fc.constantFrom('Time and Materials', 'Fixed Fee', 'Retainer') }), (row, l) => (row.Contract_Lines__r = [
        { Id: 'a02', Name: 'line 1', Line_Number__c: '1', Contract_Type__c: l.type, Cap_Amount__c: textOf(l.cap), Start_Date__c: l.from, IsDeleted: false, SystemModstamp: row.SystemModstamp },
      ]), (r) => r.data.lines.map((l: any) => [l.line_no, exact(l.cap_amount), l.start, l.contract_type]), (l) => [['1', exact(textOf(l.cap)), l.from, l.type.toLowerCase().replaceAll(' ', '_')]]),
    ],
    words: [{ set: (row, w) => (row.StatusCode = w), field: 'status' }],
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
