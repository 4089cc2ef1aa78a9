import 'reflect-metadata';
import * as rules from '../index.js';
import type { UtilizationId } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { bench, capacityDay, capacityPeriod, forecastUtilization, nonBillableUtilization, overAllocation, splitByOrg, sumTotals, utilization, UTILIZATION_DEFINITIONS, utilizationBand } = demanding(rules);

const calendar = { weekday_hours: ['8', '8', '8', '8', '6', '0', '0'] };

describe('capacity (UTL-1..3)', () => {
  it('scales by fte, unless the calendar is already the worker’s own', () => {
    expect(capacityDay({ date: '2026-01-05', calendar, fte: '0.8' })).toMatchObject({ calendar_hours: '6.4', available_hours: '6.4' });
    expect(capacityDay({ date: '2026-01-05', calendar: { ...calendar, fte_applied: true }, fte: '0.8' })).toMatchObject({ available_hours: '8' });
  });
  it('never takes more off a day than it has', () => {
    const holiday = { ...calendar, holidays: [{ date: '2026-01-05', hours: '4' }] };
    expect(capacityDay({ date: '2026-01-05', calendar: holiday, time_off: [{ date: '2026-01-05', hours: '8' }] })).toMatchObject({ holiday_hours: '4', time_off_hours: '4', available_hours: '0' });
    expect(capacityDay({ date: '2026-01-05', calendar: { ...calendar, holidays: [{ date: '2026-01-05', hours: '10' }] } })).toMatchObject({ holiday_hours: '8', available_hours: '0' });
    expect(capacityDay({ date: '2026-01-05', calendar: holiday, fte: '0.5' })).toMatchObject({ holiday_hours: '2', available_hours: '2' });
  });
  it('counts approved time off of that day only', () => {
    const off = [{ date: '2026-01-05', hours: '1', status: 'submitted' }, { date: '2026-01-06', hours: '2' }, { date: '2026-01-05', hours: '3', status: 'approved' }];
    expect(capacityDay({ date: '2026-01-05', calendar, time_off: off })).toMatchObject({ time_off_hours: '3', available_hours: '5' });
  });
  it('observes a holiday only where it is said to be observed', () => {
    const on = (observed_date?: string) => capacityPeriod({ from: '2026-01-03', to: '2026-01-05', calendar: { ...calendar, holidays: [{ date: '2026-01-03', observed_date }] } }).available_hours;
    expect([on(), on('2026-01-05')]).toEqual(['8', '0']);
  });
  it('has none outside employment, both dates included', () => {
    expect(capacityPeriod({ from: '2026-01-05', to: '2026-01-09', calendar, hire_date: '2026-01-06', termination_date: '2026-01-08' })).toMatchObject({ calendar_hours: '24', working_days: 3 });
    expect(capacityPeriod({ from: '2026-01-09', to: '2026-01-09', calendar })).toMatchObject({ available_hours: '6' });
  });
  it.each([['0'], ['1.51'], ['-1']])('refuses fte %s', (fte) => expect(() => capacityDay({ date: '2026-01-05', calendar, fte })).toThrow(expect.objectContaining({ rule: 'UTL-2' })));
  it('refuses a week of six days', () => expect(() => capacityDay({ date: '2026-01-05', calendar: { weekday_hours: ['8'] } })).toThrow(expect.objectContaining({ rule: 'UTL-1' })));
});

