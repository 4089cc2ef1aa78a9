import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const { allocateTransactionPrice, asInvoicedAllowed, asInvoicedRevenue, contractExists, costAtCutoff, costProgress, financingComponent, hoursProgress, pointInTime, progressBasisAllowed, recognitionTiming, recognizeCostToCost, recognizeCostRecovery, recognizeHours, recognizeOutputMilestones, recognizeProgress, recognizeThreshold, retrospectivePrice, revenueRunNeeded, spreadRevenue, straightLine, variableConsideration } = demanding(rules);

describe('is there a contract, and when is its revenue', () => {
  const met = { approved_and_committed: true, rights_identified: true, payment_terms_identified: true, commercial_substance: true, collection_probable: true };
  it('names the criteria that are not met, in order', () => {
    expect(contractExists({ ...met, rights_identified: false, collection_probable: false, approved_and_committed: false })).toMatchObject({ ok: false, code: 'STEP1_NOT_MET', failed: ['approved_and_committed', 'collection_probable', 'rights_identified'], receipts_are: 'contract_liability' });
    expect(contractExists({ ...met, rights_identified: false }).why).toEqual([{ rule: 'REV-1', detail: 'rights identified is not met', numbers: {} }]);
    const reversed = Object.fromEntries(Object.entries({ ...met, rights_identified: false, collection_probable: false }).reverse()) as unknown as typeof met;
    expect(contractExists(reversed)).toMatchObject({ failed: ['collection_probable', 'rights_identified'] });
  });
  it.each([['time_and_materials', 'a'], ['managed_services', 'a'], ['retainer', 'a'], ['subscription', 'a'], ['fixed_fee', 'c'], ['milestone', 'c'], ['expense', null]] as const)('%s with a right to payment is over time by %s', (contract_type, criterion) => {
    expect(recognitionTiming({ contract_type, enforceable_right_to_payment: true })).toMatchObject({ timing: criterion ? 'over_time' : 'point_in_time', criterion });
  });
  it('says which criterion, and lets facts given beat the type', () => {
    expect(recognitionTiming({ contract_type: 'retainer' }).why).toMatchObject([{ rule: 'REV-2', detail: 'criterion (a)' }]);
    expect(recognitionTiming({ contract_type: 'retainer', consumed_as_performed: false })).toMatchObject({ timing: 'point_in_time', why: [{ detail: 'no criterion is met' }] });
    expect(recognitionTiming({ contract_type: 'fixed_fee' })).toMatchObject({ timing: 'point_in_time' });
    expect(recognitionTiming({ contract_type: 'expense', client_controls_asset: true })).toMatchObject({ criterion: 'b' });
    expect(recognitionTiming({ contract_type: 'fixed_fee', no_alternative_use: false, enforceable_right_to_payment: true })).toMatchObject({ criterion: null });
  });
  it('flags financing from the day after a (leap) year on', () => {
    expect(financingComponent({ transfer_date: '2027-01-01', payment_date: '2028-01-02' })).toMatchObject({ flagged: false, code: null, why: [{ detail: 'within one year', numbers: { days: '366' } }] });
    expect(financingComponent({ transfer_date: '2028-01-03', payment_date: '2027-01-01' })).toMatchObject({ flagged: true, code: 'FINANCING_COMPONENT', why: [{ detail: 'more than a year between transfer and payment', numbers: { days: '367' } }] });
  });
  it('reads progress from work, never from billing', () => {
    for (const basis of ['billing', 'invoiced']) expect(progressBasisAllowed(basis)).toMatchObject({ ok: false, code: 'METHOD_NOT_ALLOWED', why: [{ rule: 'REV-15' }] });
    expect(progressBasisAllowed('cost')).toEqual({ ok: true });
  });
  it('names each reason against as-invoiced', () => {
    expect(asInvoicedAllowed({ back_loaded_rates: true, upfront_fee_share: '0.11', cap_expected_to_bite: true })).toMatchObject({ ok: false, code: 'METHOD_NOT_ALLOWED', reasons: ['back-loaded rates', 'large upfront fee', 'a cap expected to bite'], why: [{ rule: 'REV-9', detail: 'back-loaded rates' }, { detail: 'large upfront fee' }, { detail: 'a cap expected to bite' }] });
    expect(asInvoicedAllowed({ upfront_fee_share: '0.1' })).toMatchObject({ ok: true });
    expect(asInvoicedAllowed({ upfront_fee_share: '0.1', upfront_limit: '0.05' })).toMatchObject({ ok: false });
  });
});

