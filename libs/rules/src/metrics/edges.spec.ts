import 'reflect-metadata';
import * as rules from '../index.js';
import { demanding } from '../testing/demanding.js';

const { approvedToInvoice, backlog, billingExceptionRate, dso, effectiveRate, forecastVariance, invoiceCycleTime, invoiceErrorRate, lockUp, observabilityRate, postingSuccessRate, realization, revenueLeakage, setupCycleTime, wip, wipDays, weightedForecastError, eacVariance, writeOffRatio, bookToBill, backlogRollForward, remainingPerformanceObligation, margin, contributionMargin, markupAndMargin, netServicesRevenue, marginLeakage } = demanding(rules);

describe('latency', () => {
  const invoice = (invoice_id: string, released_on: string) => ({ invoice_id, released_on, billing_period_end: '2026-01-31', last_approved_on: '2026-02-01' });
  it('takes the median of values in order of size, not of arrival', () => {
    const invoices = ['2026-02-10', '2026-02-02', '2026-02-05'].map((d, i) => invoice(`i${i}`, d));
    expect(invoiceCycleTime({ invoices })).toMatchObject({ basis: 'period_end', median: '5', p90: '10', why: [{ rule: 'MET-12', detail: 'period end', numbers: { invoices: '3' } }] });
    expect(invoiceCycleTime({ invoices: invoices.slice(0, 2) })).toMatchObject({ median: '6', p90: '10' });
    expect(invoiceCycleTime({ invoices, basis: 'last_approval' })).toMatchObject({ basis: 'last_approval', median: '4', why: [{ detail: 'last approval' }] });
    expect(invoiceCycleTime({ invoices: [] })).toMatchObject({ median: null, p90: null });
  });
  it('says which date an invoice lacks', () => {
    const bare = { invoices: [{ invoice_id: 'i', released_on: '2026-02-01' }] };
    for (const [basis, field] of [['period_end', 'period_end'], ['last_approval', 'last_approval'], ['from_work_date', 'work']] as const) expect(() => invoiceCycleTime({ ...bare, basis })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MET-12', detail: `invoice i has no ${field}` }));
  });
  it('weighs by value, and knows nothing of nothing', () => {
    const event = (approved_at: string, value: string) => ({ approved_at, released_at: '2026-02-03T00:00:00Z', value });
    expect(approvedToInvoice({ events: [event('2026-02-01T00:00:00Z', '300'), event('2026-02-02T12:00:00Z', '100')] })).toMatchObject({ days: '1.625', why: [{ rule: 'MET-13', numbers: { events: '2' } }] });
    expect(approvedToInvoice({ events: [] })).toMatchObject({ days: null });
  });
  it('counts business hours from instant to instant', () => {
    const calendar = { weekday_hours: [8, 8, 8, 8, 8, 0, 0] };
    const hours = (closed_won_at: string, activated_at: string, more: object = {}) => setupCycleTime({ closed_won_at, activated_at, calendar: { ...calendar, ...more } }).business_hours;
    expect(hours('2026-02-02T10:00:00Z', '2026-02-03T11:00:00Z')).toBe('9');
    expect(hours('2026-02-02T10:00:00Z', '2026-02-02T10:00:00Z')).toBe('0');
    expect(hours('2026-02-02T18:00:00Z', '2026-02-03T08:00:00Z')).toBe('0');
    expect(hours('2026-02-02T00:00:00Z', '2026-02-03T00:00:00Z')).toBe('8');
    expect(hours('2026-02-02T10:00:00Z', '2026-02-04T10:00:00Z', { holidays: ['2026-02-03'] })).toBe('8');
    expect(hours('2026-02-02T00:00:00Z', '2026-02-02T23:00:00Z', { opens_at: '20' })).toBe('3');
    expect(hours('2026-02-01T00:00:00Z', '2026-02-03T00:00:00Z', { opens_at: '0', weekday_hours: [24, 24, 24, 24, 24, 24, 24] })).toBe('48');
    for (const [from, to] of [['soon', '2026-02-03T08:00:00Z'], ['2026-02-02T10:00:00Z', 'later'], ['2026-02-02T10:00:01Z', '2026-02-02T10:00:00Z']] as const) expect(() => hours(from, to)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MET-18' }));
    expect(() => hours('2026-02-02T10:00:00Z', '2026-02-03T11:00:00Z', { weekday_hours: [8] })).toThrow(expect.objectContaining({ detail: 'weekday_hours is missing' }));
  });
});

describe('rates of operation', () => {
  it('name themselves and show both counts', () => {
    expect(billingExceptionRate({ events_with_exception: 1, events: 4 })).toMatchObject({ rate: '0.25', why: [{ rule: 'MET-17', detail: 'billing exception rate', numbers: { part: '1', whole: '4' } }] });
    expect(invoiceErrorRate({ credited_for_error: 1, posted: 4 }).why).toMatchObject([{ rule: 'MET-17', detail: 'invoice error rate' }]);
    expect(postingSuccessRate({ posted_first_attempt: 1, approved: 4 }).why).toMatchObject([{ rule: 'MET-19', detail: 'timesheet posting success' }]);
    expect(observabilityRate({ unbroken: 4, instances: 4 })).toMatchObject({ rate: '1', why: [{ rule: 'MET-22', detail: 'end-to-end observability' }] });
    expect(observabilityRate({ unbroken: 0, instances: 0 })).toMatchObject({ rate: null });
  });
  it.each([[1.5, 4], [1, 4.5], [-1, 4], [5, 4]])('refuse %p of %p', (unbroken, instances) => expect(() => observabilityRate({ unbroken, instances })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'MET-22', detail: `${unbroken} of ${instances} is not a share` })));
});

