import 'reflect-metadata';
import * as rules from '../index.js';
import type { ProrateInput, RecurringChargeInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { applyAdvance, billExpense, billingPeriod, days360, midPeriodChange, perDiem, prorate, quantityRevenue, rateUsage, recurringCharges, refundAdvance, retainerLedger, retainerMargin, retainerPeriod, retainerRevenue, usageRun } = demanding(rules);

describe('billing periods', () => {
  it('begin on the anchor day itself, also when it is the last of its month', () => {
    expect(billingPeriod({ date: '2026-02-15', anchor_day: 15 })).toEqual({ period_from: '2026-02-15', period_to: '2026-03-15' });
    expect(billingPeriod({ date: '2026-02-14', anchor_day: 15 })).toEqual({ period_from: '2026-01-15', period_to: '2026-02-15' });
    expect(billingPeriod({ date: '2026-02-28', anchor_day: 28 })).toEqual({ period_from: '2026-02-28', period_to: '2026-03-28' });
    expect(billingPeriod({ date: '2026-03-30', anchor_day: 31 })).toEqual({ period_from: '2026-02-28', period_to: '2026-03-31' });
    expect(billingPeriod({ date: '2026-12-31', anchor_day: 1, frequency_months: 3, first_period_from: '2026-02-01' })).toEqual({ period_from: '2026-11-01', period_to: '2027-02-01' });
    expect(() => billingPeriod({ date: '2026-01-31', anchor_day: 1, first_period_from: '2026-02-01' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-2', detail: '2026-01-31 is before the first billing period 2026-02-01' }));
  });
});

describe('proration', () => {
  const feb: ProrateInput = { amount: '100', service_from: '2026-02-11', service_to: '2026-03-01', currency: 'USD' };
  it('explains itself by method and figures', () => expect(prorate({ ...feb, method: 'thirty_360' }).why).toEqual([{ rule: 'MS-2', detail: 'thirty 360', numbers: { price: '100', numerator: '20', denominator: '30', amount: '66.67' } }]));
  it('of no days is nothing, of the whole period the whole', () => {
    expect(prorate({ ...feb, service_to: '2026-02-11' })).toMatchObject({ amount: '0.00', numerator: '0' });
    expect(prorate({ ...feb, service_from: '2026-02-01' })).toMatchObject({ amount: '100.00', fraction: '1' });
    expect(prorate({ ...feb, service_from: '2026-02-01', method: 'calendar_month' })).toMatchObject({ amount: '100.00' });
  });
  it('over several months multiplies the thirties, and needs both dates of the period', () => {
    const quarter = { ...feb, service_from: '2026-01-01', service_to: '2026-02-16', period_from: '2026-01-01', period_to: '2026-04-01', frequency_months: 3 };
    expect(prorate({ ...quarter, method: 'actual_30' })).toMatchObject({ numerator: '46', denominator: '90' });
    expect(prorate({ ...quarter, method: 'thirty_360' })).toMatchObject({ numerator: '45', denominator: '90' });
    expect(prorate({ ...quarter, method: 'calendar_month' })).toMatchObject({ numerator: '46', denominator: '90' });
    expect(prorate({ ...quarter, multi_month: 'months_first' })).toMatchObject({ numerator: '43', denominator: '84' });
    expect(prorate({ ...quarter, service_to: '2026-03-01', multi_month: 'months_first' })).toMatchObject({ fraction: '0.66666666666666666667' });
    expect(prorate({ ...feb, multi_month: 'months_first' })).toMatchObject({ numerator: '18', denominator: '28' });
    expect(() => prorate({ ...quarter, period_to: undefined })).toThrow(expect.objectContaining({ detail: 'a period of several months needs period_from and period_to' }));
    expect(prorate({ ...feb, period_from: '2026-02-11', anchor_day: 1 })).toMatchObject({ denominator: '28' });
  });
  it('refuses service outside its period or running backwards', () => {
    for (const wrong of [{ service_from: '2026-03-02', service_to: '2026-03-01' }, { period_from: '2026-02-12', period_to: '2026-03-01' }, { period_from: '2026-02-01', period_to: '2026-02-28' }]) expect(() => prorate({ ...feb, ...wrong })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-2' }));
    expect(() => prorate({ ...feb, period_from: '2026-02-01', period_to: '2026-04-01', service_from: '2026-02-20', service_to: '2026-02-19' })).toThrow(expect.objectContaining({ rule: 'MS-2' }));
  });
  it('by the second needs instants, and a period with a length', () => {
    const second = { ...feb, method: 'by_second' as const, service_from: '2026-02-01T00:00:00Z', service_to: '2026-02-01T12:00:00Z', period_from: '2026-02-01T00:00:00Z', period_to: '2026-02-02T00:00:00Z' };
    expect(prorate(second)).toMatchObject({ amount: '50.00', numerator: '43200', denominator: '86400' });
    expect(() => prorate({ ...second, period_to: undefined })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'period_to undefined is not an instant' }));
    expect(() => prorate({ ...second, service_to: 'noon' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'service_to "noon" is not an instant' }));
    expect(() => prorate({ ...second, period_to: second.period_from })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'the billing period has no length' }));
  });
  it('counts 30/360 across years and on day 31', () => expect([days360('2025-11-30', '2026-02-28'), days360('2025-01-01', '2026-01-01'), days360('2026-01-31', '2026-03-31'), days360('2026-01-15', '2026-03-31')]).toEqual([88, 360, 60, 76]));
});

describe('recurring charges', () => {
  const line: RecurringChargeInput = { amount: '300', anchor_day: 1, service_start: '2026-01-01', until: '2026-03-01', currency: 'USD' };
  const dates = (more: Partial<RecurringChargeInput>) => recurringCharges({ ...line, ...more }).charges.map((c) => [c.service_from, c.service_to, c.amount, c.prorated]);
  it('starts on the anchor with a full period and ends where the service ends', () => {
    expect(dates({})).toEqual([['2026-01-01', '2026-02-01', '300.00', false], ['2026-02-01', '2026-03-01', '300.00', false]]);
    expect(dates({ service_end: '2026-02-01' })).toEqual([['2026-01-01', '2026-02-01', '300.00', false]]);
    expect(dates({ service_end: '2026-02-15' })).toEqual([['2026-01-01', '2026-02-01', '300.00', false], ['2026-02-01', '2026-02-15', '150.00', true]]);
    expect(dates({ service_end: '2026-05-01' })).toHaveLength(2);
    expect(dates({ service_start: '2026-01-17' })).toEqual([['2026-01-17', '2026-02-01', '145.16', true], ['2026-02-01', '2026-03-01', '300.00', false]]);
    expect(dates({ service_start: '2026-03-01' })).toEqual([]);
  });
  it('bills in advance on the first day, in arrears on the day after the last', () => {
    expect(recurringCharges(line)).toMatchObject({ charges: [{ bill_date: '2026-01-01' }, { bill_date: '2026-02-01' }], why: [{ rule: 'MS-1', detail: 'advance, anchored on day 1', numbers: { charges: '2' } }] });
    expect(recurringCharges({ ...line, timing: 'arrears' })).toMatchObject({ charges: [{ bill_date: '2026-02-01' }, { bill_date: '2026-03-01' }], why: [{ detail: 'arrears, anchored on day 1' }] });
  });
  it('charges the leading part of a quarterly line by the month it falls in', () => expect(dates({ frequency_months: 3, service_start: '2026-01-17', until: '2026-06-01' })).toEqual([['2026-01-17', '2026-02-01', '48.39', true], ['2026-02-01', '2026-05-01', '300.00', false], ['2026-05-01', '2026-08-01', '300.00', false]]));
  it('changes a price on any day of the period, its first and last too', () => {
    const change = { old_price: '100', new_price: '200', change_date: '2026-02-15', period_from: '2026-02-01', period_to: '2026-03-01', currency: 'USD' };
    expect(midPeriodChange(change)).toMatchObject({ lines: [{ kind: 'credit', net: '-50.00', service_from: '2026-02-15', service_to: '2026-03-01' }, { kind: 'charge', net: '100.00' }], net: '50.00', why: [{ rule: 'MS-3', numbers: { credit: '-50', charge: '100' } }] });
    expect(midPeriodChange({ ...change, change_date: '2026-02-01' })).toMatchObject({ net: '100.00' });
    expect(midPeriodChange({ ...change, change_date: '2026-03-01' })).toMatchObject({ net: '0.00' });
    for (const change_date of ['2026-01-31', '2026-03-02']) expect(() => midPeriodChange({ ...change, change_date })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-3', detail: `change date ${change_date} is outside the period` }));
  });
});

describe('usage', () => {
  const tiers = [{ up_to: '10', price: '1', flat_fee: '5' }, { up_to: null, price: '2' }];
  const usage = { quantity: '12', tiers, currency: 'USD' };
  it('prices by tier and says how', () => {
    expect(rateUsage({ ...usage, mode: 'graduated' })).toMatchObject({ amount: '19.00', tiers: [{ blocks: '10', price: '1', amount: '15' }, { blocks: '2', price: '2', amount: '4' }], why: [{ rule: 'MS-4', detail: 'graduated', numbers: { quantity: '12', billable: '12', blocks: '12', amount: '19' } }] });
    expect(rateUsage({ ...usage, quantity: '10', mode: 'graduated' })).toMatchObject({ tiers: [{ blocks: '10' }] });
    expect(rateUsage({ ...usage, quantity: '0', mode: 'volume' })).toMatchObject({ amount: '0.00' });
    expect(rateUsage({ ...usage, quantity: '10', mode: 'volume' })).toMatchObject({ amount: '15.00' });
    expect(rateUsage({ ...usage, mode: 'flat' })).toMatchObject({ amount: '17.00' });
  });
  it('refuses tiers that are missing, do not rise, or end too early', () => {
    expect(() => rateUsage({ ...usage, tiers: [] })).toThrow(expect.objectContaining({ code: 'MISSING_RATE', detail: 'no price tiers' }));
    for (const wrong of [[tiers[1]!, tiers[0]!], [tiers[0]!, tiers[0]!], [{ up_to: '10', price: '1' }, { up_to: '9', price: '1' }]]) expect(() => rateUsage({ ...usage, tiers: wrong })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'tiers must rise, and only the last may be open' }));
    for (const mode of ['graduated', 'volume'] as const) expect(() => rateUsage({ ...usage, mode, tiers: [tiers[0]!] })).toThrow(expect.objectContaining({ code: 'MISSING_RATE' }));
    expect(() => rateUsage({ ...usage, block_size: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-4' }));
  });
  const record = (source_ref: string, more: object = {}) => ({ source_ref, version: 1, service_date: '2026-01-15', quantity: '5', status: 'accepted', ...more });
  const run = (records: ReturnType<typeof record>[], invoiced: { source_ref: string; version: number; quantity: string }[] = []) => usageRun({ period_from: '2026-01-01', period_to: '2026-01-31', records, invoiced });
  it('takes records of the last day, in order of their reference, and none that is rejected, merely received, or later', () => {
    expect(run([record('c'), record('a', { service_date: '2026-01-31' }), record('b', { status: 'rejected' }), record('d', { status: 'received' }), record('e', { service_date: '2026-02-01' })])).toMatchObject({ lines: [{ source_ref: 'a' }, { source_ref: 'c' }], quantity: '10', why: [{ rule: 'MS-6' }] });
    expect(run([record('a'), record('c')]).lines.map((l) => l.source_ref)).toEqual(['a', 'c']);
  });
  it('takes the newest version whatever the order, keeps the first of two equal ones, bills the difference, and nothing twice', () => {
    for (const list of [[record('a', { version: 2, quantity: '8' }), record('a')], [record('a'), record('a', { version: 2, quantity: '8' })]]) expect(run(list)).toMatchObject({ lines: [{ version: 2, quantity: '8', kind: 'usage' }] });
    expect(run([record('a'), record('a', { quantity: '9' })])).toMatchObject({ lines: [{ quantity: '5' }] });
    expect(run([record('a', { version: 2, quantity: '8' })], [{ source_ref: 'a', version: 1, quantity: '5' }])).toMatchObject({ lines: [{ quantity: '3', kind: 'delta' }] });
    expect(run([record('a', { quantity: '8' })], [{ source_ref: 'a', version: 1, quantity: '5' }]).lines).toEqual([]);
    expect(run([record('a', { quantity: '8' })], [{ source_ref: 'a', version: 2, quantity: '5' }]).lines).toEqual([]);
    expect(run([record('a', { version: 2 })], [{ source_ref: 'a', version: 1, quantity: '5' }]).lines).toEqual([]);
    expect(run([record('z', { quantity: '0' })]).lines).toHaveLength(1);
  });
  it('earns in proportion to use', () => {
    expect(quantityRevenue({ price: '100', quantity: '10', used: '12', recognized_to_date: '40', currency: 'USD' })).toMatchObject({ cumulative: '100.00', this_period: '60.00', why: [{ rule: 'MS-8', numbers: { used: '10', quantity: '10', cumulative: '100' } }] });
    expect(() => quantityRevenue({ price: '100', quantity: '0', used: '1', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MS-8' }));
  });
});

describe('retainers and advances', () => {
  it('takes the oldest advance first, by id on one day, whatever order they come in', () => {
    const advance = (id: string, received_on: string) => ({ id, received_on, balance: '50' });
    const list = [advance('c', '2026-02-01'), advance('b', '2026-01-01'), advance('a', '2026-02-01')];
    for (const advances of [list, [...list].reverse(), [list[1]!, list[2]!, list[0]!], [list[2]!, list[0]!, list[1]!]]) expect(applyAdvance({ advances, invoice_net: '80', currency: 'USD' })).toMatchObject({ advances: [{ id: 'b', applied: '50.00' }, { id: 'a', applied: '30.00' }, { id: 'c', applied: '0.00' }], why: [{ rule: 'RET-5', numbers: { balance: '150', net: '80', applied: '80' } }] });
    expect(applyAdvance({ advances: list, invoice_net: '80', requested: null, currency: 'USD' })).toMatchObject({ applied: '80.00' });
    expect(() => applyAdvance({ advances: list, invoice_net: '80', requested: '81', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: '81 may be lowered but not raised above 80' }));
  });
  it('refunds and breakage show their figures', () => {
    expect(refundAdvance({ balance: '50', amount: '20', currency: 'USD' })).toMatchObject({ refunded: '20.00', balance_after: '30.00', why: [{ rule: 'RET-5', numbers: { balance: '50', amount: '20' } }] });
    expect(refundAdvance({ balance: '50', amount: '60', currency: 'USD' })).toMatchObject({ balance: '50.00', why: [{ numbers: { balance: '50', amount: '60' } }] });
    const sold = { advance: '1000', used_to_date: '400', currency: 'USD' };
    expect(retainerRevenue({ ...sold, expected_breakage: '200', unconstrained: true, recognized_to_date: '100' })).toMatchObject({ this_period: '400.00', why: [{ detail: 'breakage in proportion to use', numbers: { advance: '1000', used: '400', expected_breakage: '200', breakage: '100' } }] });
    expect(retainerRevenue({ ...sold, expiry_certain: true })).toMatchObject({ cumulative: '1000.00', why: [{ detail: 'expiry is certain' }] });
    expect(retainerRevenue({ ...sold, expected_breakage: '1000', unconstrained: true })).toMatchObject({ breakage: '600.00' });
  });
  it('absorbs only what the policy absorbs, and explains overage only where there is some', () => {
    const month = { included_hours: '10', used_hours: '14', fee: '1000', currency: 'USD' };
    expect(retainerPeriod(month)).toMatchObject({ absorbed_amount: '0.00', held_amount: '0.00', why: [{ rule: 'RET-1', numbers: { included: '10', carried_in: '0', used: '14', available: '10', drawn: '10', overage: '4', unused: '0', carried_out: '0' } }, { rule: 'RET-4', detail: 'overage policy bill', numbers: { overage: '4', value: '400' } }, { rule: 'RET-3', numbers: { fee: '1000', overage_amount: '400' } }] });
    expect(retainerPeriod({ ...month, overage_policy: 'block' })).toMatchObject({ absorbed_amount: '0.00' });
    expect(retainerPeriod({ ...month, used_hours: '10' }).why).toHaveLength(2);
    expect(retainerMargin({ fee: '1000', hours: '8', cost_rate: '50' }).why).toMatchObject([{ rule: 'RET-8', numbers: { fee: '1000', hours: '8', cost: '400' } }]);
  });
  it('caps what a period adds, not what was there, and old hours still expire', () => {
    const ledger = (used: string[], more: object) => retainerLedger({ periods: used.map((used_hours, i) => ({ period: `p${i}`, included_hours: '10', used_hours })), ...more });
    expect(ledger(['10', '4'], { opening: '20', rollover_cap: '5', cap_on: 'addition' })).toMatchObject({ periods: [{ rollover_out: '15' }, { rollover_out: '16' }], closing: '16', why: [{ rule: 'RET-2', detail: 'oldest first, cap on addition', numbers: { closing: '16' } }] });
    expect(ledger(['0', '0', '0'], { rollover_expiry_periods: 2 }).periods.map((p) => [p.expired, p.rollover_out])).toEqual([['0', '10'], ['0', '20'], ['10', '20']]);
    expect(ledger(['0'], {}).why[0]!.detail).toBe('oldest first, cap on balance');
  });
});

describe('expenses', () => {
  const expense = { amount: '120', recoverable_tax: '20', currency: 'USD', billable_to_client: true, reimbursable_to_worker: true };
  it('explains base, limit, price and presentation', () => {
    expect(billExpense({ ...expense, markup: '0.1' })).toMatchObject({ cost: '100.00', billed: '110.00', markup_amount: '10.00', reimbursed: '120.00', revenue: '110.00', why: [{ rule: 'EXP-1', numbers: { gross: '120', net: '100', rate: '1', cost: '100' } }, { rule: 'EXP-2', detail: 'base plus markup', numbers: { base: '100', billed: '110' } }, { rule: 'EXP-6', detail: 'principal', numbers: { revenue: '110' } }] });
    expect(billExpense({ ...expense, policy_limit: '60', presentation: 'agent', markup: '0.1' })).toMatchObject({ billable_base: '60.00', non_billable: '40.00', revenue: '6.00', why: [{}, { rule: 'EXP-4', detail: 'the part over policy is non-billable', numbers: { limit: '60', net: '100' } }, { rule: 'EXP-2' }, { rule: 'EXP-6', detail: 'agent', numbers: { revenue: '6' } }] });
    expect(billExpense({ ...expense, policy_limit: null })).toMatchObject({ billable_base: '100.00' });
    expect(billExpense({ ...expense, quantity: '10', unit_price: '0.7' })).toMatchObject({ billed: '7.00', why: [{}, { rule: 'EXP-2', detail: 'fixed unit price' }, {}] });
    expect(billExpense({ ...expense, billable_to_client: false, reimbursable_to_worker: false })).toMatchObject({ billed: '0.00', reimbursed: '0.00', non_billable: '100.00', why: [{}, { rule: 'EXP-4', detail: 'not billable: cost without revenue' }, {}] });
    expect(billExpense({ ...expense, contract_currency: 'EUR', rate: '0.5' })).toMatchObject({ cost: '50.00', reimbursed: '120.00', currency: 'EUR', why: [{ numbers: { rate: '0.5' } }, {}, {}] });
    expect(() => billExpense({ ...expense, contract_currency: 'EUR' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING', rule: 'EXP-1' }));
  });
  it('per diem needs no meals provided, no reductions, no lodging', () => {
    const rate = { meals: '60' };
    expect(perDiem({ rate, days: '2', currency: 'USD' })).toMatchObject({ payable: '120.00', meal_reduction: '0.00', lodging: '0.00', why: [{ rule: 'EXP-5', numbers: { lodging: '0', meals: '120', incidentals: '0', reduction: '0' } }] });
    expect(() => perDiem({ rate, days: '2', meals_provided: { lunch: '1' }, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'lunch reduction is missing' }));
    expect(perDiem({ rate, days: '2', reductions: { lunch: '0.4' }, currency: 'USD' })).toMatchObject({ payable: '120.00' });
    expect(() => perDiem({ daily: [{ meals: '60', meals_provided: ['lunch'] }], currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(perDiem({ daily: [{ meals: '60', meals_provided: ['lunch', 'dinner'] }, { meals: '40' }], reductions: { lunch: '0.6', dinner: '0.6' }, currency: 'USD' })).toMatchObject({ payable: '40.00', meal_reduction: '60.00' });
    expect(perDiem({ daily: [{ meals: '60' }, { meals: '60', meals_provided: ['lunch'] }], reduction_by_count: { 1: '0.2' }, currency: 'USD' })).toMatchObject({ payable: '108.00' });
    expect(() => perDiem({ currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'EXP-5', detail: 'give rate and days, or daily' }));
  });
});
