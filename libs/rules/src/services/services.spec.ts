import 'reflect-metadata';
import * as rules from '../index.js';
import type { ProrateInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { applyAdvance, billingPeriod, billExpense, days360, midPeriodChange, perDiem, prorate, quantityRevenue, rateUsage, reconcileUsage, recurringCharges, refundAdvance, retainerLedger, retainerMargin, retainerPeriod, retainerRevenue, usageRun } = demanding(rules);

describe('retainer (RET)', () => {
  const month = { included_hours: '10', used_hours: '14', fee: '1000', overage_rate: '120', currency: 'USD' };
  it('bills, blocks or absorbs overage', () => {
    expect(retainerPeriod(month)).toMatchObject({ overage: '4', invoice_net: '1480.00', code: null, billed_hours: '14', held_amount: '0.00' });
    expect(retainerPeriod({ ...month, overage_policy: 'block' })).toMatchObject({ invoice_net: '1000.00', held_amount: '480.00', code: 'RETAINER_EXHAUSTED', billed_hours: '10' });
    expect(retainerPeriod({ ...month, overage_policy: 'absorb' })).toMatchObject({ invoice_net: '1000.00', absorbed_amount: '480.00', code: null });
    expect(retainerPeriod({ ...month, used_hours: '10', overage_policy: 'block' }).code).toBeNull();
    expect(() => retainerPeriod({ ...month, overage_policy: 'ignore' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
  it('derives an overage rate only from included hours', () => {
    expect(retainerPeriod({ ...month, overage_rate: undefined }).overage_amount).toBe('400.00');
    expect(() => retainerPeriod({ ...month, included_hours: '0', overage_rate: undefined })).toThrow(expect.objectContaining({ code: 'MISSING_RATE' }));
    expect(retainerPeriod({ ...month, included_hours: '0', used_hours: '0', overage_rate: undefined })).toMatchObject({ invoice_net: '1000.00', burn: null, effective_rate: null });
  });
  it('carries up to the cap, unlimited when null, nothing when 0', () => {
    const carried = (rollover_cap: string | null) => retainerPeriod({ ...month, carried_in: '3', used_hours: '5', rollover_cap });
    expect(carried(null)).toMatchObject({ unused: '8', carried_out: '8', expired: '0' });
    expect(carried('6')).toMatchObject({ carried_out: '6', expired: '2' });
    expect(carried('0')).toMatchObject({ carried_out: '0', expired: '8' });
  });
  it('warns at 80 % and 100 %', () => expect(['7.9', '8', '10', '0'].map((used_hours) => retainerPeriod({ ...month, used_hours }).warnings)).toEqual([[], ['0.8'], ['0.8', '1'], []]));
  it('shows rate and margin', () => expect(retainerMargin({ fee: '1000', hours: '8', cost_rate: '50' })).toMatchObject({ effective_rate: '125', margin: '0.6' }));

  const ledger = (used: string[], more: object = {}) => retainerLedger({ periods: used.map((used_hours, i) => ({ period: `p${i}`, included_hours: '10', used_hours })), ...more });
  it('limits the balance, not each month’s addition, unless asked', () => {
    expect(ledger(['4', '4', '4'], { rollover_cap: '8' }).periods.map((p) => p.rollover_out)).toEqual(['6', '8', '8']);
    expect(ledger(['4', '4', '4'], { rollover_cap: '5', cap_on: 'addition' }).periods.map((p) => p.rollover_out)).toEqual(['5', '6', '7']);
    expect(ledger(['4', '4'], { rollover_cap: '0' }).periods.map((p) => [p.rollover_out, p.expired])).toEqual([['0', '6'], ['0', '6']]);
  });
  it('lets carried hours die at the end of the next period, after using them first', () => {
    expect(ledger(['4', '3', '10'], { rollover_expiry_periods: 1 }).periods).toMatchObject([{ rollover_out: '6', expired: '0' }, { drawn: '3', expired: '3', rollover_out: '10' }, { drawn: '10', expired: '0', rollover_out: '10' }]);
  });
  it('starts from an opening balance and shows overage', () => expect(ledger(['15'], { opening: '3' }).periods[0]).toMatchObject({ rollover_in: '3', available: '13', drawn: '13', overage: '2', rollover_out: '0' }));

  const advances = [{ id: 'b', received_on: '2026-02-01', balance: '100' }, { id: 'a', received_on: '2026-01-01', balance: '50' }];
  it('applies the oldest advance first, less if asked, never more', () => {
    expect(applyAdvance({ advances, invoice_net: '80', currency: 'USD' })).toMatchObject({ applied: '80.00', due: '0.00', balance_after: '70.00', advances: [{ id: 'a', applied: '50.00', balance: '0.00' }, { id: 'b', applied: '30.00', balance: '70.00' }] });
    expect(applyAdvance({ advances, invoice_net: '80', requested: '20', currency: 'USD' })).toMatchObject({ applied: '20.00', due: '60.00' });
    expect(() => applyAdvance({ advances, invoice_net: '80', requested: '80.01', currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'RET-5' }));
    expect(applyAdvance({ advances, invoice_net: '-5', currency: 'USD' })).toMatchObject({ applied: '0.00', due: '-5.00' });
  });
  it('refunds up to the balance', () => {
    expect(refundAdvance({ balance: '50', amount: '50', currency: 'USD' })).toMatchObject({ ok: true, balance_after: '0.00' });
    expect(refundAdvance({ balance: '50', amount: '50.01', currency: 'USD' })).toMatchObject({ ok: false, code: 'OVER_REFUND' });
  });
  it('recognizes breakage in proportion to use, or when expiry is certain (RET-7)', () => {
    const advance = { advance: '1000', expected_breakage: '200', used_to_date: '400', currency: 'USD' };
    expect(retainerRevenue({ ...advance, unconstrained: true })).toMatchObject({ breakage: '100.00', cumulative: '500.00', contract_liability: '500.00' });
    expect(retainerRevenue({ ...advance, unconstrained: true, used_to_date: '800' })).toMatchObject({ cumulative: '1000.00', contract_liability: '0.00' });
    expect(retainerRevenue(advance)).toMatchObject({ breakage: '0.00', cumulative: '400.00' });
    expect(retainerRevenue({ ...advance, expiry_certain: true, recognized_to_date: '400' })).toMatchObject({ breakage: '600.00', this_period: '600.00' });
    expect(retainerRevenue({ ...advance, used_to_date: '1200' })).toMatchObject({ cumulative: '1000.00' });
  });
});

describe('proration (MS-2)', () => {
  const feb: ProrateInput = { amount: '100', service_from: '2026-02-11', service_to: '2026-03-01', currency: 'USD' };
  it.each([['actual_period', '64.29'], ['calendar_month', '64.29'], ['actual_30', '60.00'], ['thirty_360', '66.67'], ['none', '100.00']] as const)('%s gives %s', (method, amount) => expect(prorate({ ...feb, method }).amount).toBe(amount));
  it('prorates by second', () => expect(prorate({ ...feb, method: 'by_second', service_from: '2026-02-15T12:00:00Z', service_to: '2026-03-01T00:00:00Z', period_from: '2026-02-01T00:00:00Z', period_to: '2026-03-01T00:00:00Z' })).toMatchObject({ amount: '48.21' }));
  it('adds the parts of two calendar months', () => expect(prorate({ ...feb, method: 'calendar_month', anchor_day: 15, service_from: '2026-02-15', service_to: '2026-03-15' })).toMatchObject({ amount: '95.16' }));
  it('takes whole months first, or days only, over a quarter', () => {
    const quarter = { ...feb, amount: '300', frequency_months: 3, period_from: '2026-01-01', period_to: '2026-04-01', service_from: '2026-02-01', service_to: '2026-03-11' };
    expect(prorate(quarter).amount).toBe('126.67');
    expect(prorate({ ...quarter, multi_month: 'months_first' }).amount).toBe('132.26');
  });
  it('refuses service outside its period, and a longer period it cannot know', () => {
    expect(() => prorate({ ...feb, period_from: '2026-02-12', period_to: '2026-03-01' })).toThrow(expect.objectContaining({ rule: 'MS-2' }));
    expect(() => prorate({ ...feb, service_to: '2026-03-02' })).toThrow(expect.objectContaining({ rule: 'MS-2' }));
    expect(() => prorate({ ...feb, frequency_months: 3, anchor_day: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => prorate({ ...feb, method: 'by_moon' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(() => prorate({ ...feb, method: 'by_second' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('ends short months early for anchor 31', () => {
    expect(billingPeriod({ date: '2026-02-10', anchor_day: 31 })).toEqual({ period_from: '2026-01-31', period_to: '2026-02-28' });
    expect(billingPeriod({ date: '2026-02-28', anchor_day: 31 })).toEqual({ period_from: '2026-02-28', period_to: '2026-03-31' });
  });
  it('counts 30/360', () => expect([days360('2026-01-31', '2026-02-28'), days360('2026-01-01', '2026-01-31'), days360('2026-01-30', '2026-03-31')]).toEqual([28, 30, 60]));
});

describe('recurring and changed charges (MS-1, MS-3)', () => {
  const line = { amount: '31', anchor_day: 10, service_start: '2026-01-25', until: '2026-04-01', currency: 'USD' };
  it('prorates the leading part and the end, full periods between', () => {
    expect(recurringCharges({ ...line, service_end: '2026-03-20' }).charges).toEqual([
      { service_from: '2026-01-25', service_to: '2026-02-10', bill_date: '2026-01-25', amount: '16.00', prorated: true }, { service_from: '2026-02-10', service_to: '2026-03-10', bill_date: '2026-02-10', amount: '31.00', prorated: false },
      { service_from: '2026-03-10', service_to: '2026-03-20', bill_date: '2026-03-10', amount: '10.00', prorated: true },
    ]);
  });
  it('bills in arrears on the day after the period', () => expect(recurringCharges({ ...line, timing: 'arrears' }).charges.map((c) => c.bill_date)).toEqual(['2026-02-10', '2026-03-10', '2026-04-10']));
  it('charges quarters after a leading part of a month', () => expect(recurringCharges({ ...line, amount: '93', frequency_months: 3, until: '2026-06-01' }).charges.map((c) => [c.service_to, c.amount])).toEqual([['2026-02-10', '16.00'], ['2026-05-10', '93.00'], ['2026-08-10', '93.00']]));
  it('refuses a change outside its period', () => expect(() => midPeriodChange({ old_price: '1', new_price: '2', change_date: '2026-02-01', period_from: '2026-01-01', period_to: '2026-01-31', currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'MS-3' })));
});

describe('usage (MS-4..8)', () => {
  const tiers = [{ up_to: '10', price: '2', flat_fee: '5' }, { up_to: '20', price: '1' }, { up_to: null, price: '0.5' }];
  const rate = (quantity: string, more: object = {}) => rateUsage({ quantity, tiers, currency: 'USD', ...more }).amount;
  it('charges each tier its own price, from its first block', () => expect(['0', '1', '10', '11', '20', '21'].map((q) => rate(q))).toEqual(['0.00', '7.00', '25.00', '26.00', '35.00', '35.50']));
  it('charges all at the tier reached, or flat', () => expect([rate('10', { mode: 'volume' }), rate('11', { mode: 'volume' }), rate('30', { mode: 'flat' })]).toEqual(['25.00', '11.00', '65.00']));
  it('takes the allowance first and rounds blocks up', () => {
    expect(rateUsage({ quantity: '105', allowance: '4', block_size: '10', tiers, currency: 'USD' })).toMatchObject({ billable_quantity: '101', blocks: '11', amount: '26.00' });
    expect(rateUsage({ quantity: '3', allowance: '4', tiers, currency: 'USD' })).toMatchObject({ billable_quantity: '0', amount: '0.00' });
    expect(rate('1.5')).toBe('8.00');
  });
  it('never prices usage beyond the last tier at nothing', () => {
    const closed = { tiers: tiers.slice(0, 2) };
    expect(() => rate('21', closed)).toThrow(expect.objectContaining({ code: 'MISSING_RATE' }));
    expect(() => rate('21', { ...closed, mode: 'volume' })).toThrow(expect.objectContaining({ code: 'MISSING_RATE' }));
    expect(() => rate('1', { tiers: [] })).toThrow(expect.objectContaining({ code: 'MISSING_RATE' }));
  });
  it('refuses tiers that do not rise, unknown modes and empty blocks', () => {
    expect(() => rate('1', { tiers: [tiers[1], tiers[0]] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => rate('1', { tiers: [tiers[2], tiers[2]] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => rate('1', { mode: 'free' })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(() => rate('1', { block_size: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('recognizes a prepaid quantity as it is used, never beyond it', () => {
    expect(quantityRevenue({ price: '1000', quantity: '350', used: '400', recognized_to_date: '900', currency: 'USD' })).toMatchObject({ cumulative: '1000.00', this_period: '100.00' });
    expect(() => quantityRevenue({ price: '1', quantity: '0', used: '1', currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'MS-8' }));
  });
  it('bills late records and changed versions as lines of their own, known ones not again', () => {
    const r = (source_ref: string, version: number, quantity: string, service_date: string, status = 'validated') => ({ source_ref, version, quantity, service_date, status });
    const records = [r('a', 1, '10', '2026-02-05'), r('b', 1, '5', '2026-01-20'), r('c', 1, '7', '2026-01-10'), r('c', 2, '9', '2026-01-10'), r('d', 1, '4', '2026-01-10'), r('e', 1, '3', '2026-02-06', 'received'), r('f', 1, '3', '2026-03-01'), r('g', 2, '4', '2026-01-10')];
    const invoiced = [{ source_ref: 'c', version: 1, quantity: '7' }, { source_ref: 'd', version: 1, quantity: '4' }, { source_ref: 'g', version: 1, quantity: '4' }];
    expect(usageRun({ period_from: '2026-02-01', period_to: '2026-02-28', records, invoiced })).toMatchObject({ quantity: '17', lines: [{ source_ref: 'a', kind: 'usage', quantity: '10' }, { source_ref: 'b', kind: 'late', quantity: '5' }, { source_ref: 'c', kind: 'delta', quantity: '2', version: 2 }] });
  });
  it('reconciles rated with validated', () => {
    expect(reconcileUsage({ rated: ['1', '2'], validated: ['3'] })).toMatchObject({ ok: true });
    expect(reconcileUsage({ rated: ['1', '2'], validated: ['2.5'] })).toMatchObject({ ok: false, code: 'RECON_BREAK', difference: '0.5' });
  });
});

describe('expenses (EXP)', () => {
  const line = { amount: '120', recoverable_tax: '20', currency: 'GBP', contract_currency: 'USD', rate: '1.25', markup: '0.1', billable_to_client: true, reimbursable_to_worker: true };
  it('bills net of recoverable tax, in the contract currency, with markup', () => expect(billExpense(line)).toMatchObject({ cost: '125.00', billable_base: '125.00', billed: '137.50', markup_amount: '12.50', reimbursed: '120.00', revenue: '137.50', currency: 'USD' }));
  it.each([[true, true, '137.50', '120.00'], [true, false, '137.50', '0.00'], [false, true, '0.00', '120.00'], [false, false, '0.00', '0.00']])('billable %s, reimbursable %s', (billable_to_client, reimbursable_to_worker, billed, reimbursed) => expect(billExpense({ ...line, billable_to_client, reimbursable_to_worker })).toMatchObject({ billed, reimbursed, cost: '125.00' }));
  it('splits off what is over policy', () => expect(billExpense({ ...line, policy_limit: '80' })).toMatchObject({ cost: '125.00', billable_base: '100.00', non_billable: '25.00', billed: '110.00' }));
  it('shows only the markup for an agent', () => expect(billExpense({ ...line, presentation: 'agent' })).toMatchObject({ billed: '137.50', revenue: '12.50' }));
  it('needs a rate between currencies', () => expect(() => billExpense({ ...line, rate: null })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING', rule: 'EXP-1' })));
  it('reduces a per diem by number of meals, never below zero for meals', () => {
    const day = { meals: '50', incidentals: '5' };
    expect(perDiem({ daily: [{ ...day, meals_provided: ['breakfast', 'lunch'] }, day], reduction_by_count: { 2: '0.6' }, currency: 'USD' })).toMatchObject({ allowance: '110.00', meal_reduction: '30.00', payable: '80.00' });
    expect(perDiem({ daily: [{ ...day, meals_provided: ['breakfast', 'lunch'] }], reductions: { breakfast: '0.6', lunch: '0.6' }, currency: 'USD' })).toMatchObject({ meal_reduction: '50.00', payable: '5.00' });
    expect(perDiem({ rate: day, days: '1', meals_provided: { dinner: '3' }, reductions: { dinner: '0.5' }, currency: 'USD' })).toMatchObject({ meal_reduction: '50.00' });
    expect(() => perDiem({ daily: [{ ...day, meals_provided: ['lunch'] }], reduction_by_count: { 2: '0.6' }, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => perDiem({ currency: 'USD' })).toThrow(expect.objectContaining({ rule: 'EXP-5' }));
  });
});
