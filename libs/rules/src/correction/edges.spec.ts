import 'reflect-metadata';
import * as rules from '../index.js';
import type { CorrectionPlanInput, PeriodInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { adjustInvoice, allocateToOriginal, amendmentPlan, catchUp, contractBalance, correctCost, correctEntry, correctionPlan, creditLine, lossProvision, laborCost, modificationTreatment, overUnderBilling, payrollTrueUp, prospective, receivableRecorded, resolveCostRate, restatedPeriods, reverseEntry, rollForward, separateContract, unapprovedChange, unbilledKind, writeOff } = demanding(rules);

describe('the plan of a correction (COR-2)', () => {
  const original = { entry_id: 'e1', billing_status: 'billed', billable_hours: '8', rate: '200', currency: 'USD' };
  const replacement = { billable_hours: '6', rate: '200', currency: 'USD' };
  const plan = (more: Partial<CorrectionPlanInput> = {}) => correctionPlan({ original, replacement, remainder: 'none', ...more });
  const actions = (more: Partial<CorrectionPlanInput>) => plan(more).actions.map((a) => a.action);
  it('nets held work as it nets unbilled work', () => expect(plan({ original: { ...original, billing_status: 'held' } })).toMatchObject({ actions: [{ action: 'net_pair', hours: '6' }], net_billed: '1200.00' }));
  it('bills nothing anew for work of no hours', () => {
    expect(actions({ replacement: { ...replacement, billable_hours: '0' } })).toEqual(['credit_memo_line']);
    expect(actions({ original: { ...original, billing_status: 'on_draft' }, replacement: { ...replacement, billable_hours: '0' } })).toEqual(['remove_from_draft']);
    expect(actions({ original: { ...original, billing_status: 'on_draft' }, replacement: null })).toEqual(['remove_from_draft']);
  });
  it('adjusts by one line, also to nothing, and counts it', () => {
    expect(plan({ policy: 'net_adjustment' })).toMatchObject({ actions: [{ action: 'adjustment_line', hours: '-2', net: '-400.00', tax_code: null, tax_rate: null, fx_rate: null, invoice_line_id: null }], net_billed: '1200.00', why: [{ rule: 'COR-2', detail: 'original is billed', numbers: { old_hours: '8', new_hours: '6' } }] });
    expect(plan({ policy: 'net_adjustment', replacement: null })).toMatchObject({ actions: [{ net: '-1600.00' }], net_billed: '0.00' });
    expect(() => plan({ policy: 'net_adjustment', replacement: { ...replacement, tax_rate: null, tax_code: 'S' } })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED', rule: 'COR-2' }));
    expect(plan({ policy: 'net_adjustment', replacement: { ...replacement, tax_rate: null, tax_code: null } }).actions).toHaveLength(1);
  });
  it('does not add another currency to what the client is charged', () => expect(plan({ replacement: { ...replacement, currency: 'EUR' } })).toMatchObject({ net_billed: '0.00' }));
  it('refuses work that has no billing', () => expect(() => plan({ original: { ...original, billing_status: 'written_off' } })).toThrow(expect.objectContaining({ code: 'METHOD_NOT_ALLOWED', detail: 'an entry that is written_off has no billing to correct' })));
});

describe('corrections', () => {
  const periods: PeriodInput[] = [{ period_id: 'jan', start: '2026-01-01', end: '2026-01-31', status: 'locked' }, { period_id: 'feb', start: '2026-02-01', end: '2026-02-28', status: 'open' }, { period_id: 'mar', start: '2026-03-01', end: '2026-03-31', status: 'closed' }];
  it('recomputes only the periods of the work, and flags locked ones too', () => expect(restatedPeriods({ work_dates: ['2026-01-31'], periods })).toMatchObject({ recompute: ['jan'], restated: ['jan'], why: [{ rule: 'COR-5', numbers: { periods: '1', restated: '1' } }] }));
  it('explain pair, cancellation, cost, credit and write-off', () => {
    const entry = { id: 'e', hours: '8', approval_status: 'approved' };
    expect(correctEntry(entry, { hours: '5' })).toMatchObject({ reversal: { billable_hours: '-8' }, replacement: { billable_hours: '5' }, why: [{ rule: 'COR-1', detail: 'reversal and replacement of e', numbers: { old_hours: '8', new_hours: '5' } }] });
    expect(correctEntry(entry, null).why).toMatchObject([{ detail: 'reversal of e, no replacement' }]);
    expect(reverseEntry(entry, 7).adjustment_sequence).toBe(7);
    expect(() => reverseEntry({ ...entry, approval_status: 'draft' })).toThrow(expect.objectContaining({ code: 'UNAPPROVED', rule: 'COR-1' }));
    expect(correctCost({ original: { work_date: '2026-02-03', hours: '8', cost_rate: '10' }, replacement: null, currency: 'USD', periods })).toMatchObject({ postings: [{ kind: 'reversal', hours: '-8', cost_rate: '10', period_id: 'feb' }], why: [{ rule: 'COR-3', numbers: { net: '-80' } }] });
    const numbers = { line: '100', credited: '30', amount: '70', open: '70' };
    expect(creditLine({ line_net: '100', credited: ['30'], amount: '70', currency: 'USD' }).why).toMatchObject([{ rule: 'COR-7', detail: 'within the uncredited remainder', numbers }]);
    expect(creditLine({ line_net: '100', amount: '0', currency: 'USD' })).toMatchObject({ ok: true });
    expect(creditLine({ line_net: '-100', amount: '0', currency: 'USD' })).toMatchObject({ ok: true });
    expect(creditLine({ line_net: '100', amount: '101', currency: 'USD' }).why).toMatchObject([{ detail: 'the credit exceeds what is left of the line', numbers: { amount: '101' } }]);
    expect(adjustInvoice({ invoice_total: '100', paid: '50', adjustment: '10', credited: ['5'], currency: 'USD' })).toMatchObject({ charged: '85.00', credit: '0.00', balance: '35.00', why: [{ rule: 'COR-7' }, { rule: 'INV-4', numbers: { charged: '85', open: '35' } }] });
    expect(adjustInvoice({ invoice_total: '100', paid: '90', adjustment: '10', currency: 'USD' })).toMatchObject({ credit: '0.00', balance: '0.00' });
    const off = { billing_event_id: 'b', net: '100', reason: 'goodwill', approved_by: 'a', prepared_by: 'p', currency: 'USD' };
    expect(writeOff(off)).toMatchObject({ event: { kind: 'adjustment', original_billing_event_id: 'b', reason: 'goodwill', currency: 'USD', affects_realization: true, affects_utilization: false }, why: [{ rule: 'COR-6', detail: 'goodwill', numbers: { net: '100' } }] });
    expect(writeOff({ ...off, approved_by: '' })).toMatchObject({ ok: false, code: 'UNAPPROVED' });
  });
});

describe('cost', () => {
  const rate = (more: object) => ({ currency: 'USD', rate: '10', effective_from: '2026-01-01', ...more });
  const ask = { work_date: '2026-01-05', worker_id: 'w1', role: 'DEV', grade: 'G1' };
  it('takes the worker’s rate before the role’s before the grade’s, each only its own', () => {
    const rates = [rate({ grade: 'G1', rate: '1' }), rate({ role: 'DEV', rate: '2' }), rate({ worker_id: 'w1', rate: '3' })];
    expect(resolveCostRate({ ...ask, rates })).toMatchObject({ ok: true, rate: '3', subject: 'worker', why: [{ rule: 'GL-1', detail: 'cost rate of the worker on 2026-01-05' }] });
    expect(resolveCostRate({ ...ask, rates: rates.slice(0, 2) })).toMatchObject({ rate: '2', subject: 'role' });
    expect(resolveCostRate({ ...ask, rates: rates.slice(0, 1) })).toMatchObject({ rate: '1', subject: 'grade' });
    expect(resolveCostRate({ ...ask, rates, basis: 'role_standard' })).toMatchObject({ rate: '2' });
  });
  it.each([
    [{ worker_id: 'w2' }], [{ role: 'PM' }], [{ grade: 'G2' }], [{ worker_id: 'w2', role: 'DEV' }], [{ worker_id: 'w2', grade: 'G1' }], [{ role: 'PM', grade: 'G1' }], [{}], [{ worker_id: 'w1', effective_from: '2026-01-06' }], [{ worker_id: 'w1', effective_to: '2026-01-04' }],
  ])('never costs by a rate of %p', (more) => expect(resolveCostRate({ ...ask, rates: [rate(more)] })).toMatchObject({ ok: false, code: 'MISSING_COST_RATE', why: [{ detail: 'no cost rate for w1 on 2026-01-05' }] }));
  it('never matches a worker without role to a rate without one', () => expect(resolveCostRate({ work_date: '2026-01-05', worker_id: 'w1', rates: [rate({})] })).toMatchObject({ ok: false }));
  it('asks for one kind, or takes any', () => {
    const rates = [rate({ worker_id: 'w1', kind: 'standard' }), rate({ worker_id: 'w1', kind: 'actual', rate: '12' })];
    expect(resolveCostRate({ ...ask, rates, kind: 'actual' })).toMatchObject({ ok: true, rate: '12' });
    expect(resolveCostRate({ ...ask, rates })).toMatchObject({ ok: false, code: 'AMBIGUOUS_RATE', why: [{ detail: '2 cost rates of the worker hold on 2026-01-05' }] });
    expect(resolveCostRate({ ...ask, rates, kind: 'burdened' })).toMatchObject({ code: 'MISSING_COST_RATE' });
  });
  it('pays overtime only when payroll does, and shows clearing', () => {
    const time = { hours: '8', cost_rate: '10', overtime_multiplier: '1.5', currency: 'USD' };
    expect(laborCost(time)).toMatchObject({ cost: '80.00', why: [{ rule: 'GL-1', numbers: { hours: '8', cost_rate: '10', multiplier: '1', cost: '80.00' } }] });
    expect(laborCost({ ...time, overtime_paid: true })).toMatchObject({ cost: '120.00' });
    expect(() => laborCost({ ...time, overtime_paid: true, overtime_multiplier: undefined })).toThrow(expect.objectContaining({ code: 'MISSING_COST_RATE', rule: 'GL-1' }));
    const projects = [{ project_id: 'p', hours: '1', standard_cost: '10' }, { project_id: 'q', hours: '3', standard_cost: '30' }];
    expect(payrollTrueUp({ projects, payroll_actual: '44', currency: 'USD' })).toMatchObject({ clearing_balance: '4.00', variance_account: '4.00', per_hour: '1', projects: [], why: [{ rule: 'GL-2', detail: 'variance kept in its account', numbers: { standard: '40', actual: '44', variance: '4' } }] });
    expect(payrollTrueUp({ projects, payroll_actual: '44', currency: 'USD', policy: 'spread_by_hours' })).toMatchObject({ variance_account: '0.00', projects: [{ project_id: 'p', amount: '1.00' }, { project_id: 'q', amount: '3.00' }], why: [{ detail: 'variance spread to projects by hours' }] });
    expect(payrollTrueUp({ projects: [], payroll_actual: '4', currency: 'USD' })).toMatchObject({ per_hour: null });
  });
});

describe('balances, losses and modifications explain themselves', () => {
  it('balances', () => {
    const position = (cumulative_revenue: string, cumulative_billed: string) => contractBalance({ cumulative_revenue, cumulative_billed, paid: '3', currency: 'USD' });
    expect(position('10', '4')).toMatchObject({ contract_asset: '6.00', contract_liability: '0.00', receivable: '1.00', why: [{ rule: 'BAL-1', detail: 'contract asset', numbers: { net: '6' } }] });
    expect(position('4', '10').why[0]!.detail).toBe('contract liability');
    expect(position('4', '4').why[0]!.detail).toBe('neither');
    expect(overUnderBilling({ earned: '4', billed: '10', currency: 'USD' })).toMatchObject({ difference: '-6.00', underbilled: '0.00', overbilled: '6.00', position: 'liability', why: [{ rule: 'BAL-6', numbers: { difference: '-6' } }] });
    expect([overUnderBilling({ earned: '4', billed: '4', currency: 'USD' }).position, overUnderBilling({ earned: '5', billed: '4', currency: 'USD' }).position]).toEqual(['none', 'asset']);
    expect([unbilledKind({ contract_type: 'time_and_materials' }), unbilledKind({ contract_type: 'fixed_fee' }), unbilledKind({ contract_type: 'fixed_fee', unconditional_right: true }), unbilledKind({ contract_type: 'time_and_materials', unconditional_right: false })]).toEqual(['unbilled_receivable', 'contract_asset', 'unbilled_receivable', 'contract_asset']);
    const roll = { side: 'contract_liability' as const, opening: '10', billed: '5', recognized: '3', fx: '1', other: '2', currency: 'USD' };
    expect(rollForward({ ...roll, closing: '15' })).toMatchObject({ ok: true, code: null, expected_closing: '15.00', why: [{ rule: 'BAL-5', detail: 'closes', numbers: { expected: '15', difference: '0' } }] });
    expect(rollForward({ ...roll, side: 'contract_asset', closing: '12' })).toMatchObject({ ok: false, code: 'RECON_BREAK', expected_closing: '11.00', difference: '1.00', why: [{ detail: 'does not close' }] });
  });
  it('a receivable is recorded when only time must pass', () => {
    const ask = { invoice_posted: false, performed: false, non_cancellable: false, as_of: '2026-01-31' };
    const told = (more: object) => { const r = receivableRecorded({ ...ask, ...more }); return [r.record, r.credit, r.why[0]!.detail]; };
    expect(told({ performed: true, invoice_posted: true })).toEqual([true, 'contract_asset', 'only the passage of time is required']);
    expect(told({ performed: true })).toEqual([false, null, 'nothing is unconditionally due']);
    expect(told({ performed: true, non_cancellable: true, due_date: '2026-01-31' })).toEqual([true, 'contract_asset', 'only the passage of time is required']);
    expect(told({ performed: true, non_cancellable: true, due_date: '2026-02-01' })).toEqual([false, null, 'nothing is unconditionally due']);
    expect(told({ non_cancellable: true, due_date: '2026-01-31' })).toEqual([true, 'contract_liability', 'non-cancellable and due']);
    expect(told({ non_cancellable: true, invoice_posted: true })).toEqual([true, 'contract_liability', 'non-cancellable and due']);
    expect(told({ due_date: '2026-01-31', invoice_posted: true })).toEqual([false, null, 'nothing is unconditionally due']);
    expect(told({ paid: true })).toEqual([false, 'contract_liability', 'cancellable: recorded when paid']);
    expect(told({ performed: true, paid: true })).toEqual([false, null, 'nothing is unconditionally due']);
  });
  it('losses', () => {
    const loss = { transaction_price: '100', cost_to_date: '60', eac: '130', cumulative_revenue: '50', currency: 'USD' };
    expect(lossProvision(loss)).toMatchObject({ expected_loss: '30.00', loss_recognized: '10.00', provision: '20.00', movement: '20.00', cost_with_provision: '80.00', post: true, why: [{ rule: 'LOSS-1', numbers: { price: '100', eac: '130', expected_loss: '30' } }, { rule: 'LOSS-2', detail: 'whole loss at once', numbers: { recognized: '10', provision: '20' } }, { rule: 'LOSS-5', detail: 'posted' }] });
    expect(lossProvision({ ...loss, gaap: 'us_gaap', existing_provision: '5' })).toMatchObject({ post: false, movement: '0.00', why: [{}, {}, { detail: 'computed and shown, not posted' }] });
    expect(lossProvision({ ...loss, gaap: 'us_gaap', contract_in_605_35_scope: true, existing_provision: '25' })).toMatchObject({ post: true, movement: '-5.00' });
    expect(lossProvision({ ...loss, eac: undefined, etc: '40' })).toMatchObject({ provision: '0.00', why: [{}, { rule: 'LOSS-4', detail: 'profitable overall: no provision' }, {}] });
  });
  it.each([
    [{ approved: false, as_invoiced_rate_change: true }, 'none', 'MOD-1', 'not approved, so not enforceable'], [{ approved: true, as_invoiced_rate_change: true, unpriced: true }, 'new_rates_from_effective_date', 'MOD-7', 'as-invoiced: new rates from the effective date, no catch-up'],
    [{ approved: true, unpriced: true, adds_distinct_services: true, priced_at_ssp: true }, 'variable_consideration', 'MOD-1', 'approved scope with an open price is variable consideration (REV-12)'],
    [{ approved: true, adds_distinct_services: true, priced_at_ssp: true, remaining_distinct: 'no' as const }, 'separate_contract', 'MOD-2', 'distinct services at their standalone selling price'], [{ approved: true, adds_distinct_services: true, remaining_distinct: 'mixed' as const }, 'mixed', 'MOD-5', 'obligation by obligation'],
    [{ approved: true, priced_at_ssp: true, remaining_distinct: 'no' as const }, 'cumulative_catch_up', 'MOD-4', 'one obligation partly done'], [{ approved: true, remaining_distinct: 'yes' as const }, 'prospective', 'MOD-3', 'remaining services are distinct from those delivered'],
  ])('treats %p as %s', (input, treatment, rule, detail) => expect(modificationTreatment(input)).toEqual({ treatment, in_backlog: treatment !== 'none', exception: treatment === 'none' ? 'AT_RISK_WORK' : null, why: [{ rule, detail, numbers: {} }] }));
  it('modifications', () => {
    expect([unapprovedChange({ approved: false, cost: '5' }).at_risk, unapprovedChange({ approved: true, cost: '5' }).at_risk]).toEqual(['5', '0']);
    expect(amendmentPlan({ done: [] })).toMatchObject({ next: 'contract_version', compensate: [], why: [{ rule: 'MOD-8', detail: 'next: contract_version' }] });
    expect(amendmentPlan({ done: ['rate_cards', 'contract_version'], failed: 'billing_schedule' })).toMatchObject({ next: null, compensate: ['rate_cards', 'contract_version'], why: [{ detail: 'billing_schedule failed: compensate rate_cards, contract_version' }] });
    expect(amendmentPlan({ done: [], failed: 'contract_version' }).why[0]!.detail).toBe('contract_version failed: compensate nothing');
    expect(amendmentPlan({ done: ['contract_version', 'rate_cards', 'billing_schedule', 'budget_eac', 'revenue_treatment', 'forecasts', 'backlog'] })).toMatchObject({ next: null, why: [{ detail: 'complete' }] });
    expect(separateContract({ original: { units: '2', price: '10' }, added: { units: '3', price: '5' }, currency: 'USD' })).toMatchObject({ original_revenue: '20.00', added_revenue: '15.00', total_revenue: '35.00', why: [{ rule: 'MOD-2', numbers: { original: '20', added: '15' } }] });
    const change = { remaining_price: '80', added_price: '20', remaining_units: '8', currency: 'USD' };
    expect(prospective({ ...change, past_concession: '5' })).toMatchObject({ unit_revenue: '12.50', unit_revenue_exact: '12.5', remaining_revenue: '100.00', immediate_revenue: '-5.00', why: [{ rule: 'MOD-3', numbers: { total: '100', units: '8', unit_revenue: '12.5' } }, { rule: 'MOD-6', numbers: { concession: '5' } }] });
    expect(prospective(change).why).toHaveLength(1);
    expect(() => prospective({ ...change, remaining_units: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MOD-3' }));
    expect(catchUp({ transaction_price: '100', recognized_to_date: '60', progress: '1', currency: 'USD' })).toMatchObject({ catch_up: '40.00', progress: '1', why: [{ rule: 'MOD-4', numbers: { progress: '1', cumulative: '100', catch_up: '40' } }] });
    for (const wrong of [{ progress: '1.01' }, { progress: '-0.01' }, { cost_to_date: '1', eac: '0' }]) expect(() => catchUp({ transaction_price: '100', recognized_to_date: '60', currency: 'USD', ...wrong })).toThrow(expect.objectContaining({ code: 'EAC_STALE', rule: 'MOD-4' }));
    const share = (id: string) => ({ id, allocated: '1', satisfied_share: '0.5' });
    expect(allocateToOriginal({ change: '0.10', original: [share('a'), share('b'), share('c')], currency: 'USD' })).toMatchObject({ obligations: [{ change: '0.03', immediate: '0.02', deferred: '0.01' }, { change: '0.03' }, { change: '0.04', immediate: '0.02', deferred: '0.02' }], why: [{ rule: 'MOD-9', numbers: { change: '0.1' } }] });
    expect(() => allocateToOriginal({ change: '1', original: [], currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MOD-9' }));
  });
});
