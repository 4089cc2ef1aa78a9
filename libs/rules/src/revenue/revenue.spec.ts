import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const {
  allocateToOriginal, allocateTransactionPrice, AMENDMENT_STEPS, amendmentPlan, asInvoicedAllowed, asInvoicedRevenue, catchUp, contractBalance, contractExists, costProgress, financingComponent, hoursProgress, lossProvision, modificationTreatment, overUnderBilling, pointInTime, progressBasisAllowed, prospective, receivableRecorded, recognitionTiming, recognizeCostRecovery, recognizeCostToCost, recognizeHours, recognizeOutputMilestones, recognizeProgress, recognizeThreshold, remeasuredRevenue, revenueRunNeeded, rollForward, spreadRevenue, straightLine, unbilledKind, unapprovedChange, variableConsideration,
} = demanding(rules);

const usd = { currency: 'USD' };

describe('contract and timing (REV-1, 2, 9, 15, 18)', () => {
  const criteria = { approved_and_committed: true, rights_identified: true, payment_terms_identified: true, commercial_substance: true, collection_probable: true };
  it('needs all five criteria', () => {
    expect(contractExists(criteria)).toMatchObject({ ok: true });
    for (const name of Object.keys(criteria)) expect(contractExists({ ...criteria, [name]: false })).toMatchObject({ ok: false, code: 'STEP1_NOT_MET', failed: [name], receipts_are: 'contract_liability' });
  });
  it.each([
    [{ contract_type: 'time_and_materials' }, 'over_time', 'a'], [{ contract_type: 'retainer' }, 'over_time', 'a'], [{ contract_type: 'fixed_fee', enforceable_right_to_payment: true }, 'over_time', 'c'],
    [{ contract_type: 'fixed_fee' }, 'point_in_time', null], [{ contract_type: 'fixed_fee', client_controls_asset: true }, 'over_time', 'b'], [{ contract_type: 'managed_services', consumed_as_performed: false }, 'point_in_time', null],
    [{ no_alternative_use: true, enforceable_right_to_payment: true }, 'over_time', 'c'], [{ enforceable_right_to_payment: true }, 'point_in_time', null],
  ] as const)('%p is %s (%s)', (input, timing, criterion) => expect(recognitionTiming(input)).toMatchObject({ timing, criterion }));
  it('flags a financing component beyond a year', () => {
    expect(financingComponent({ transfer_date: '2026-01-01', payment_date: '2027-01-01' })).toMatchObject({ flagged: false, code: null });
    expect(financingComponent({ transfer_date: '2026-01-01', payment_date: '2024-12-01' })).toMatchObject({ flagged: true, code: 'FINANCING_COMPONENT' });
  });
  it('never reads progress from billing', () => {
    expect(progressBasisAllowed('billing')).toMatchObject({ ok: false, code: 'METHOD_NOT_ALLOWED' });
    expect(progressBasisAllowed('cost')).toEqual({ ok: true });
  });
  it('allows as-invoiced only where billing follows value', () => {
    expect(asInvoicedAllowed({})).toMatchObject({ ok: true });
    expect(asInvoicedAllowed({ upfront_fee_share: '0.1' })).toMatchObject({ ok: true });
    expect(asInvoicedAllowed({ upfront_fee_share: '0.11', back_loaded_rates: true, cap_expected_to_bite: true })).toMatchObject({ ok: false, reasons: ['back-loaded rates', 'large upfront fee', 'a cap expected to bite'] });
  });
});