describe('money metrics show their figures', () => {
  it('days sales outstanding by each basis', () => {
    expect(dso({ closing_receivables: '100', tax_in_receivables: '20', billed_revenue: '160' })).toMatchObject({ basis: 'closing', days: '45', why: [{ rule: 'MET-11', detail: 'closing receivables', numbers: { receivables: '80', revenue: '160', days: '90' } }] });
    expect(dso({ basis: 'average', opening_receivables: '100', closing_receivables: '200', billed_revenue: '300', days: '30' })).toMatchObject({ days: '15' });
    expect(dso({ basis: 'average', average_receivables: '150', billed_revenue: '300', days: '30' })).toMatchObject({ days: '15' });
    const months = [{ billed_revenue: '100', days: '31' }, { billed_revenue: '0', days: '30' }, { billed_revenue: '100', days: '28' }, { billed_revenue: '0', days: '31' }];
    expect(dso({ basis: 'count_back', closing_receivables: '150', months })).toMatchObject({ days: '75', why: [{ numbers: { receivables: '150' } }] });
    expect(dso({ basis: 'count_back', closing_receivables: '100', months })).toMatchObject({ days: '31' });
    expect(dso({ basis: 'count_back', closing_receivables: '201', months })).toMatchObject({ days: null });
    expect(dso({ basis: 'count_back', closing_receivables: '0' })).toMatchObject({ days: '0' });
    expect(() => dso({ basis: 'by_mood' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY', rule: 'MET-11' }));
    expect(lockUp({ wip_days: '10', debtor_days: '20' })).toMatchObject({ days: '30', why: [{ numbers: { days: '30' } }] });
  });
  it('backlog, its roll-forward and what remains to perform', () => {
    const line = { contract_line_id: 'l', signed: true, recognized_revenue: '10' };
    expect(backlog({ lines: [{ ...line, estimate: '100', cap: null }, { ...line, estimate: '100', cap: '60', scheduled: '70' }, { ...line, fixed_value: '5' }, { ...line, signed: false, fixed_value: '99' }, { ...line, cancelled: true, fixed_value: '99' }] })).toMatchObject({ backlog: '140', scheduled: '50', unscheduled: '90', lines: [{ backlog: '90' }, { backlog: '50' }, { backlog: '0' }], why: [{ numbers: { lines: '3', backlog: '140', scheduled: '50' } }] });
    expect(backlogRollForward({ opening: '100', bookings: '50', amendments: '-5', revenue: '30', cancellations: '10', fx: '2' })).toMatchObject({ closing: '107', why: [{ numbers: { closing: '107' } }] });
    const obligations = [{ id: 'a', allocated_price: '100', recognized: '40', constrained_variable: '10' }, { id: 'b', allocated_price: '50', recognized: '0', as_invoiced: true }, { id: 'c', allocated_price: '20', recognized: '0', contract_of_one_year_or_less: true }];
    expect(remainingPerformanceObligation({ obligations })).toMatchObject({ rpo: '120', left_out: [], why: [{ numbers: { rpo: '120', left_out: '0' } }] });
    expect(remainingPerformanceObligation({ obligations, practical_expedients: true })).toMatchObject({ rpo: '50', left_out: ['b', 'c'] });
    expect(bookToBill({ bookings: '120', revenue: '100' })).toMatchObject({ basis: 'revenue', ratio: '1.2', why: [{ detail: 'over revenue', numbers: { bookings: '120', bottom: '100' } }] });
    expect(bookToBill({ bookings: '120', billings: '60', basis: 'billings' })).toMatchObject({ basis: 'billings', ratio: '2' });
  });
  it('forecasts by their snapshot, errors by weight, estimates by sign', () => {
    expect(forecastVariance({ forecast: '100', actual: '80' })).toMatchObject({ variance: '-0.2', accuracy: '0.75', horizon: 'snapshot at period start', why: [{ numbers: { forecast: '100', actual: '80' } }] });
    expect(forecastVariance({ forecast: '0', actual: '0', horizon: '30 days' })).toMatchObject({ variance: null, accuracy: null, horizon: '30 days' });
    expect(weightedForecastError({ items: [{ forecast: '100', actual: '80' }, { forecast: '10', actual: '20' }] })).toMatchObject({ wape: '0.3', accuracy: '0.7', why: [{ numbers: { errors: '30', actuals: '100' } }] });
    expect(weightedForecastError({ items: [] })).toMatchObject({ wape: null, accuracy: null });
    expect(eacVariance({ planned: '10', eac: '10' })).toMatchObject({ variance: '0', over: false, why: [{ numbers: { variance: '0' } }] });
    expect(eacVariance({ planned: '10', eac: '11' })).toMatchObject({ variance: '-1', over: true });
  });
  it('realization and rates name their basis', () => {
    expect(realization({ net_billed: '80', billable_hours: '10', standard_rate: '10' })).toMatchObject({ basis: 'value', realization: '0.8', why: [{ rule: 'MET-1', detail: 'value realization', numbers: { numerator: '80', denominator: '100' } }] });
    expect(() => realization({ basis: 'toString' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(effectiveRate({ net_services_revenue: '100', hours_worked: '8', billable_hours: '5' })).toMatchObject({ basis: 'per_hour_worked', effective_rate: '12.5', why: [{ rule: 'MET-2', detail: 'per hour worked', numbers: { revenue: '100', hours: '8' } }] });
    expect(effectiveRate({ basis: 'per_billable_hour', net_services_revenue: '100', billable_hours: '5' })).toMatchObject({ effective_rate: '20' });
    expect(effectiveRate({ basis: 'firm_wide', collected_revenue: '40', hours_worked: '8' })).toMatchObject({ effective_rate: '5' });
    expect(writeOffRatio({ write_offs: '10', billed: '90' })).toMatchObject({ ratio: '0.1', why: [{ rule: 'MET-21', numbers: { write_offs: '10', whole: '100' } }] });
  });
  it('margins and leakage', () => {
    expect(margin({ revenue: '100', labor_cost: '50', expense_cost: '10', subcontract_cost: '5' })).toMatchObject({ cost: '65', margin_amount: '35', margin: '0.35', delivery_margin: '0.5', why: [{ rule: 'MET-4', numbers: { revenue: '100', cost: '65', margin: '35' } }] });
    expect(contributionMargin({ revenue: '100', labor_cost: '50', selling_cost: '10', practice_cost: '5' })).toMatchObject({ amount: '35', margin: '0.35', why: [{ rule: 'MET-4' }, { rule: 'MET-5', numbers: { amount: '35' } }] });
    expect(markupAndMargin({ cost: '100', markup: '0.25' })).toMatchObject({ price: '125', markup: '0.25', margin: '0.2', why: [{ numbers: { cost: '100', price: '125' } }] });
    expect(netServicesRevenue({ recognized_revenue: '100', billable_expenses: '10', subcontractor_pass_through: '5' })).toMatchObject({ net_services_revenue: '85', why: [{ rule: 'MET-3', numbers: { net: '85' } }] });
    expect(marginLeakage({ planned_margin: '100', actual_margin: '70', causes: { rate: '10', expense: '5' } })).toMatchObject({ leakage: '30', causes: { rate: '10', expense: '5' }, unexplained: '15', why: [{ numbers: { leakage: '30', unexplained: '15' } }] });
    expect(marginLeakage({ planned_margin: '100', actual_margin: '70' })).toMatchObject({ causes: {}, unexplained: '30' });
    const unbilled = [{ approved_on: '2026-01-01', amount: '7' }, { approved_on: '2026-01-02', amount: '9' }];
    expect(revenueLeakage({ written_off: '1', expired: '2', absorbed_overage: '3', capped_not_recovered: '4', unbilled, as_of: '2026-03-03', under_rate: [{ resolved_rate: '10', billed_rate: '8', hours: '2' }, { resolved_rate: '10', billed_rate: '12', hours: '2' }], potential_billable: '210' })).toMatchObject({ leakage: '21', leakage_ratio: '0.1', parts: { written_off: '1', expired: '2', absorbed_overage: '3', capped: '4', at_risk: '7', under_rate: '4' }, why: [{ rule: 'MET-14', numbers: { leakage: '21', potential: '210' } }] });
    expect(revenueLeakage({ unbilled, as_of: '2026-03-03', at_risk_days: 59, potential_billable: '16' })).toMatchObject({ leakage: '16', leakage_ratio: '1' });
    expect(revenueLeakage({ potential_billable: '0' })).toMatchObject({ leakage: '0', leakage_ratio: null });
  });
  it('work in progress by age, on the edges of each bucket', () => {
    const item = (work_date: string, amount: string, kind?: 'contract_asset') => ({ id: work_date, work_date, amount, kind });
    expect(wip({ items: [item('2026-04-11', '1'), item('2026-03-11', '2', 'contract_asset'), item('2026-03-10', '4'), item('2026-02-09', '8'), item('2026-02-08', '16'), item('2026-01-10', '32'), item('2026-01-09', '64')], as_of: '2026-04-10' })).toMatchObject({ total: '127', unbilled_receivable: '125', contract_asset: '2', aging: { '0-30': '3', '31-60': '12', '61-90': '48', '91+': '64' }, why: [{ rule: 'MET-10', detail: 'aged by work date as of 2026-04-10', numbers: { total: '127' } }] });
    expect(wipDays({ wip: '100', annual_revenue: '365' })).toMatchObject({ days: '100', why: [{ numbers: { wip: '100', revenue: '365' } }] });
    expect(wipDays({ wip: '100', annual_revenue: '0' })).toMatchObject({ days: null });
    expect(wipDays({ wip: '100', annual_revenue: '360', days: '360' })).toMatchObject({ days: '100' });
  });
});
