import 'reflect-metadata';
import { Unmappable } from '#lib/connector';
import type { Row, Shape } from '../client/shape.js';
import { givenNames } from '../testing/settings.js';
import { ACCOUNT, ACCOUNT_DROPPED, clientOf } from './client.js';
import { CONTRACT, CONTRACT_DROPPED, contractOf, knownContract } from './contract.js';
import { contractLineOf } from './contract-line.js';
import { AMENDMENT, AMENDMENT_DROPPED, amendmentOf } from './amendment.js';
import { OPPORTUNITY, OPPORTUNITY_DROPPED, opportunityOf } from './opportunity.js';

const settings = givenNames();
const system = { Id: '800000000000001AAA', IsDeleted: false, SystemModstamp: '2026-05-01T07:25:37.000+0000' };
const line = (more: Row = {}): Row => ({ ...system, Name: 'Build', Line_Number__c: '1.0', Contract_Type__c: 'Time and Materials', ...more });
const contract = (more: Row = {}): Row => ({ ...system, ContractNumber: 'CT-2026-001', AccountId: '001A', StatusCode: 'Draft', Status: 'Draft', CurrencyIsoCode: 'USD', Legal_Entity__c: 'US01', Contract_Lines__r: [], Schedule_Lines__r: [], Usage_Prices__r: [], ...more });
const amendment = (more: Row = {}): Row => ({ ...system, Name: 'More', Contract__c: '800A', Contract_Number__c: 'CT-2026-001', Amendment_Number__c: '2.0', Effective_Date__c: '2026-08-01', Status__c: 'Approved', Client_Approved__c: true, Amendment_Lines__r: [], Schedule_Lines__r: [], Usage_Prices__r: [], ...more });
const deal = (more: Row = {}): Row => ({ ...system, Name: 'Deal', AccountId: '001A', StageName: 'Prospecting', IsClosed: false, IsWon: false, CurrencyIsoCode: 'USD', Opportunity_Number__c: 'OPP-1', Opportunity_Roles__r: [], ...more });
const role = (id: string, more: Row = {}): Row => ({ ...system, Id: id, Name: `role ${id}`, Role_Code__c: 'ANALYST', Billable__c: true, ...more });
const problemOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Unmappable) return error.problem;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('every field read is used, and nothing is both used and dropped', () => {
  const shapes: [Shape, object, (row: Row, s: typeof settings) => unknown, Row][] = [
    [ACCOUNT, ACCOUNT_DROPPED, clientOf, { Status__c: 'Active' }], [CONTRACT, CONTRACT_DROPPED, contractOf, contract()], [AMENDMENT, AMENDMENT_DROPPED, amendmentOf, amendment()], [OPPORTUNITY, OPPORTUNITY_DROPPED, opportunityOf, deal()],
  ];
  it.each(shapes)('$object', (shape, dropped, map, row) => {
    const used = new Set<string | symbol>();
    const watched = new Proxy(row, { get: (target, name) => (used.add(name), target[name as string]) });
    map(watched, settings);
    expect(shape.fields.filter((f) => !used.has(f))).toEqual([]);
    expect(shape.fields.filter((f) => f in dropped)).toEqual([]);
  });
});

describe('client', () => {
  const account = (more: Row = {}): Row => ({ ...system, Name: 'Acme', Client_Number__c: 'C-1', Legal_Name__c: 'Acme Inc.', CurrencyIsoCode: 'USD', Status__c: 'On Hold', PO_Required__c: false, ...more });
  it('is known by its number and keeps its legal and its trade name', () => {
    expect(clientOf(account(), settings)).toMatchObject({ natural_key: 'C-1', deleted: false, data: { legal_name: 'Acme Inc.', trade_name: 'Acme', status: 'on_hold', invoice_grouping: 'contract', tax_ids: [] }, refs: {} });
  });
  it('empties what was emptied at the source instead of leaving it out', () => {
    expect(clientOf(account({ Tax_Profile__c: null, Legal_Name__c: ' ' }), settings).data).toMatchObject({ tax_profile: null, legal_name: null, bill_to: null });
  });
  it('does not guess an unknown status', () => {
    expect(problemOf(() => clientOf(account({ Status__c: 'Dormant' }), settings))).toMatchObject({ code: 'UNMAPPED_STATUS', value: 'Dormant' });
  });
});