describe('over time (REV-3..6, 10, 11, 17)', () => {
  const contract = { transaction_price: '1000', ...usd };
  it('does not lose a half through a quotient that does not terminate', () => expect(recognizeCostToCost({ transaction_price: '0.015', cost_to_date: '1', eac: '3', ...usd })).toMatchObject({ cumulative_revenue: '0.01' }));
  it('excludes waste from progress', () => expect(recognizeCostToCost({ ...contract, cost_to_date: '300', wasted_cost: '100', eac: '900' })).toMatchObject({ progress: '0.25', cumulative_revenue: '250.00', cumulative_profit: '-50.00' }));
  it('recognizes transferred material at its own revenue', () => expect(recognizeCostToCost({ ...contract, cost_to_date: '300', eac: '800', material_cost: '200', material_cost_to_date: '150', material_transferred: '100' })).toMatchObject({ progress: '0.25', cumulative_revenue: '300.00' }));
  it.each([[{ cost_to_date: '101', eac: '100' }], [{ cost_to_date: '0', eac: '0' }], [{ cost_to_date: '100', eac: '100', material_cost: '100' }], [{ cost_to_date: '50', eac: '100', wasted_cost: '60' }]])('stops on a stale estimate: %p', (cost) => {
    expect(recognizeCostToCost({ ...contract, ...cost })).toMatchObject({ ok: false, code: 'EAC_STALE' });
    expect(costProgress(cost)).toMatchObject({ ok: false, code: 'EAC_STALE' });
  });
  it('asks for an estimate', () => expect(() => costProgress({ cost_to_date: '1' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' })));
  it('catches up in the current period when progress falls (REV-6)', () => {
    const fell = recognizeCostToCost({ ...contract, cost_to_date: '300', eac: '1000', recognized_to_date: '400' });
    expect(fell).toMatchObject({ period_revenue: '-100.00', remaining: '700.00' });
    expect(fell.why.map((w) => w.rule)).toContain('REV-6');
  });
  it('extends the hours by what is still scheduled, and never passes 1', () => {
    expect(hoursProgress({ approved_hours: '40', planned_hours: '50', remaining_scheduled_hours: '40' })).toMatchObject({ progress: '0.5' });
    expect(hoursProgress({ approved_hours: '60', planned_hours: '50' })).toMatchObject({ progress: '1' });
    expect(recognizeHours({ ...contract, approved_hours: '1', planned_hours: '3', progress_decimals: 2 })).toMatchObject({ progress: '0.33', cumulative_revenue: '330.00', cumulative_profit: null });
    expect(() => hoursProgress({ approved_hours: '0', planned_hours: '0' })).toThrow(expect.objectContaining({ rule: 'REV-4' }));
  });
  it('refuses measured progress above 1', () => expect(recognizeProgress({ ...contract, progress: '1.01' })).toMatchObject({ ok: false, code: 'EAC_STALE' }));
  const milestones = [{ id: 'a', weight: '1', achieved: true }, { id: 'b', weight: '2', achieved: false }];
  it('measures by milestones only where they show transfer', () => {
    expect(recognizeOutputMilestones({ ...contract, milestones, shows_transfer: true })).toMatchObject({ cumulative_revenue: '333.33' });
    expect(() => recognizeOutputMilestones({ ...contract, milestones, shows_transfer: false })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
    expect(() => recognizeOutputMilestones({ ...contract, milestones: [], shows_transfer: true })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('recovers cost at zero margin when the outcome cannot be measured', () => {
    expect(recognizeCostRecovery({ cost_to_date: '500', recognized_to_date: '200', ...usd })).toMatchObject({ cumulative_revenue: '500.00', period_revenue: '300.00' });
    expect(recognizeCostRecovery({ cost_to_date: '500', recoverable_cost: '450', ...usd })).toMatchObject({ cumulative_revenue: '450.00' });
  });
  it('recognizes at thresholds for management accounts only', () => {
    const at = (progress: string, purpose: 'management' | 'statutory' = 'management') => recognizeThreshold({ ...contract, progress, thresholds: ['0.25', '0.5', '1'], purpose });
    expect([at('0.24'), at('0.25'), at('0.99')].map((r) => r.cumulative_revenue)).toEqual(['0.00', '250.00', '500.00']);
    expect(() => at('0.5', 'statutory')).toThrow(expect.objectContaining({ rule: 'REV-17' }));
  });
});

describe('straight line (REV-8)', () => {
  const year = { amount: '1000', start: '2026-01-01', end: '2026-12-31', ...usd };
  const amounts = (more: object) => straightLine({ ...year, ...more }).lines.map((l) => l.amount);
  it('gives the last period what is left, or spreads by largest remainder', () => {
    expect(amounts({}).at(-1)).toBe('84.95');
    expect(amounts({ remainder: 'largest_remainder' }).at(-1)).toBe('84.93');
    expect(amounts({ remainder: 'largest_remainder' })[1]).toBe('76.72');
  });
  it('recognizes equal periods, or full months equal and part months by days', () => {
    expect(amounts({ method: 'equal_periods' }).slice(-2)).toEqual(['83.33', '83.37']);
    expect(straightLine({ ...year, amount: '2500', start: '2026-01-16', end: '2026-03-31', method: 'full_months_equal' }).lines.map((l) => [l.days, l.amount])).toEqual([[16, '512.82'], [28, '993.59'], [31, '993.59']]);
  });
  it('cuts by the periods given and refuses gaps', () => {
    const periods = [{ period_id: 'h2', start: '2026-07-01', end: '2026-12-31' }, { period_id: 'h1', start: '2026-01-01', end: '2026-06-30' }];
    expect(straightLine({ ...year, periods }).lines).toMatchObject([{ period_id: 'h1', days: 181 }, { period_id: 'h2', days: 184 }]);
    expect(() => straightLine({ ...year, periods: periods.slice(1) })).toThrow(expect.objectContaining({ code: 'PERIOD_MISSING' }));
    expect(() => straightLine({ ...year, end: '2025-01-01' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => straightLine({ ...year, method: 'by_feel' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});

describe('as invoiced and at a point in time (REV-9, 10, 16, 19)', () => {
  it('counts approved work of the period only', () => {
    const work = [{ work_date: '2026-01-31', net: '100', approval_status: 'approved' }, { work_date: '2026-02-01', net: '50', approval_status: 'approved' }, { work_date: '2026-02-02', net: '70', approval_status: 'submitted' }, { work_date: '2026-03-01', net: '9', approval_status: 'approved' }];
    expect(asInvoicedRevenue({ work, invoices: [{ invoice_date: '2026-02-05', net: '100' }, { invoice_date: '2026-03-05', net: '50' }], from: '2026-02-01', to: '2026-02-28', ...usd })).toMatchObject({ revenue: '50.00', unbilled: '50.00', receivable: '100.00' });
  });
  it('is contract asset when accepted and not invoiced', () => expect(pointInTime({ amount: '5', accepted_on: '2026-01-01', as_of: '2026-01-01', ...usd })).toMatchObject({ revenue: '5.00', contract_asset: '5.00', contract_liability: '0.00', receivable: '0.00' }));
  it('spreads revenue to the cent', () => expect(spreadRevenue({ revenue: '100.00', entries: ['1', '1', '1'].map((measure, i) => ({ id: String(i), measure })), ...usd }).entries.map((e) => e.revenue)).toEqual(['33.34', '33.33', '33.33']));
  it('posts nothing new for the same inputs, in whatever order of keys', () => {
    const first = revenueRunNeeded({ inputs: { a: 1, b: ['2'] }, posted_hashes: [] });
    expect(first.needed).toBe(true);
    expect(revenueRunNeeded({ inputs: { b: ['2'], a: 1 }, posted_hashes: [first.hash] }).needed).toBe(false);
    expect(revenueRunNeeded({ inputs: { a: 2, b: ['2'] }, posted_hashes: [first.hash] }).needed).toBe(true);
  });
});

describe('variable consideration and allocation (REV-12, 13)', () => {
  const outcomes = [{ amount: '100', probability: '0.8' }, { amount: '40', probability: '0.15' }];
  it('includes only what is probable not to reverse, more strictly under IFRS', () => {
    expect(variableConsideration({ fixed: '10', outcomes, method: 'most_likely', ...usd })).toMatchObject({ most_likely: '110.00', expected_value: '96.00', estimate: '110.00', constrained: '110.00' });
    expect(variableConsideration({ fixed: '10', outcomes, method: 'most_likely', gaap: 'ifrs', ...usd })).toMatchObject({ constrained: '50.00' });
    expect(variableConsideration({ fixed: '10', outcomes, method: 'most_likely', threshold: '0.96', ...usd })).toMatchObject({ constrained: '10.00' });
  });
  it('refuses probabilities above 1', () => expect(() => variableConsideration({ outcomes: [...outcomes, { amount: '1', probability: '0.06' }], method: 'expected_value', ...usd })).toThrow(expect.objectContaining({ rule: 'REV-12' })));

  const pos = [{ id: 'a', ssp: '40', in_discount_group: true }, { id: 'b', ssp: '55', in_discount_group: true }, { id: 'c', ssp: '45' }];
  const allocated = (more: object) => allocateTransactionPrice({ transaction_price: '100', obligations: pos, ...usd, ...more }).obligations.map((o) => o.allocated);
  it('gives a discount to the bundle only when all three criteria hold', () => {
    const criteria = { each_sold_separately: true, bundle_sold_at_discount: true, discount_is_the_bundles: true };
    expect(allocated({ discount_criteria: criteria })).toEqual(['23.16', '31.84', '45.00']);
    for (const c of Object.keys(criteria)) expect(allocated({ discount_criteria: { ...criteria, [c]: false } })).toEqual(['28.57', '39.29', '32.14']);
  });
  it('takes a residual price, unless it is absurd or there are two', () => {
    const obligations = [{ id: 'a', ssp: '60' }, { id: 'b', residual: true }];
    expect(allocated({ obligations })).toEqual(['60.00', '40.00']);
    expect(() => allocated({ obligations: [{ id: 'a', ssp: '99' }, obligations[1]] })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
    expect(() => allocated({ obligations: [obligations[1], { ...obligations[1], id: 'c' }] })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }));
    expect(() => allocated({ obligations: [{ id: 'a' }] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('gives a variable amount to one obligation only when it relates to it and fits', () => {
    const variable = (relates_to_it: boolean, fits_objective: boolean) => [{ obligation_id: 'c', amount: '30', relates_to_it, fits_objective }];
    expect(allocated({ variable: variable(true, true) })).toEqual(['20.00', '27.50', '52.50']);
    expect(allocated({ variable: variable(true, false) })).toEqual(['28.57', '39.29', '32.14']);
    expect(allocated({ variable: variable(false, true) })).toEqual(['28.57', '39.29', '32.14']);
  });
});

describe('modification (MOD)', () => {
  it.each([
    [{ approved: false, adds_distinct_services: true, priced_at_ssp: true }, 'none'], [{ approved: true, unpriced: true }, 'variable_consideration'], [{ approved: true, as_invoiced_rate_change: true }, 'new_rates_from_effective_date'],
    [{ approved: true, adds_distinct_services: true, priced_at_ssp: true }, 'separate_contract'], [{ approved: true, adds_distinct_services: false, priced_at_ssp: true }, 'prospective'], [{ approved: true, remaining_distinct: 'no' }, 'cumulative_catch_up'],
    [{ approved: true, remaining_distinct: 'mixed' }, 'mixed'], [{ approved: true, remaining_distinct: 'yes' }, 'prospective'],
  ] as const)('%p is %s', (input, treatment) => expect(modificationTreatment(input)).toMatchObject({ treatment, in_backlog: treatment !== 'none' }));
  it('has nothing at risk once approved', () => expect(unapprovedChange({ approved: true, cost: '5' })).toMatchObject({ exception: null, at_risk: '0' }));
  it('catches up from cost, and stops on a stale estimate', () => {
    expect(catchUp({ transaction_price: '1200', recognized_to_date: '500', cost_to_date: '400', eac: '1000', ...usd })).toMatchObject({ cumulative_revenue: '480.00', catch_up: '-20.00', progress: '0.4' });
    for (const stale of [{ cost_to_date: '2', eac: '1' }, { cost_to_date: '0', eac: '0' }, { progress: '1.1' }]) expect(() => catchUp({ transaction_price: '1', recognized_to_date: '0', ...usd, ...stale })).toThrow(expect.objectContaining({ code: 'EAC_STALE' }));
  });
  it('needs units to spread over', () => expect(() => prospective({ remaining_price: '1', added_price: '1', remaining_units: '0', ...usd })).toThrow(expect.objectContaining({ rule: 'MOD-3' })));
  it('goes on from what was recognized when the rest is modified (MOD-3), and is plain progress before', () => {
    expect(remeasuredRevenue({ allocated_price: '13500', base_revenue: '5100', base_measure: '60', done: '90', total: '150', ...usd })).toMatchObject({ cumulative_revenue: '7900.00' });
    expect(remeasuredRevenue({ allocated_price: '100', done: '1', total: '3', ...usd })).toMatchObject({ cumulative_revenue: '33.33' });
    expect(remeasuredRevenue({ allocated_price: '100', base_revenue: '40', base_measure: '5', done: '5', total: '5', ...usd })).toMatchObject({ cumulative_revenue: '40.00', progress: '0' });
    expect(remeasuredRevenue({ allocated_price: '100', base_revenue: '50', base_measure: '5', done: '4', total: '10', ...usd })).toMatchObject({ cumulative_revenue: '40.00' });
    for (const over of [{ done: '11', total: '10' }, { base_measure: '5', done: '6', total: '5' }]) expect(() => remeasuredRevenue({ allocated_price: '1', ...over, ...usd })).toThrow(expect.objectContaining({ code: 'EAC_STALE' }));
  });
  it('gives a change promised before to the obligations of before (MOD-9)', () => {
    const original = [{ id: 'a', allocated: '300', satisfied_share: '1' }, { id: 'b', allocated: '600', satisfied_share: '0.5' }];
    expect(allocateToOriginal({ change: '100', original, ...usd }).obligations).toEqual([{ id: 'a', change: '33.33', immediate: '33.33', deferred: '0.00' }, { id: 'b', change: '66.67', immediate: '33.34', deferred: '33.33' }]);
    expect(() => allocateToOriginal({ change: '1', original: [], ...usd })).toThrow(expect.objectContaining({ rule: 'MOD-9' }));
  });
  it('applies an amendment in order, and undoes it backwards (MOD-8)', () => {
    expect(amendmentPlan({ done: [] }).next).toBe('contract_version');
    expect(amendmentPlan({ done: ['contract_version', 'rate_cards'] }).next).toBe('billing_schedule');
    expect(amendmentPlan({ done: [...AMENDMENT_STEPS] }).next).toBeNull();
    expect(amendmentPlan({ done: ['contract_version', 'rate_cards'], failed: 'billing_schedule' })).toMatchObject({ next: null, compensate: ['rate_cards', 'contract_version'] });
  });
});

describe('losses and balances (LOSS, BAL)', () => {
  const losing = { transaction_price: '900', cost_to_date: '380', etc: '570', cumulative_revenue: '360', ...usd };
  it('computes in every case and posts where the framework says (LOSS-5)', () => {
    expect(lossProvision({ ...losing, gaap: 'us_gaap' })).toMatchObject({ provision: '30.00', movement: '0.00', post: false });
    expect(lossProvision({ ...losing, gaap: 'us_gaap', contract_in_605_35_scope: true })).toMatchObject({ movement: '30.00', post: true });
    expect(lossProvision({ ...losing, existing_provision: '35' })).toMatchObject({ movement: '-5.00' });
    expect(lossProvision({ ...losing, cost_to_date: '950', etc: '0', cumulative_revenue: '900', existing_provision: '10' })).toMatchObject({ provision: '0.00', movement: '-10.00', loss_recognized: '50.00' });
  });
  it('is contract asset or liability, never both', () => {
    expect(contractBalance({ cumulative_revenue: '100', cumulative_billed: '150', paid: '120', ...usd })).toMatchObject({ contract_asset: '0.00', contract_liability: '50.00', receivable: '30.00', net: '-50.00' });
    expect(contractBalance({ cumulative_revenue: '100', cumulative_billed: '100', ...usd })).toMatchObject({ contract_asset: '0.00', contract_liability: '0.00' });
    expect(overUnderBilling({ earned: '1', billed: '1', ...usd })).toMatchObject({ position: 'none' });
  });
  it('keeps unbilled receivable and contract asset apart (BAL-3)', () => expect([unbilledKind({ contract_type: 'time_and_materials' }), unbilledKind({ contract_type: 'fixed_fee' }), unbilledKind({ contract_type: 'fixed_fee', unconditional_right: true })]).toEqual(['unbilled_receivable', 'contract_asset', 'unbilled_receivable']));
  it.each([
    [{ invoice_posted: true, performed: true, non_cancellable: false }, true, 'contract_asset'], [{ invoice_posted: false, performed: false, non_cancellable: true, due_date: '2026-01-01' }, true, 'contract_liability'],
    [{ invoice_posted: false, performed: false, non_cancellable: true, due_date: '2026-01-02' }, false, null], [{ invoice_posted: true, performed: false, non_cancellable: false }, false, null],
    [{ invoice_posted: true, performed: false, non_cancellable: false, paid: true }, false, 'contract_liability'], [{ invoice_posted: true, performed: false, non_cancellable: true }, true, 'contract_liability'],
  ] as const)('%p: receivable %s against %s', (input, record, credit) => expect(receivableRecorded({ ...input, as_of: '2026-01-01' })).toMatchObject({ record, credit }));
  it('closes the roll-forward of either side (BAL-5)', () => {
    const moves = { opening: '100', billed: '50', recognized: '80', fx: '2', other: '-1', ...usd };
    expect(rollForward({ ...moves, side: 'contract_liability', closing: '71' })).toMatchObject({ ok: true, code: null });
    expect(rollForward({ ...moves, side: 'contract_asset', closing: '131' })).toMatchObject({ ok: true });
    expect(rollForward({ ...moves, side: 'contract_asset', closing: '130' })).toMatchObject({ ok: false, code: 'RECON_BREAK', difference: '-1.00' });
  });
});
