import 'reflect-metadata';
import * as rules from '../index.js';
import type { DecideBillingInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { activationGuard, checkSchedule, decideBilling, instalments, milestoneAmounts, milestoneBills, milestoneGate, moveMilestone, progressBilling, releaseRetention, retention, scheduleDue } = demanding(rules);

describe('decideBilling (TM-8, TM-9)', () => {
  const good: DecideBillingInput = { entry: { work_date: '2026-01-05', approval_status: 'approved' }, project: { status: 'active' }, contract_line: { contract_type: 'time_and_materials' }, assignment: { start: '2026-01-01', end: '2026-01-31' }, rate: { ok: true } };
  const decide = (more: Partial<DecideBillingInput>) => decideBilling({ ...good, ...more });

  it('invoices approved, priced, due work', () => expect(decide({})).toMatchObject({ ok: true, decision: 'invoiceable', hold_reason: null, creates_event: true }));
  it('bills completed projects too', () => expect(decide({ project: { status: 'completed' } })).toMatchObject({ decision: 'invoiceable' }));

  it.each<[string, Partial<DecideBillingInput>]>([
    ['UNAPPROVED', { entry: { ...good.entry, approval_status: 'submitted' } }],
    ['PROJECT_NOT_OPEN', { project: { status: 'on_hold' } }],
    ['MISSING_CONTRACT', { contract_line: null }],
    ['MISSING_CONTRACT', { contract_line: { status: 'closed' } }],
    ['MISSING_CONTRACT', { contract_line: { start: '2026-01-06' } }],
    ['MISSING_CONTRACT', { contract_line: { end: '2026-01-04' } }],
    ['ASSIGNMENT_WINDOW', { assignment: null }],
    ['ASSIGNMENT_WINDOW', { assignment: { start: '2026-01-06' } }],
    ['ASSIGNMENT_WINDOW', { assignment: { end: '2026-01-04' } }],
  ])('refuses with %s: %p', (code, more) => expect(decide(more)).toMatchObject({ ok: false, code }));

  it.each<[string, string | null, Partial<DecideBillingInput>]>([
    ['non_billable', null, { entry: { ...good.entry, billable_class: 'internal' }, contract_line: null }],
    ['non_billable', null, { contract_line: { contract_type: 'fixed_fee' } }],
    ['non_billable', null, { contract_line: { contract_type: 'milestone' } }],
    ['held', 'milestone', { contract_line: { milestone_gated: true } }],
    ['held', 'MISSING_RATE', { rate: { ok: false } }],
    ['held', 'AMBIGUOUS_RATE', { rate: { ok: false, code: 'AMBIGUOUS_RATE' } }],
    ['capped', 'cap', { cap: { over: true, level: 'line' } }],
    ['deferred', 'period', { period_hold: true }],
    ['deferred', 'bill_date', { bill_on: '2026-02-01', as_of: '2026-01-31' }],
    ['invoiceable', null, { bill_on: '2026-02-01', as_of: '2026-02-01' }],
    ['invoiceable', null, { contract_line: { milestone_gated: true, milestone_reached: true } }],
    ['invoiceable', null, { assignment: null, assignment_exempt: true }],
  ])('decides %s (%s): %p', (decision, hold_reason, more) => expect(decide(more)).toMatchObject({ ok: true, decision, hold_reason }));

  it('makes no billing event of work that never bills', () => expect(decide({ entry: { ...good.entry, billable_class: 'internal' } })).toMatchObject({ creates_event: false }));
  it('decides in order: non-billable, held, capped, deferred', () => {
    const all: Partial<DecideBillingInput> = { cap: { over: true }, period_hold: true, contract_line: { milestone_gated: true } };
    expect(decide({ ...all, entry: { ...good.entry, billable_class: 'internal' } })).toMatchObject({ decision: 'non_billable' });
    expect(decide(all)).toMatchObject({ decision: 'held' });
    expect(decide({ ...all, contract_line: {} })).toMatchObject({ decision: 'capped' });
  });
});

describe('milestones (FF-1, FF-5, FF-7)', () => {
  it('lets the last milestone take the rounding difference', () => {
    expect(milestoneAmounts({ fee: '1000', milestones: [{ id: 'a', pct: '0.3333' }, { id: 'b', pct: '0.3333' }, { id: 'c', pct: '0.3334' }], currency: 'JPY' }).amounts.map((m) => m.amount)).toEqual(['333', '333', '334']);
  });
  it('refuses amounts that do not sum to the fee', () => expect(() => milestoneAmounts({ fee: '1000', milestones: [{ id: 'a', amount: '500' }, { id: 'b', amount: '499' }], currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'FF-1' })));
  it('refuses a line without milestones', () => expect(() => milestoneAmounts({ fee: '1', milestones: [], currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })));
  it.each([['accepted', true, undefined, true], ['completed', true, undefined, false], ['completed', false, undefined, true], ['in_progress', false, undefined, false], ['accepted', true, false, false]])('status %s, acceptance %s, trigger %s: bills %s', (status, acceptance_required, billing_trigger, bills) => {
    expect(milestoneBills({ status, acceptance_required, billing_trigger })).toBe(bills);
  });
  const gate = { contract_line_active: true, task_records: [{ id: 't1', approval_status: 'approved' }, { id: 't2', approval_status: 'submitted', waived: true }], tax_profile_valid: true, legal_entity_matches: true, period_open: true, billing_event_key: 'k', live_billing_event_keys: ['other'] };
  it('opens the gate when everything holds', () => expect(milestoneGate(gate)).toMatchObject({ ok: true }));
  it('names everything that fails', () => {
    const failed = milestoneGate({ contract_line_active: false, task_records: [{ id: 't1', approval_status: 'submitted' }], tax_profile_valid: false, legal_entity_matches: false, period_open: false, billing_event_key: 'k', live_billing_event_keys: ['k'] });
    expect(failed).toMatchObject({ ok: false, code: 'MILESTONE_GATE', failed: expect.arrayContaining([expect.stringContaining('t1')]) });
    expect(!failed.ok && failed.failed).toHaveLength(6);
  });
  it('re-dates what is not posted', () => {
    const moved = moveMilestone({ milestone_id: 'm', new_date: '2026-03-01', schedule_lines: [{ milestone_id: 'm', status: 'scheduled', bill_date: '2026-02-01' }, { milestone_id: 'n', status: 'scheduled', bill_date: '2026-02-01' }], revenue_forecast: [{ milestone_id: 'm', status: 'posted', date: '2026-02-01' }] });
    expect(moved).toMatchObject({ schedule_lines: [{ bill_date: '2026-03-01' }, { bill_date: '2026-02-01' }], revenue_forecast: [{ date: '2026-02-01' }] });
  });
});

describe('schedules and progress (FF-2..4)', () => {
  it('gives due lines in order', () => {
    const line = (seq: number, bill_date: string, status = 'scheduled') => ({ seq, bill_date, amount: '1', status });
    expect(scheduleDue({ lines: [line(2, '2026-01-31'), line(3, '2026-02-01'), line(1, '2026-01-31'), line(0, '2026-01-01', 'invoiced'), line(4, '2026-01-15', 'due')], as_of: '2026-01-31' }).map((l) => l.seq)).toEqual([4, 1, 2]);
  });
  it('checks a schedule against its line, without cancelled lines', () => {
    const lines = [{ seq: 1, bill_date: '2026-01-01', amount: '60', status: 'scheduled' }, { seq: 2, bill_date: '2026-01-01', amount: '40', status: 'invoiced' }, { seq: 3, bill_date: '2026-01-01', amount: '9', status: 'cancelled' }];
    expect(checkSchedule({ line_amount: '100', lines, currency: 'USD' })).toEqual({ ok: true });
    expect(checkSchedule({ line_amount: '99', lines, currency: 'USD' })).toMatchObject({ code: 'RECON_BREAK', difference: '1.00' });
  });
  it('refuses half an instalment', () => expect(() => instalments({ total: '1', count: 1.5, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })));
  it('flags overbilling and never credits by itself', () => expect(progressBilling({ fee: '1000', progress: '0.2', billed_to_date: '300', currency: 'USD' })).toMatchObject({ ok: false, code: 'OVERBILLED', bill: '0.00', overbilled: '100.00', earned: '200.00' }));
  it('bills nothing when billed equals earned', () => expect(progressBilling({ fee: '1000', progress: '0.3', billed_to_date: '300', currency: 'USD' })).toMatchObject({ ok: true, bill: '0.00' }));
  it('never earns more than the fee', () => expect(progressBilling({ fee: '1000', progress: '1.2', billed_to_date: '0', currency: 'USD' })).toMatchObject({ earned: '1000.00' }));
  it('retains and releases', () => {
    expect(retention({ bill: '1000.05', retention: '0.1', currency: 'USD' })).toMatchObject({ payable_now: '900.04', retained: '100.01', account_role: 'contract_asset' });
    expect(releaseRetention({ retained: '100.01', released: '60', currency: 'USD' })).toMatchObject({ ok: true, bill: '60.00', remaining: '40.01', account_role: 'receivable' });
    expect(releaseRetention({ retained: '100', released: '100', currency: 'USD', only_time_remains: false })).toMatchObject({ account_role: 'contract_asset', remaining: '0.00' });
    expect(releaseRetention({ retained: '100', released: '100.01', currency: 'USD' })).toMatchObject({ ok: false, code: 'OVERBILLED' });
  });
});

describe('activationGuard (REC-5)', () => {
  const all = { erp_project_referenced: true, legal_entity_set: true, billing_schedule_or_rate_card_approved: true, contract_signed: true, tax_profile_valid: true, open_task_exists: true };
  it('opens when all hold', () => expect(activationGuard(all)).toMatchObject({ ok: true, failed: [] }));
  it.each(Object.keys(all))('stays shut without %s', (check) => expect(activationGuard({ ...all, [check]: false })).toMatchObject({ ok: false, failed: [check] }));
});