describe('contract', () => {
  it.each([['Draft', 'draft', 'draft'], ['InApproval', 'draft', 'submitted'], ['Activated', 'active', 'approved']])('%s is %s, approval %s', (code, status, approval) => {
    expect(contractOf(contract({ StatusCode: code }), settings)).toMatchObject({ approval_status: approval, data: { status } });
  });
  it('has a natural key once it names a legal entity', () => {
    expect(contractOf(contract(), settings)).toMatchObject({ natural_key: 'US01:CT-2026-001', refs: { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' }, client_id: { source_id: '001A' } } });
    const without = contractOf(contract({ Legal_Entity__c: null }), settings);
    expect(without.natural_key).toBeNull();
    expect(without.refs).not.toHaveProperty('legal_entity_id');
  });
  it('does not take an unknown status code for approved and active', () => {
    expect(problemOf(() => contractOf(contract({ StatusCode: 'Terminated' }), settings))).toMatchObject({ code: 'UNMAPPED_STATUS' });
  });
  it('is found by its number also when it cannot be mapped', () => {
    const broken = contract({ StatusCode: 'Terminated', IsDeleted: true, StartDate: 'soon', Contract_Lines__r: [line({ Line_Number__c: null })], Name: 'Build it' });
    expect(knownContract(broken)).toEqual({ natural_key: 'US01:CT-2026-001', deleted: true, refs: { client_id: { entity: 'client', source_id: '001A' }, legal_entity_id: { entity: 'legal_entity', natural_key: 'US01' } }, extensions: { name: 'Build it', status_label: 'Draft' } });
  });
  it('leaves deleted lines out, sorts the others by number, and shows a deleted contract as it was', () => {
    const lines = [line({ Line_Number__c: '10' }), line({ Line_Number__c: '2' }), line({ Line_Number__c: '3', IsDeleted: true })];
    const numbers = (row: Row) => (contractOf(row, settings).data as any).lines.map((l: any) => l.line_no);
    expect(numbers(contract({ Contract_Lines__r: lines }))).toEqual(['2', '10']);
    expect(numbers(contract({ IsDeleted: true, Contract_Lines__r: lines.map((l) => ({ ...l, IsDeleted: true })) }))).toEqual(['2', '3', '10']);
  });
});

describe('contract line', () => {
  it.each([
    ['Time and Materials', 'time_and_materials'], ['Fixed Fee', 'fixed_fee'], ['Milestone', 'milestone'], ['Retainer', 'retainer'], ['Managed Services', 'managed_services'], ['Expense', 'expense'],
  ])('%s is %s', (label, type) => expect(contractLineOf(line({ Contract_Type__c: label }))).toMatchObject({ contract_type: type, status: 'active' }));
  it('carries money digit for digit and per cents as fractions', () => {
    expect(contractLineOf(line({ Cap_Amount__c: '123456789012345.67', Cap_Hours__c: '1.0E3', Discount__c: '7.25', Task_Codes__c: '1.1; 1.2;' }))).toEqual({
      line_no: '1', description: 'Build', contract_type: 'time_and_materials', status: 'active', task_codes: ['1.1', '1.2'], included_classes: ['time'], cap_policy: 'split_hold',
      cap_amount: '123456789012345.67', cap_hours: '1000', discount: '0.0725',
    });
  });
  it('an expense line covers no time', () => expect(contractLineOf(line({ Contract_Type__c: 'Expense' })).included_classes).toEqual(['expense']));
  it('neither a type nor a number is made up', () => {
    expect(problemOf(() => contractLineOf(line({ Contract_Type__c: 'Barter' })))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'lines[1].contract_type' });
    expect(problemOf(() => contractLineOf(line({ Line_Number__c: null })))).toMatchObject({ code: 'MISSING_CONTRACT', field: 'lines.line_no' });
  });
});

describe('terms of other contract types', () => {
  const bill = (more: Row): Row => ({ ...system, Line_Number__c: '1', Trigger__c: 'Date', ...more });
  const step = (more: Row): Row => ({ ...system, Line_Number__c: '1', Meter__c: 'calls', Unit__c: 'call', Mode__c: 'Graduated', ...more });
  it('a fixed fee carries its bills in order, those of other lines left out', () => {
    const schedule = [bill({ Id: 'b', Sequence__c: '2.0', Trigger__c: 'Milestone', Milestone_Code__c: 'M1', Percent__c: '60' }), bill({ Id: 'a', Sequence__c: '1.0', Bill_Date__c: '2026-03-31', Amount__c: '400.5' }), bill({ Line_Number__c: '2', Sequence__c: '1' })];
    expect(contractLineOf(line({ Contract_Type__c: 'Fixed Fee', Amount__c: '1000.50', Billing_Method__c: 'Schedule', Retention__c: '10' }), schedule)).toMatchObject({
      contract_type: 'fixed_fee', amount: '1000.5', billing_method: 'schedule', retention: '0.1', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-03-31', amount: '400.5' }, { seq: '2', trigger: 'milestone', milestone_code: 'M1', pct: '0.6' }],
    });
  });
  it('a retainer, a recurring charge, expenses and an obligation stand apart', () => {
    expect(contractLineOf(line({ Contract_Type__c: 'Retainer', Retainer_Unit__c: 'Hours', Retainer_Fee__c: '2000', Retainer_Included__c: '20', Overage_Policy__c: 'Block', Refundable__c: false, Full_First_Period__c: true })).retainer).toEqual({ unit: 'hours', fee: '2000', included: '20', overage_policy: 'block', full_first_period: true });
    expect(contractLineOf(line({ Contract_Type__c: 'Subscription', Recurring_Amount__c: '300', Recurring_Timing__c: 'Arrears', Service_Start__c: '2026-01-15', Anchor_Day__c: '15.0', Proration__c: '30/360' })).recurring).toEqual({ amount: '300', timing: 'arrears', service_start: '2026-01-15', anchor_day: '15', proration: 'strict_30_360' });
    expect(contractLineOf(line({ Contract_Type__c: 'Expense', Expense_Markup__c: '7.5', Expense_Presentation__c: 'Agent' })).expense).toEqual({ markup: '0.075', presentation: 'agent' });
    expect(contractLineOf(line({ Obligation_Code__c: 'PO1', SSP__c: '4000', Revenue_Measure__c: 'Straight Line' })).obligation).toEqual({ code: 'PO1', ssp: '4000', measure: 'straight_line' });
    expect(contractLineOf(line())).not.toHaveProperty('retainer');
  });
  it('prices of usage stand by meter, their steps in order', () => {
    const usage = [step({ Tier__c: '2', Price__c: '0.95' }), step({ Tier__c: '1', Up_To__c: '50', Price__c: '1.0875', Allowance__c: '100' }), step({ Meter__c: 'storage', Unit__c: 'GB', Mode__c: null, Tier__c: '1', Price__c: '2' })];
    expect(contractLineOf(line({ Contract_Type__c: 'Managed Services' }), [], [usage[1]!, usage[0]!, usage[2]!]).usage).toEqual([
      { meter: 'calls', unit: 'call', allowance: '100', mode: 'graduated', tiers: [{ up_to: '50', price: '1.0875' }, { price: '0.95' }] }, { meter: 'storage', unit: 'GB', tiers: [{ price: '2' }] },
    ]);
  });
  it('cards that priced it before are read from their text, and a text of another form is shown', () => {
    expect(contractLineOf(line({ Rate_Card__c: 'NEW', Rate_Card_History__c: 'OLD<2026-08-01; <2026-03-01' })).earlier_rate_cards).toEqual([{ rate_card_code: 'OLD', before: '2026-08-01' }, { before: '2026-03-01' }]);
    expect(problemOf(() => contractLineOf(line({ Rate_Card_History__c: 'OLD until August' })))).toMatchObject({ code: 'INVALID_TERMS', field: 'lines[1].earlier_rate_cards' });
  });
  it.each([['Overage_Policy__c', 'retainer.overage_policy'], ['Proration__c', 'recurring.proration'], ['Billing_Method__c', 'billing_method'], ['Retroactive_Rates__c', 'retroactive_rates'], ['SSP_Method__c', 'obligation.ssp_method']])('a word nobody knows in %s is not guessed', (column, field) => {
    expect(problemOf(() => contractLineOf(line({ [column]: 'Perhaps' })))).toMatchObject({ code: 'UNMAPPED_STATUS', field: `lines[1].${field}` });
  });
});

describe('amendment', () => {
  const change = (more: Row): Row => ({ ...system, Name: 'Build', Line_Number__c: '1', Action__c: 'Change', Contract_Type__c: 'Fixed Fee', ...more });
  it('is known by contract and number, waits for its contract, and says each line as it leaves it', () => {
    const row = amendment({ Price_Change__c: '500', Amendment_Lines__r: [change({ Line_Number__c: '2', Action__c: 'End', Contract_Type__c: null }), change({ Amount__c: '1500' }), change({ IsDeleted: true, Line_Number__c: '3' })], Schedule_Lines__r: [{ ...system, Line_Number__c: '1', Sequence__c: '1', Trigger__c: 'Date', Bill_Date__c: '2026-09-30', Amount__c: '1500' }] });
    expect(amendmentOf(row)).toMatchObject({
      natural_key: 'CT-2026-001:2', approval_status: 'approved', effective_from: '2026-08-01', refs: { contract_id: { entity: 'contract', source_id: '800A' } },
      data: { amendment_number: '2', client_approved: true, revenue_approved_by: null, price_change: '500', remaining_distinct: 'yes', status: 'approved', line_changes: [{ line_no: '1', action: 'change', terms: { amount: '1500', billing_schedule: [{ seq: '1', amount: '1500' }] } }, { line_no: '2', action: 'end' }] },
    });
  });
  it.each([['Draft', 'draft'], ['Submitted', 'submitted'], ['Rejected', 'rejected'], ['Applied', 'approved']])('%s stands as %s', (status, approval) => expect(amendmentOf(amendment({ Status__c: status })).approval_status).toBe(approval));
  it('without effective date, with an unknown action or status, is a problem', () => {
    expect(problemOf(() => amendmentOf(amendment({ Effective_Date__c: null })))).toMatchObject({ code: 'INVALID_TERMS', field: 'effective_date' });
    expect(problemOf(() => amendmentOf(amendment({ Amendment_Lines__r: [change({ Action__c: 'Bend' })] })))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'line_changes[1].action' });
    expect(problemOf(() => amendmentOf(amendment({ Status__c: 'Lost' })))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'status' });
  });
});

