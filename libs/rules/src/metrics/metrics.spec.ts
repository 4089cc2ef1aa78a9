import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const {
  approvedToInvoice, backlog, billingExceptionRate, bookToBill, conservation, contributionMargin, dso, eacVariance, effectiveRate, forecastVariance, fxDifferenceJournal, groupAmount, hoursConserved, allocationConserved, balancesConserved, revenueConserved, retainerConserved, invoiceCycleTime, invoiceErrorRate, margin, marginLeakage, marginOfMarkup, multiCurrencyProgress, netServicesRevenue, observabilityRate, parkingDecision, postingSuccessRate, realization, reconciliationBacklog, releaseAdvance, remainingPerformanceObligation, revalue, realizedDifference, revenueLeakage, setupCycleTime, threeCurrencies, threeWayMatch, translateStatement, weightedForecastError, wip, writeOffRatio, applyVersion,
} = demanding(rules);

describe('margin and realization', () => {
  it('shows delivery margin apart, and none without revenue', () => {
    expect(margin({ revenue: '100', labor_cost: '40', expense_cost: '5', subcontract_cost: '15' })).toMatchObject({ margin: '0.4', delivery_margin: '0.6', margin_amount: '40', cost: '60' });
    expect(margin({ revenue: '0', labor_cost: '40' })).toMatchObject({ margin: null, margin_amount: '-40' });
  });
  it('takes selling and practice cost off (MET-5)', () => expect(contributionMargin({ revenue: '100', labor_cost: '40', selling_cost: '5', practice_cost: '10' })).toMatchObject({ amount: '45', margin: '0.45' }));
  it('nets pass-through (MET-3), and converts markup (MET-6)', () => {
    expect(netServicesRevenue({ recognized_revenue: '100', billable_expenses: '10', subcontractor_pass_through: '5' })).toMatchObject({ net_services_revenue: '85' });
    expect(marginOfMarkup('0.25')).toBe('0.2');
  });
  it.each([['hours', '0.8'], ['contract', '0.5'], ['collection', '0.75']] as const)('realization by %s is %s', (basis, expected) => expect(realization({ basis, billed_hours: '8', recorded_billable_hours: '10', net_billed: '80', contract_value: '160', collected: '60' })).toMatchObject({ basis, realization: expected }));
  it('takes standard value as given and refuses unknown bases', () => {
    expect(realization({ net_billed: '80', standard_value: '160' }).realization).toBe('0.5');
    expect(() => realization({ basis: 'mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
  it.each([[undefined, '100'], ['per_billable_hour', '125'], ['firm_wide', '90']] as const)('effective rate %s', (basis, expected) => expect(effectiveRate({ basis, net_services_revenue: '1000', collected_revenue: '900', hours_worked: '10', billable_hours: '8' }).effective_rate).toBe(expected));
  it('shares write-offs', () => expect(writeOffRatio({ write_offs: '10', billed: '90' }).ratio).toBe('0.1'));
});

describe('WIP, leakage, backlog', () => {
  it('ages WIP by work date at the edges of its buckets', () => {
    const item = (id: string, work_date: string, kind?: 'contract_asset') => ({ id, work_date, amount: '1', kind });
    expect(wip({ as_of: '2026-04-10', items: [item('a', '2026-03-11'), item('b', '2026-03-10'), item('c', '2026-02-09'), item('d', '2026-02-08'), item('e', '2026-01-10'), item('f', '2026-01-09', 'contract_asset')] })).toMatchObject({ total: '6', unbilled_receivable: '5', contract_asset: '1', aging: { '0-30': '1', '31-60': '2', '61-90': '2', '91+': '1' } });
  });
  it('adds up leakage without counting what was billed above its rate', () => {
    const leak = { written_off: '10', expired: '5', absorbed_overage: '4', capped_not_recovered: '3', unbilled: [{ approved_on: '2026-01-01', amount: '20' }, { approved_on: '2026-01-31', amount: '40' }], as_of: '2026-04-01', under_rate: [{ resolved_rate: '100', billed_rate: '90', hours: '2' }, { resolved_rate: '100', billed_rate: '120', hours: '2' }], potential_billable: '620' };
    expect(revenueLeakage(leak)).toMatchObject({ leakage: '62', leakage_ratio: '0.1', parts: { at_risk: '20', under_rate: '20', capped: '3' } });
    expect(revenueLeakage({ ...leak, at_risk_days: 59 })).toMatchObject({ parts: { at_risk: '60' } });
    expect(revenueLeakage({ potential_billable: '0' })).toMatchObject({ leakage: '0', leakage_ratio: null });
  });
  it('shows what no cause explains (MET-15)', () => expect(marginLeakage({ planned_margin: '100', actual_margin: '60', causes: { rate: '15', hours_overrun: '20' } })).toMatchObject({ leakage: '40', unexplained: '5' }));
  it('counts signed, live lines, T&M to the lesser of estimate and cap, never below zero', () => {
    const line = (contract_line_id: string, more: object) => ({ contract_line_id, signed: true, recognized_revenue: '10', ...more });
    expect(backlog({ lines: [line('a', { fixed_value: '100', scheduled: '200' }), line('b', { estimate: '50', cap: '30', scheduled: '5' }), line('c', { estimate: '5' }), line('d', { fixed_value: '1', signed: false }), line('e', { fixed_value: '1', cancelled: true })] })).toMatchObject({ backlog: '110', scheduled: '95', unscheduled: '15', lines: [{ backlog: '90' }, { backlog: '20' }, { backlog: '0' }] });
  });
  it('leaves constrained amounts out of RPO, and short contracts out of disclosure', () => {
    const obligations = [{ id: 'a', allocated_price: '100', recognized: '40', constrained_variable: '10' }, { id: 'b', allocated_price: '30', recognized: '0', as_invoiced: true }];
    expect(remainingPerformanceObligation({ obligations })).toMatchObject({ rpo: '80', left_out: [] });
    expect(remainingPerformanceObligation({ obligations, practical_expedients: true })).toMatchObject({ rpo: '50', left_out: ['b'] });
  });
  it('compares bookings with revenue or billings', () => expect([bookToBill({ bookings: '6', revenue: '5' }).ratio, bookToBill({ bookings: '6', billings: '4', basis: 'billings' }).ratio]).toEqual(['1.2', '1.5']));
});

describe('DSO, forecasts and times', () => {
  it('counts back, averages, removes tax', () => {
    const months = [{ billed_revenue: '100', days: '31' }, { billed_revenue: '80', days: '30' }];
    expect(dso({ basis: 'count_back', closing_receivables: '140', months }).days).toBe('46');
    expect(dso({ basis: 'count_back', closing_receivables: '181', months }).days).toBeNull();
    expect(dso({ basis: 'average', opening_receivables: '80', closing_receivables: '120', billed_revenue: '300' }).days).toBe('30');
    expect(dso({ closing_receivables: '120', tax_in_receivables: '20', billed_revenue: '300' })).toMatchObject({ basis: 'closing', days: '30' });
    expect(dso({ closing_receivables: '120', billed_revenue: '0' }).days).toBeNull();
    expect(() => dso({ basis: 'guess' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
  it('has no variance on a forecast of nothing, and no accuracy below zero', () => {
    expect(forecastVariance({ forecast: '0', actual: '5' })).toMatchObject({ variance: null, accuracy: '0' });
    expect(forecastVariance({ forecast: '5', actual: '0' })).toMatchObject({ variance: '-1', accuracy: null });
    expect(forecastVariance({ forecast: '50', actual: '10' }).accuracy).toBe('0');
  });
  it('weights forecast errors', () => expect(weightedForecastError({ items: [{ forecast: '100', actual: '80' }, { forecast: '10', actual: '20' }] })).toMatchObject({ wape: '0.3', accuracy: '0.7' }));
  it('signs EAC variance', () => expect([eacVariance({ planned: '10', eac: '12' }), eacVariance({ planned: '10', eac: '10' })]).toMatchObject([{ variance: '-2', over: true }, { variance: '0', over: false }]));
  it('measures invoice cycle time per invoice, median and p90', () => {
    const invoices = [1, 3, 5, 11].map((d, i) => ({ invoice_id: String(i), billing_period_end: '2026-01-31', last_approved_on: '2026-02-01', released_on: `2026-02-${String(d).padStart(2, '0')}`, work: [{ work_date: '2026-01-01', value: '30' }, { work_date: '2026-01-31', value: '10' }] }));
    expect(invoiceCycleTime({ invoices })).toMatchObject({ median: '4', p90: '11', invoices: [{ days: '1' }, { days: '3' }, { days: '5' }, { days: '11' }] });
    expect(invoiceCycleTime({ invoices: invoices.slice(0, 3), basis: 'last_approval' })).toMatchObject({ median: '2' });
    expect(invoiceCycleTime({ invoices: invoices.slice(0, 1), basis: 'from_work_date' })).toMatchObject({ median: '23.5' });
    expect(invoiceCycleTime({ invoices: [] })).toMatchObject({ median: null, p90: null });
    expect(() => invoiceCycleTime({ invoices: [{ invoice_id: 'x', released_on: '2026-01-01' }] })).toThrow(expect.objectContaining({ rule: 'MET-12' }));
  });
  it('weights approved-to-invoice latency by value', () => expect(approvedToInvoice({ events: [{ approved_at: '2026-01-01T00:00:00Z', released_at: '2026-01-02T12:00:00Z', value: '100' }, { approved_at: '2026-01-01T00:00:00Z', released_at: '2026-01-06T12:00:00Z', value: '300' }] }).days).toBe('4.5'));
  it('counts business hours of set-up', () => {
    const calendar = { weekday_hours: ['8', '8', '8', '8', '8', '0', '0'], holidays: ['2026-01-12'] };
    expect(setupCycleTime({ closed_won_at: '2026-01-09T16:00:00Z', activated_at: '2026-01-13T10:30:00Z', calendar }).business_hours).toBe('2.5');
    expect(() => setupCycleTime({ closed_won_at: '2026-01-09T16:00:00Z', activated_at: '2026-01-09T15:00:00Z', calendar })).toThrow(expect.objectContaining({ rule: 'MET-18' }));
  });
  it('shares counts, null over nothing, refused beyond the whole', () => {
    expect([billingExceptionRate({ events_with_exception: 1, events: 4 }), invoiceErrorRate({ credited_for_error: 0, posted: 5 }), postingSuccessRate({ posted_first_attempt: 0, approved: 0 }), observabilityRate({ unbroken: 9, instances: 10 })].map((r) => r.rate)).toEqual(['0.25', '0', null, '0.9']);
    expect(() => observabilityRate({ unbroken: 11, instances: 10 })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('multi-currency (FX)', () => {
  it('keeps three currencies and their rates', () => {
    expect(threeCurrencies({ amount: '100', transaction_currency: 'USD', functional_currency: 'GBP', functional_rate: '0.8', reporting_currency: 'EUR', reporting_rate: '1.2' })).toMatchObject({ functional: { amount: '80.00', rate: '0.8' }, reporting: { amount: '96.00', rate: '1.2' }, rate_set: 'spot' });
    expect(threeCurrencies({ amount: '100', transaction_currency: 'USD', functional_currency: 'USD' })).toMatchObject({ functional: { amount: '100.00', rate: '1' }, reporting: null });
    expect(() => threeCurrencies({ amount: '100', transaction_currency: 'USD', functional_currency: 'GBP' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
  });
  const item = { amount: '100', carrying: '80', closing_rate: '0.9', functional_currency: 'GBP' };
  it('retranslates what is monetary, gains of payables turned round', () => {
    expect(revalue(item)).toMatchObject({ carrying: '90.00', gain: '10.00', monetary: true });
    expect(revalue({ ...item, kind: 'payable' })).toMatchObject({ gain: '-10.00' });
    expect(revalue({ ...item, kind: 'contract_asset' })).toMatchObject({ gain: '10.00' });
    expect(revalue({ ...item, kind: 'contract_asset', monetary: false })).toMatchObject({ carrying: '80.00', gain: '0.00' });
    expect(revalue({ ...item, kind: 'contract_liability', closing_rate: null })).toMatchObject({ carrying: '80.00', gain: '0.00', monetary: false });
    expect(realizedDifference({ kind: 'payable', amount: '100', settlement_rate: '0.9', carrying: '80', functional_currency: 'GBP' })).toMatchObject({ settled: '90.00', gain: '-10.00' });
  });
  it('releases an advance at its own rate (FX-4)', () => expect(releaseAdvance({ amount: '100', historical_rate: '0.75', functional_currency: 'GBP' })).toMatchObject({ functional_revenue: '75.00', rate: '0.75' }));
  it('sends translation differences to the reserve (FX-5)', () => expect(translateStatement({ result_items: [{ amount: '100', rate: '1.1' }, { amount: '-40', rate: '1.1' }], opening_net_assets: '500', opening_reporting: '550', closing_rate: '1.2', reporting_currency: 'USD' })).toMatchObject({ result: '66.00', closing_net_assets: '672.00', translation_reserve_change: '56.00' }));
  it('measures progress once, in one currency (FX-6)', () => {
    expect(multiCurrencyProgress({ costs: [{ amount: '100', rate: '1' }, { amount: '100', rate: '0.5' }], etc: [{ amount: '100', rate: '0.5' }], functional_currency: 'GBP' })).toMatchObject({ cost_to_date: '150.00', eac: '200.00', progress: '0.75' });
    expect(multiCurrencyProgress({ costs: [], etc: [], functional_currency: 'GBP' }).progress).toBeNull();
    expect(() => multiCurrencyProgress({ costs: [{ amount: '1', rate: null }], etc: [], functional_currency: 'GBP' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
  });
  it('states the rate set of a group figure (FX-7)', () => {
    const amounts = [{ amount: '10', currency: 'USD' }, { amount: '10', currency: 'GBP' }];
    expect(groupAmount({ amounts, group_currency: 'USD', rates: { GBP: '1.25' }, rate_set: 'constant 2026' })).toMatchObject({ amount: '22.50', rate_set: 'constant 2026' });
    expect(() => groupAmount({ amounts, group_currency: 'USD', rates: {}, rate_set: 'x' })).toThrow(expect.objectContaining({ code: 'FX_RATE_MISSING' }));
  });
  it('books a loss on the credit side of the item', () => expect(fxDifferenceJournal({ legal_entity_id: 'LE', source_id: 'r', currency: 'GBP', item: 'receivable', gain: '-5' }).lines[0]).toMatchObject({ account_role: 'receivable', credit: '5.00' }));
});

describe('reconciliation (REC)', () => {
  const record = (key: string, hours: string, value?: string, project_id = 'P') => ({ key, project_id, hours, value });
  const match = (b: ReturnType<typeof record>[], converted = false) => threeWayMatch({ systems: [{ name: 'psa', records: [record('1', '8', '800'), record('2', '4', '400')] }, { name: 'erp', records: b }], currency: 'USD', converted });
  it('matches equal books', () => expect(match([record('2', '4.0', '400.00'), record('1', '8', '800')])).toMatchObject({ ok: true, breaks: [] }));
  it('finds a missing record, hours and value apart', () => {
    expect(match([record('1', '8', '800')]).breaks.map((b) => [b.measure, b.difference, b.keys])).toEqual([['count', '1', ['2']], ['hours', '4', ['2']], ['value', '400', ['2']]]);
    expect(match([record('1', '8', '800'), record('2', '4', '400.01')]).breaks).toMatchObject([{ measure: 'value', difference: '-0.01', left_system: 'psa', right_system: 'erp' }]);
  });
  it('finds one record in place of another though totals agree', () => expect(match([record('1', '8', '800'), record('3', '4', '400')])).toMatchObject({ ok: false, breaks: [{ measure: 'count', keys: ['2', '3'] }] }));
  it('finds value in the wrong project', () => expect(match([record('1', '8', '800'), record('2', '4', '400', 'Q')]).breaks.map((b) => b.project_id)).toEqual(['P', 'P', 'P', 'Q', 'Q', 'Q']));
  it('tolerates a unit per line only for converted amounts (REC-2)', () => {
    const off = [record('1', '8', '800.01'), record('2', '4', '400.01')];
    expect([match(off).ok, match(off, true).ok, match([record('1', '8', '800.02'), record('2', '4', '400.01')], true).ok]).toEqual([false, true, false]);
  });
  it('compares hours only where there is no value', () => expect(threeWayMatch({ systems: [{ name: 'a', records: [record('1', '8')] }, { name: 'b', records: [record('1', '8')] }], currency: 'USD' }).ok).toBe(true));
  it.each([
    ['deferred work is conserved too', () => conservation({ approved: '10', invoiced: '1', on_draft: '1', ready: '1', held: '1', deferred: '2', capped: '1', written_off: '3' }), true],
    ['allocation', () => allocationConserved({ transaction_price: '10', allocated: ['3', '7'] }), true], ['allocation', () => allocationConserved({ transaction_price: '10', allocated: ['3', '7.01'] }), false],
    ['revenue', () => revenueConserved({ allocated_price: '10', cumulative_revenue: '4', remaining: '6' }), true], ['revenue', () => revenueConserved({ allocated_price: '10', cumulative_revenue: '4', remaining: '5' }), false],
    ['balances', () => balancesConserved({ cumulative_revenue: '4', cumulative_billed: '6', contract_asset: '0', contract_liability: '2' }), true], ['balances', () => balancesConserved({ cumulative_revenue: '4', cumulative_billed: '6', contract_asset: '2', contract_liability: '0' }), false],
    ['retainer', () => retainerConserved({ grants: '10', rollover_in: '2', drawn: '5', rollover_out: '4', expired: '2', refunds: '1' }), true], ['retainer', () => retainerConserved({ grants: '10', rollover_in: '2', drawn: '5', rollover_out: '4', expired: '2' }), false],
    ['hours', () => hoursConserved({ available: '40', billable: '30', non_billable: '14', bench: '0', over_recording: '4' }), true], ['hours', () => hoursConserved({ available: '40', billable: '30', non_billable: '4', bench: '5' }), false],
  ])('%s', (law, result, ok) => expect(result()).toMatchObject(ok ? { ok: true, difference: '0' } : { ok: false, code: law === 'revenue' || law === 'balances' ? 'REVENUE_MISMATCH' : 'RECON_BREAK' }));
  it('parks, then gives up; never guesses (REC-4)', () => {
    const at = (sequence: number, now: string) => parkingDecision({ sequence, last_applied: 5, first_seen_at: '2026-01-01T00:00:00Z', now }).decision;
    expect([at(6, '2026-01-01T00:00:00Z'), at(5, '2026-01-01T00:00:00Z'), at(7, '2026-01-01T00:14:59Z'), at(7, '2026-01-01T00:15:00Z')]).toEqual(['apply', 'stale', 'park', 'exception']);
  });
  it('keeps the books of keys apart', () => expect(applyVersion({ a: { key: 'a', version: 3 } }, { key: 'b', version: 1 })).toMatchObject({ outcome: 'applied', effects: [{ action: 'post', key: 'b' }] }));
  it('sums up open breaks', () => {
    expect(reconciliationBacklog({ breaks: [{ opened_on: '2026-01-01', value: '-5' }, { opened_on: '2026-01-10', value: '3' }], as_of: '2026-01-11' })).toMatchObject({ count: 2, value: '8', oldest_days: 10 });
    expect(reconciliationBacklog({ breaks: [], as_of: '2026-01-11' })).toMatchObject({ count: 0, oldest_days: null });
  });
});