describe('utilization (UTL-5)', () => {
  const totals = {
    calendar_hours: '200', holiday_hours: '16', time_off_hours: '24', billable_hours: '100', client_non_billable_hours: '10', internal_project_hours: '8', training_hours: '4', presales_hours: '6', overhead_hours: '12', credited_hours: '5',
    scheduled_billable_hours: '120', scheduled_credited_hours: '6', scheduled_calendar_hours: '168', scheduled_excluded_hours: '8', assigned_billable_hours: '20', assigned_credited_hours: '5', total_work_hours: '240',
  };
  it.each<[UtilizationId, string, string]>([['U1', '100', '160'], ['U2', '100', '2080'], ['U3', '100', '2000'], ['U4', '105', '160'], ['U5', '126', '160'], ['U6', '130', '200'], ['U7', '100', '169'], ['U8', '122', '160'], ['U9', '110', '160'], ['U10', '145', '160'], ['U11', '105', '160']])('%s is %s over %s', (id, numerator, denominator) => {
    expect(utilization(id, totals)).toMatchObject({ definition: id, label: UTILIZATION_DEFINITIONS[id].label, numerator, denominator });
  });
  it('scales fixed denominators to the period', () => expect(utilization('U2', { billable_hours: '130' }, { year_fraction: '0.25' })).toMatchObject({ denominator: '520', utilization: '0.25' }));
  it('takes exclusions and recorded time off as given', () => {
    expect(utilization('U4', { ...totals, excluded_hours: '50' }).denominator).toBe('150');
    expect(utilization('U7', { ...totals, recorded_time_off_hours: '0' }).denominator).toBe('145');
  });
  it('is null without hours to compare with, not 0 and not an error', () => {
    expect(utilization('U1', { billable_hours: '8', available_hours: '0' })).toMatchObject({ utilization: null, why: [{ rule: 'UTL-8' }] });
    expect(utilization('U1', { available_hours: '-1' }).utilization).toBeNull();
  });
  it('does not take unknown capacity for none', () => expect(() => utilization('U1', { billable_hours: '8' })).toThrow(expect.objectContaining({ rule: 'UTL-1' })));
  it('adds up workers given by parts and by total', () => expect(sumTotals([{ calendar_hours: '40', holiday_hours: '8', available_hours: undefined }, { available_hours: '20', calendar_hours: '20' }])).toMatchObject({ available_hours: '52' }));
  it('takes a definition of the firm’s own', () => expect(utilization({ id: 'X', label: 'house', numerator: ['billable_hours', '-training_hours'], denominator: ['#100'], used_by: 'us' }, totals)).toMatchObject({ definition: 'X', utilization: '0.96' }));
  it('refuses an unknown definition', () => expect(() => utilization('U99' as never, totals)).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' })));
});

describe('bands, bench and bookings (UTL-7, 10..14)', () => {
  it('bands fractions too, and nothing at all', () => {
    expect(['0.8', '0.7999', '0.6', '0.5999'].map((u) => utilizationBand({ utilization: u, target: '0.8' }).band)).toEqual(['green', 'amber', 'amber', 'red']);
    expect(utilizationBand({ utilization: null, target: '0.8' }).band).toBeNull();
    expect(utilizationBand({ utilization: '0.7', target: '0.8', amber_points: '0.05' }).band).toBe('red');
  });
  it('shows non-billable and internal', () => expect(nonBillableUtilization({ non_billable_hours: '8', internal_hours: '4', available_hours: '40' })).toMatchObject({ non_billable: '0.2', internal: '0.1' }));
  const days = [{ worker_id: 'a', date: '2026-01-05', available_hours: '8', hard_booked_billable_hours: '10', hard_booked_hours: '10' }, { worker_id: 'a', date: '2026-01-06', available_hours: '8', hard_booked_billable_hours: '5', hard_booked_hours: '7' }, { worker_id: 'b', date: '2026-01-06', available_hours: '8' }];
  it('floors the bench per worker and day', () => {
    expect(bench({ days })).toMatchObject({ bench_hours: '11', bench_cost: null, by_worker: [{ worker_id: 'a', bench_hours: '3' }, { worker_id: 'b', bench_hours: '8' }] });
    expect(bench({ days, cost_rates: { a: '50', b: '40.5' }, currency: 'USD' }).bench_cost).toBe('474.00');
    expect(() => bench({ days, cost_rates: { a: '50' }, currency: 'USD' })).toThrow(expect.objectContaining({ code: 'MISSING_COST_RATE' }));
  });
  it('finds over-allocation by day, which a week can hide', () => {
    expect(overAllocation({ days })).toMatchObject({ total: '2', over: [{ worker_id: 'a', bucket: '2026-01-05', hours: '2' }] });
    expect(overAllocation({ days, per: 'week' })).toMatchObject({ total: '1', over: [{ worker_id: 'a', bucket: '2026-01-05', hours: '1' }] });
  });
  it('forecasts with hard bookings, soft ones apart', () => expect(forecastUtilization({ approved_billable_hours: '60', hard_booked_billable_remaining: '60', available_hours: '160', soft_bookings: [{ hours: '40', probability: '0.5' }] })).toMatchObject({ forecast: '0.75', soft_hours: '40', pipeline: '0.875' }));
  it('splits a period at moves and at hire and leave', () => {
    const memberships = [{ org_id: 'DATA', effective_from: '2026-01-15', effective_to: '2026-01-20' }, { org_id: 'APPS', effective_from: '2025-01-01', effective_to: '2026-01-14' }];
    expect(splitByOrg({ from: '2026-01-01', to: '2026-01-31', hire_date: '2026-01-10', termination_date: '2026-01-25', memberships }).parts).toEqual([{ org_id: 'APPS', from: '2026-01-10', to: '2026-01-14' }, { org_id: 'DATA', from: '2026-01-15', to: '2026-01-20' }, { org_id: null, from: '2026-01-21', to: '2026-01-25' }]);
    expect(splitByOrg({ from: '2026-01-01', to: '2026-01-31', memberships: [{ org_id: 'DATA', effective_from: '2026-01-15' }] }).parts).toEqual([{ org_id: null, from: '2026-01-01', to: '2026-01-14' }, { org_id: 'DATA', from: '2026-01-15', to: '2026-01-31' }]);
  });
});