describe('progress', () => {
  it('is refused as stale with the reason', () => {
    expect(costProgress({ cost_to_date: '11', eac: '10' })).toMatchObject({ ok: false, code: 'EAC_STALE', detail: 'cost to date 11 exceeds the estimate at completion 10', why: [{ rule: 'REV-6' }] });
    expect(costProgress({ cost_to_date: '0', eac: '0' })).toMatchObject({ detail: 'the estimate at completion is zero' });
    expect(costProgress({ cost_to_date: '10', eac: '10', material_cost: '10' })).toMatchObject({ detail: 'no cost is left to measure progress by' });
    expect(costProgress({ cost_to_date: '0', eac: '10', material_cost: '10' })).toMatchObject({ detail: 'no cost is left to measure progress by' });
    expect(costProgress({ cost_to_date: '5', eac: '10', material_cost: '6' })).toMatchObject({ detail: 'progress 1.25 is outside 0 to 1' });
    expect(costProgress({ cost_to_date: '5', eac: '10', wasted_cost: '6' })).toMatchObject({ detail: 'progress -0.25 is outside 0 to 1' });
    expect(() => costProgress({ cost_to_date: '5' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'REV-3', detail: 'give eac or etc' }));
    expect(recognizeProgress({ transaction_price: '100', progress: '1.01', currency: 'USD' })).toEqual({ ok: false, code: 'EAC_STALE', detail: 'progress 1.01 is above 1', why: [{ rule: 'REV-6', detail: 'progress 1.01 is above 1', numbers: {} }] });
  });
  it('answers with quotient and parts', () => {
    expect(costProgress({ cost_to_date: '5', eac: '10' })).toEqual({ ok: true, progress: '0.5', numerator: '5', denominator: '10', why: [{ rule: 'REV-3', detail: 'cost to date over estimate at completion', numbers: { progress: '0.5' } }] });
    expect(hoursProgress({ approved_hours: '5', planned_hours: '10', remaining_scheduled_hours: '20' })).toEqual({ ok: true, progress: '0.2', numerator: '5', denominator: '25', why: [{ rule: 'REV-4', detail: 'approved hours over the larger of plan and expected', numbers: { progress: '0.2' } }] });
    expect(() => hoursProgress({ approved_hours: '0', planned_hours: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'REV-4' }));
    expect(costAtCutoff({ costs: [{ amount: '1', accounting_date: '2026-01-31' }, { amount: '2', accounting_date: '2026-02-01' }, { amount: '4', accounting_date: '2025-12-31' }], as_of: '2026-01-31', from: '2026-01-01' })).toMatchObject({ cost_to_date: '1', excluded: '6', why: [{ numbers: { cost: '1', excluded: '6' } }] });
  });
  it('at the edges: all done is all revenue, falling progress is caught up and said', () => {
    expect(recognizeProgress({ transaction_price: '100', progress: '1', currency: 'USD' })).toMatchObject({ ok: true, cumulative_revenue: '100.00', remaining: '0.00' });
    expect(recognizeHours({ transaction_price: '100', approved_hours: '1', planned_hours: '4', recognized_to_date: '30', currency: 'USD' })).toMatchObject({ period_revenue: '-5.00', cumulative_profit: null, why: [{ rule: 'REV-4', numbers: { progress: '0.25', cumulative: '25.00', period: '-5.00' } }, { rule: 'REV-6', numbers: { period: '-5' } }] });
    expect(recognizeHours({ transaction_price: '100', approved_hours: '1', planned_hours: '4', recognized_to_date: '25', currency: 'USD' }).why).toHaveLength(1);
    const material = { transaction_price: '100', cost_to_date: '50', eac: '100', material_cost: '20', material_cost_to_date: '20', currency: 'USD' };
    expect(recognizeCostToCost(material)).toMatchObject({ cumulative_revenue: '50.00', why: [{ rule: 'REV-3', detail: "p' x (TP - M) + M transferred", numbers: { progress: '0.375', price: '100', material: '20', transferred: '20' } }] });
    expect(recognizeCostToCost({ ...material, material_transferred: '10' })).toMatchObject({ cumulative_revenue: '40.00' });
    expect(recognizeCostToCost({ transaction_price: '100', cost_to_date: '5', eac: '4', currency: 'USD' })).toMatchObject({ ok: false, code: 'EAC_STALE', why: [{ rule: 'REV-6' }] });
  });
  it('refuses milestones that show no transfer, or weigh nothing, and thresholds in statutory books', () => {
    const milestones = [{ id: 'a', weight: '1', achieved: true }, { id: 'b', weight: '3', achieved: false }];
    const base = { transaction_price: '100', currency: 'USD' };
    expect(recognizeOutputMilestones({ ...base, milestones, shows_transfer: true })).toMatchObject({ cumulative_revenue: '25.00', why: [{ rule: 'REV-10', numbers: { progress: '0.25' } }] });
    expect(() => recognizeOutputMilestones({ ...base, milestones, shows_transfer: false })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED', rule: 'REV-10' }));
    expect(() => recognizeOutputMilestones({ ...base, milestones: [], shows_transfer: true })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    const thresholds = { ...base, progress: '0.5', thresholds: ['0.75', '0.5', '0.25'], purpose: 'management' as const };
    expect(recognizeThreshold(thresholds)).toMatchObject({ cumulative_revenue: '50.00', why: [{ rule: 'REV-17', numbers: { threshold: '0.5' } }] });
    expect(recognizeThreshold({ ...thresholds, progress: '0.1' })).toMatchObject({ cumulative_revenue: '0.00' });
    expect(() => recognizeThreshold({ ...thresholds, purpose: 'statutory' })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED', rule: 'REV-17' }));
    expect(recognizeCostRecovery({ cost_to_date: '10', recoverable_cost: '12', recognized_to_date: '4', currency: 'USD' })).toMatchObject({ cumulative_revenue: '10.00', period_revenue: '6.00', why: [{ rule: 'REV-11', numbers: { cost: '10', cumulative: '10' } }] });
  });
});

describe('over time by days', () => {
  const year = { amount: '365', start: '2026-01-10', end: '2026-03-05', currency: 'USD' };
  it('cuts calendar months, cleanly named and clipped to the service', () => {
    expect(straightLine(year)).toMatchObject({ total_days: 55, lines: [{ period_id: '2026-01', start: '2026-01-10', end: '2026-01-31', days: 22 }, { period_id: '2026-02', start: '2026-02-01', end: '2026-02-28', days: 28 }, { period_id: '2026-03', start: '2026-03-01', end: '2026-03-05', days: 5 }], why: [{ rule: 'REV-8', detail: 'exact days', numbers: { total_days: '55', periods: '3' } }] });
    expect(straightLine({ ...year, method: 'full_months_equal' }).why[0]!.detail).toBe('full months equal');
  });
  it('leaves out given periods before and after the service, keeps those that touch it by a day, in order of time', () => {
    const period = (period_id: string, start: string, end: string) => ({ period_id, start, end });
    const periods = [period('after', '2026-03-06', '2026-03-31'), period('c', '2026-03-05', '2026-03-05'), period('b', '2026-01-11', '2026-03-04'), period('a', '2026-01-01', '2026-01-10'), period('before', '2025-01-01', '2025-12-31')];
    expect(straightLine({ ...year, periods }).lines.map((l) => [l.period_id, l.days])).toEqual([['a', 1], ['b', 53], ['c', 1]]);
    expect(() => straightLine({ ...year, periods: periods.slice(2) })).toThrow(expect.objectContaining({ code: 'PERIOD_MISSING', detail: 'the periods do not cover 2026-01-10 to 2026-03-05' }));
  });
  it('may last one day, and no less', () => {
    expect(straightLine({ ...year, end: '2026-01-10' })).toMatchObject({ total_days: 1, lines: [{ amount: '365.00' }] });
    expect(() => straightLine({ ...year, end: '2026-01-09' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', detail: 'end 2026-01-09 is before start 2026-01-10' }));
    expect(() => straightLine({ ...year, method: 'by_mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});

describe('other ways to revenue', () => {
  it('as invoiced counts work and invoices of the last day', () => {
    const work = [{ work_date: '2026-01-31', net: '10', approval_status: 'approved' }, { work_date: '2025-12-31', net: '5', approval_status: 'approved' }, { work_date: '2026-01-15', net: '99', approval_status: 'draft' }, { work_date: '2026-02-01', net: '77', approval_status: 'approved' }];
    const invoices = [{ invoice_date: '2026-01-31', net: '4' }, { invoice_date: '2026-02-01', net: '50' }];
    expect(asInvoicedRevenue({ work, invoices, from: '2026-01-01', to: '2026-01-31', currency: 'USD' })).toMatchObject({ revenue: '10.00', unbilled: '11.00', receivable: '4.00', why: [{ numbers: { revenue: '10', cumulative: '15', invoiced: '4' } }] });
    expect(asInvoicedRevenue({ work, from: '2026-01-01', to: '2026-01-31', currency: 'USD' })).toMatchObject({ unbilled: '15.00' });
  });
  it('at a point in time: all four corners of accepted and invoiced, on the day itself', () => {
    const at = (accepted_on: string | null, invoiced_on: string | null) => { const r = pointInTime({ amount: '10', accepted_on, invoiced_on, as_of: '2026-01-31', currency: 'USD' }); return [r.revenue, r.receivable, r.contract_asset, r.contract_liability]; };
    expect(at('2026-01-31', '2026-01-31')).toEqual(['10.00', '10.00', '0.00', '0.00']);
    expect(at('2026-01-31', '2026-02-01')).toEqual(['10.00', '0.00', '10.00', '0.00']);
    expect(at('2026-02-01', '2026-01-31')).toEqual(['0.00', '10.00', '0.00', '10.00']);
    expect(at(null, null)).toEqual(['0.00', '0.00', '0.00', '0.00']);
  });
  it('spreads by measure and posts a run once', () => {
    expect(spreadRevenue({ revenue: '10', entries: [{ id: 'a', measure: '1' }, { id: 'b', measure: '3' }], currency: 'USD' })).toMatchObject({ entries: [{ id: 'a', revenue: '2.50' }, { id: 'b', revenue: '7.50' }], why: [{ rule: 'REV-16', numbers: { revenue: '10', entries: '2' } }] });
    const first = revenueRunNeeded({ inputs: { a: 1 }, posted_hashes: [] });
    expect(first).toMatchObject({ needed: true, why: [{ detail: 'new inputs' }] });
    expect(revenueRunNeeded({ inputs: { a: 1 }, posted_hashes: [first.hash] })).toMatchObject({ needed: false, why: [{ detail: 'these inputs were posted before' }] });
    expect(revenueRunNeeded({ inputs: { a: 2 }, posted_hashes: [first.hash] })).toMatchObject({ needed: true });
  });
  it('refuses outcomes that are none or more than certain', () => {
    const variable = { method: 'expected_value' as const, currency: 'USD' };
    expect(() => variableConsideration({ ...variable, outcomes: [] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'REV-12' }));
    expect(() => variableConsideration({ ...variable, outcomes: [{ amount: '1', probability: '0.6' }, { amount: '2', probability: '0.5' }] })).toThrow(expect.objectContaining({ detail: 'probabilities sum to 1.1' }));
    expect(variableConsideration({ ...variable, fixed: '10', outcomes: [{ amount: '100', probability: '0.8' }, { amount: '50', probability: '0.2' }] })).toMatchObject({ expected_value: '100.00', most_likely: '110.00', estimate: '100.00', constrained: '100.00', why: [{ rule: 'REV-12', detail: 'expected value, constrained at 0.75', numbers: { expected_value: '90', most_likely: '100', included: '90' } }] });
    expect(variableConsideration({ ...variable, gaap: 'ifrs', outcomes: [{ amount: '100', probability: '0.8' }, { amount: '50', probability: '0.2' }] })).toMatchObject({ constrained: '50.00' });
  });
  it('a price for earlier units too is caught up (REV-12), a bundle’s own discount stays in the bundle (REV-13)', () => {
    expect(retrospectivePrice({ units: '10', new_price: '90', prior_units: '5', old_price: '100', currency: 'USD' })).toMatchObject({ period_revenue: '850.00', catch_up: '-50.00', why: [{ rule: 'REV-12', numbers: { current: '900', catch_up: '-50' } }] });
    const obligations = [{ id: 'a', ssp: '40', in_discount_group: true }, { id: 'b', ssp: '60', in_discount_group: true }, { id: 'c', ssp: '50' }];
    const criteria = { each_sold_separately: true, bundle_sold_at_discount: true, discount_is_the_bundles: true };
    expect(allocateTransactionPrice({ transaction_price: '130', obligations, discount_criteria: criteria, currency: 'USD' })).toMatchObject({ obligations: [{ allocated: '32.00', share: '0.26666666666666666667' }, { allocated: '48.00' }, { allocated: '50.00' }], discount: '20.00', why: [{ detail: 'discount to the bundle that it belongs to', numbers: { price: '130', ssp_total: '150' } }] });
    for (const none of Object.keys(criteria)) expect(allocateTransactionPrice({ transaction_price: '130', obligations, discount_criteria: { ...criteria, [none]: false }, currency: 'USD' })).toMatchObject({ obligations: [{}, {}, { allocated: '43.33' }], why: [{ detail: 'in proportion to standalone selling prices' }] });
  });
});
