import 'reflect-metadata';
import * as rules from '../index.js';
import type { DecideBillingInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { activationGuard, checkSchedule, decideBilling, instalments, milestoneAmounts, milestoneBills, milestoneGate, moveMilestone, progressBilling, releaseRetention, retention, scheduleDue } = demanding(rules);

describe('a milestone', () => {
  const gate = { contract_line_active: true, task_records: [{ id: 't1', approval_status: 'approved' }], tax_profile_valid: true, legal_entity_matches: true, period_open: true, billing_event_key: 'k', live_billing_event_keys: ['other'] };
  it.each([
    ['contract line is not active', { contract_line_active: false }], ['tax profile is not valid', { tax_profile_valid: false }], ['legal entity does not match', { legal_entity_matches: false }], ['period is not open', { period_open: false }],
    ['a live billing event has the same key', { live_billing_event_keys: ['k'] }], ['time or expense not approved: t2, t3', { task_records: [{ id: 't2', approval_status: 'draft' }, { id: 't3', approval_status: 'submitted' }] }],
  ])('is held because %s, and says just that', (failed, more) => expect(milestoneGate({ ...gate, ...more })).toEqual({ ok: false, code: 'MILESTONE_GATE', failed: [failed], why: [{ rule: 'FF-5', detail: failed, numbers: {} }] }));
  it('bills when it is billable, and by default on acceptance', () => {
    expect(milestoneBills({ status: 'billable' })).toBe(true);
    expect(milestoneBills({ status: 'accepted' })).toBe(true);
    expect(milestoneBills({ status: 'planned' })).toBe(false);
  });
  it('takes a fixed amount before a share, and the last one the rest also when it says null', () => {
    expect(milestoneAmounts({ fee: '1000', milestones: [{ id: 'a', amount: '300', pct: '0.9' }, { id: 'b', amount: null, pct: '0.2' }, { id: 'c', amount: null }], currency: 'USD' })).toMatchObject({ amounts: [{ id: 'a', amount: '300.00' }, { id: 'b', amount: '200.00' }, { id: 'c', amount: '500.00' }], why: [{ numbers: { fee: '1000', last: '500' } }] });
  });
  it('may state its last amount when it is the rest', () => {
    expect(milestoneAmounts({ fee: '1000', milestones: [{ id: 'a', amount: '300' }, { id: 'b', amount: '700' }], currency: 'USD' }).amounts).toHaveLength(2);
    expect(() => milestoneAmounts({ fee: '1000', milestones: [{ id: 'a', amount: '300' }, { id: 'b', amount: '701' }], currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'milestones sum to 1001, the fee is 1000' }));
  });
  it('leaves invoiced schedule lines and posted forecasts where they are when it moves (FF-7)', () => {
    const line = (status: string) => ({ milestone_id: 'm', status, bill_date: '2026-02-01', date: '2026-02-01' });
    const moved = moveMilestone({ milestone_id: 'm', new_date: '2026-03-01', schedule_lines: [line('invoiced'), line('posted'), line('scheduled')], revenue_forecast: [line('invoiced'), line('planned')] });
    expect([moved.schedule_lines.map((l) => l.bill_date), moved.revenue_forecast.map((l) => l.date)]).toEqual([['2026-02-01', '2026-02-01', '2026-03-01'], ['2026-02-01', '2026-03-01']]);
  });
});

describe('the decision on an entry says why', () => {
  const good: DecideBillingInput = { entry: { work_date: '2026-01-05', approval_status: 'approved' }, project: { status: 'active' }, contract_line: {}, assignment: { start: '2026-01-01', end: '2026-01-31' }, rate: { ok: true } };
  const decide = (more: Partial<DecideBillingInput>) => decideBilling({ ...good, ...more });
  it.each<[string, string, Partial<DecideBillingInput>]>([
    ['TM-8', 'approval status is submitted', { entry: { ...good.entry, approval_status: 'submitted' } }], ['TM-8', 'project is closed', { project: { status: 'closed' } }], ['TM-8', 'no contract line covers the work', { contract_line: null }],
    ['TM-8', 'the contract line is not active on 2026-01-05', { contract_line: { status: 'suspended' } }], ['TM-8', '2026-01-05 is outside the assignment', { assignment: null }],
    ['TM-9', 'class internal', { entry: { ...good.entry, billable_class: 'internal' } }], ['FF-6', 'time on a fixed_fee line makes cost, not billing events', { contract_line: { contract_type: 'fixed_fee' } }],
    ['TM-9', 'the line bills only after its milestone', { contract_line: { milestone_gated: true } }], ['RATE-5', 'no price, so the entry waits', { rate: { ok: false } }], ['TM-9', 'over the cap at level contract', { cap: { over: true, level: 'contract' } }],
    ['TM-9', 'over the cap', { cap: { over: true } }], ['TM-9', 'the period is on hold', { period_hold: true }], ['TM-9', 'bills from 2026-02-01', { bill_on: '2026-02-01', as_of: '2026-01-31' }], ['TM-9', 'approved, priced, within cap and due', {}],
  ])('%s: %s', (rule, detail, more) => {
    const decided = decide(more);
    expect(decided.why).toEqual([{ rule, detail, numbers: {} }]);
    if (!decided.ok) expect(decided.detail).toBe(detail);
  });
  it('creates no event for fixed-price time, and one for what is held, capped or deferred', () => {
    expect(decide({ contract_line: { contract_type: 'milestone' } })).toMatchObject({ creates_event: false });
    for (const more of [{ rate: { ok: false } }, { cap: { over: true } }, { period_hold: true }, {}]) expect(decide(more)).toMatchObject({ creates_event: true });
  });
  it('needs no contract line for work that never bills', () => {
    for (const contract_line of [null, undefined]) expect(decide({ entry: { ...good.entry, billable_class: 'absence' }, contract_line })).toMatchObject({ ok: true, decision: 'non_billable' });
  });
  it('defers only when both the bill date and today are known', () => {
    expect(decide({ bill_on: '2026-02-01' })).toMatchObject({ decision: 'invoiceable' });
    expect(decide({ as_of: '2026-01-31' })).toMatchObject({ decision: 'invoiceable' });
  });
  it('counts the first and last day of line and assignment as inside', () => {
    for (const dates of [{ start: '2026-01-05', end: '2026-01-05' }, { start: null, end: null }]) expect(decide({ contract_line: dates, assignment: dates })).toMatchObject({ decision: 'invoiceable' });
  });
});

describe('schedules', () => {
  it('refuses no instalments, and bills one as one', () => {
    expect(() => instalments({ total: '1', count: 0, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'FF-2', detail: 'count 0 must be a whole number above zero' }));
    expect(instalments({ total: '1', count: 1, currency: 'USD' })).toMatchObject({ amounts: ['1.00'], why: [{ numbers: { total: '1', count: '1' } }] });
  });
  it('takes skipped lines out of the sum, and says break', () => {
    const lines = [{ seq: 1, bill_date: '2026-01-01', amount: '60', status: 'scheduled' }, { seq: 2, bill_date: '2026-01-01', amount: '9', status: 'skipped' }];
    expect(checkSchedule({ line_amount: '60', lines, currency: 'USD' })).toEqual({ ok: true });
    expect(checkSchedule({ line_amount: '61', lines, currency: 'USD' })).toEqual({ ok: false, code: 'RECON_BREAK', difference: '-1.00' });
  });
  it('gives due lines by date, then sequence, whatever order they come in', () => {
    const line = (seq: number, bill_date: string) => ({ seq, bill_date, amount: '1', status: 'scheduled' });
    for (const lines of [[line(1, '2026-01-03'), line(2, '2026-01-02'), line(3, '2026-01-01')], [line(3, '2026-01-01'), line(2, '2026-01-02'), line(1, '2026-01-03')]]) expect(scheduleDue({ lines, as_of: '2026-01-31' }).map((l) => l.seq)).toEqual([3, 2, 1]);
  });
});

describe('progress billing and retention explain themselves', () => {
  it('shows fee, progress, earned and billed', () => {
    const numbers = { fee: '1000', progress: '1', earned: '1000', billed_to_date: '300', bill: '700' };
    expect(progressBilling({ fee: '1000', progress: '1.2', billed_to_date: '300', currency: 'USD' })).toMatchObject({ ok: true, bill: '700.00', why: [{ rule: 'FF-3', numbers }] });
    expect(progressBilling({ fee: '1000', progress: '1', billed_to_date: '1000.01', currency: 'USD' })).toMatchObject({ ok: false, why: [{ rule: 'FF-3', numbers: { bill: '-0.01' } }] });
  });
  it('shows what was retained and released', () => {
    expect(retention({ bill: '100', retention: '0.1', currency: 'USD' }).why).toMatchObject([{ rule: 'FF-4', numbers: { bill: '100', retained: '10' } }]);
    expect(releaseRetention({ retained: '100', released: '60', currency: 'USD' }).why).toMatchObject([{ rule: 'FF-4', numbers: { released: '60' } }]);
    expect(releaseRetention({ retained: '100', released: '160', currency: 'USD' }).why).toMatchObject([{ rule: 'FF-4', numbers: { retained: '100', released: '160' } }]);
  });
});

it('the activation guard names each failing check, or says that all hold', () => {
  const all = { erp_project_referenced: true, legal_entity_set: true, billing_schedule_or_rate_card_approved: true, contract_signed: true, tax_profile_valid: true, open_task_exists: true };
  expect(activationGuard(all).why).toEqual([{ rule: 'REC-5', detail: 'every activation check holds', numbers: {} }]);
  expect(activationGuard({ ...all, contract_signed: false, tax_profile_valid: false }).why.map((t) => t.detail)).toEqual(['contract_signed is false', 'tax_profile_valid is false']);
});