describe('opportunity', () => {
  it('follows the closing flags whatever the stage is called', () => {
    const stage = (more: Row) => (opportunityOf(deal(more), settings).data as any).canonical_stage;
    expect(stage({ StageName: 'Signed!', IsClosed: true, IsWon: true })).toBe('closed_won');
    expect(stage({ StageName: 'Gone', IsClosed: true, IsWon: false })).toBe('closed_lost');
    expect(stage({ StageName: 'Negotiation/Review' })).toBe('committed');
  });
  it('approval never given is draft, an unknown one is a problem', () => {
    expect(opportunityOf(deal({ Commercial_Approval__c: null }), settings)).toMatchObject({ approval_status: 'draft', data: { commercial_approval: 'draft' } });
    expect(opportunityOf(deal({ Commercial_Approval__c: 'Approved' }), settings).data).toMatchObject({ commercial_approval: 'approved' });
    expect(problemOf(() => opportunityOf(deal({ Commercial_Approval__c: 'Sort of' }), settings))).toMatchObject({ field: 'commercial_approval' });
  });
  it('roles stand oldest first and run with the deal unless they have dates of their own', () => {
    const roles = [role('b', { Start_Date__c: '2026-02-01', Quantity__c: '2.0', Hours__c: '160.50', Region__c: 'EMEA' }), role('a')];
    const { roles_needed } = opportunityOf(deal({ Start_Date__c: '2026-01-01', End_Date__c: '2026-06-30', Region__c: 'AMER', Opportunity_Roles__r: roles }), settings).data as any;
    expect(roles_needed).toEqual([
      { role: 'ANALYST', quantity: '1', hours: '0', start: '2026-01-01', end: '2026-06-30', region: 'AMER', billable: true },
      { role: 'ANALYST', quantity: '2', hours: '160.5', start: '2026-02-01', end: '2026-06-30', region: 'EMEA', billable: true },
    ]);
  });
  it('a role nobody can staff is a problem for delivery', () => {
    expect(problemOf(() => opportunityOf(deal({ Opportunity_Roles__r: [role('a', { Role_Code__c: null })] }), settings))).toMatchObject({ code: 'MISSING_PROJECT_ATTRIBUTE', field: 'roles_needed.role' });
  });
  it('is worth having without contract and legal entity', () => {
    expect(opportunityOf(deal({ ContractId: '800A', Legal_Entity__c: 'US01' }), settings).refs).toEqual({
      client_id: { entity: 'client', source_id: '001A' }, contract_id: { entity: 'contract', source_id: '800A', optional: true }, legal_entity_id: { entity: 'legal_entity', natural_key: 'US01', optional: true },
    });
  });
});
