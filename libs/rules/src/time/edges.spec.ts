import 'reflect-metadata';
import * as rules from '../index.js';
import type { CapEntryInput } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { applyCaps, bench, capacityDay, capacityPeriod, forecastUtilization, hoursSplit, minimumPerPeriod, minimumPerVisit, nonBillableUtilization, overAllocation, priceTime, roundHours, splitApprovedTime, splitByOrg, sumTotals, utilization, utilizationBand } = demanding(rules);

describe('caps', () => {
  const e = (id: string, net: string, hours: string, more: Partial<CapEntryInput> = {}): CapEntryInput => ({ id, work_date: '2026-01-05', net, hours, ...more });
  it('takes entries by work date, then approval, then id', () => {
    const entries = [e('d', '10', '1', { approved_at: '2026-02-02T00:00:00Z' }), e('c', '10', '1', { approved_at: '2026-02-01T00:00:00Z' }), e('b', '10', '1', { approved_at: '2026-02-01T00:00:00Z' }), e('z', '10', '1'), e('a', '10', '1', { work_date: '2026-01-06' })];
    expect(applyCaps({ entries, levels: [], currency: 'USD' }).entries.map((x) => x.id)).toEqual(['z', 'b', 'c', 'd', 'a']);
  });
  it('needs an amount or hours; null is none, zero is a cap', () => {
    expect(() => applyCaps({ entries: [], levels: [{ level: 'line', cap_amount: null, cap_hours: null }], currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'TM-5', detail: 'cap level line has neither cap_amount nor cap_hours' }));
    expect(applyCaps({ entries: [e('a', '10', '1')], levels: [{ level: 'line', cap_amount: null, cap_hours: '0.5' }], currency: 'USD' })).toMatchObject({ billed_net: '5.00', levels: [{ available_amount: null, available_hours: '0' }] });
    expect(applyCaps({ entries: [e('a', '10', '1')], levels: [{ level: 'line', cap_amount: '0', cap_hours: null }], currency: 'USD' })).toMatchObject({ billed_net: '0.00', exceeded_level: 'line' });
  });
  it('reads used value as hours only where the level has hours alone', () => {
    const both = { level: 'l', cap_amount: '100', cap_hours: '10', invoiced: '20', on_drafts: '10', committed: '5' };
    expect(applyCaps({ entries: [], levels: [both, { ...both, cap_amount: null }, { ...both, invoiced_hours: '1', on_draft_hours: '2', committed_hours: '3' }], currency: 'USD' }).levels).toEqual([
      { level: 'l', available_amount: '65', available_hours: '10' }, { level: 'l', available_amount: null, available_hours: '-25' }, { level: 'l', available_amount: '65', available_hours: '4' },
    ]);
  });
  it('shares a team’s cap, or gives each worker and each day one of their own', () => {
    const entries = [e('a', '10', '1', { worker_id: 'w1' }), e('b', '10', '1', { worker_id: 'w2' }), e('c', '10', '1', { worker_id: 'w1', work_date: '2026-01-06' }), e('d', '10', '1')];
    const billed = (more: object) => applyCaps({ entries, levels: [{ level: 'l', cap_amount: '10', ...more }], currency: 'USD' });
    expect(billed({}).billed_net).toBe('10.00');
    expect(billed({ by: 'worker' })).toMatchObject({ billed_net: '30.00', levels: [{ available_amount: null, available_hours: null }] });
    expect(billed({ per: 'day' }).billed_net).toBe('20.00');
    expect(billed({ per: 'day', by: 'worker' }).billed_net).toBe('40.00');
  });
  it('counts labor only, expenses only, or both', () => {
    const entries = [e('a', '10', '1'), e('b', '10', '0', { kind: 'expense' }), e('c', '10', '1', { kind: 'time' })];
    const capped = (cap_scope?: 'labor' | 'expenses' | 'labor_and_expenses') => applyCaps({ entries, levels: [{ level: 'l', cap_amount: '0', cap_scope }], currency: 'USD' }).entries.filter((x) => x.level).map((x) => x.id);
    expect([capped(), capped('labor'), capped('expenses'), capped('labor_and_expenses')]).toEqual([['a', 'c'], ['a', 'c'], ['b'], ['a', 'b', 'c']]);
  });
  it('a reversal of hours alone gives its hours back', () => {
    const entries = [e('a', '10', '2'), e('b', '0', '-2', { work_date: '2026-01-06' }), e('c', '10', '2', { work_date: '2026-01-07' })];
    expect(applyCaps({ entries, levels: [{ level: 'l', cap_hours: '2' }], currency: 'USD' })).toMatchObject({ billed_net: '20.00', exceeded_level: null });
  });
  it('explains the entry that did not fit, and the run', () => {
    const result = applyCaps({ entries: [e('a', '100', '10'), e('b', '10', '1')], levels: [{ level: 'l', cap_amount: '100' }], currency: 'USD', policy: 'write_off_excess' });
    expect(result.entries).toMatchObject([{ excess_decision: null, level: null, available: null, why: [] }, { excess_decision: 'written_off', level: 'l', available: '0', why: [{ rule: 'TM-5', detail: 'over the cap at level l, policy write_off_excess', numbers: { net: '10', billed: '0', capped: '10', available: '0' } }] }]);
    expect(result.why).toMatchObject([{ rule: 'TM-5', detail: 'policy write_off_excess, entries by work date, approval and id' }, { numbers: { net: '10' } }]);
  });
});

describe('hours and minimums', () => {
  it('rounds minutes and hours, null increment is none', () => {
    expect(roundHours({ minutes: '5', increment: '0.25' })).toMatchObject({ hours: '0', why: [{ rule: 'TM-3', detail: 'rounded nearest to the increment', numbers: { factor: '1', increment: '0.25', rounded: '0' } }] });
    expect(roundHours({ minutes: '5', increment: '0.25', mode: 'up' })).toMatchObject({ hours: '0.25' });
    expect(roundHours({ hours: '1.1', increment: null, factor: '1.5' })).toMatchObject({ hours: '1.65', why: [{ rule: 'TM-3', detail: 'not rounded', numbers: { hours: '1.65', factor: '1.5' } }] });
    expect(roundHours({ hours: '1', minutes: '5' })).toMatchObject({ hours: '1' });
    expect(() => roundHours({})).toThrow(expect.objectContaining({ detail: 'hours is missing' }));
    expect(() => roundHours({ hours: '1', increment: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'TM-3' }));
  });
  it('tops up visits in order of date, worker and task', () => {
    const visit = (id: string, work_date: string, worker_id = 'w') => ({ id, work_date, worker_id, task_id: 't', hours: '1' });
    for (const entries of [[visit('b', '2026-01-06'), visit('a', '2026-01-05'), visit('c', '2026-01-06', 'v')], [visit('a', '2026-01-05'), visit('c', '2026-01-06', 'v'), visit('b', '2026-01-06')]]) {
      expect(minimumPerVisit({ entries, minimum_hours: '2' })).toMatchObject({ visits: [{ entry_ids: ['a'], top_up_hours: '1' }, { entry_ids: ['c'] }, { entry_ids: ['b'] }], why: [{ rule: 'TM-4', numbers: { minimum: '2', visits: '3' } }] });
    }
    expect(minimumPerPeriod({ minimum_amount: '100', nets: ['60'], currency: 'USD' })).toMatchObject({ adjustment: { kind: 'adjustment', net: '40.00', currency: 'USD' }, total: '100.00', why: [{ rule: 'TM-4', numbers: { minimum: '100', net: '60', top_up: '40' } }] });
  });
  it('prices a month by its hours and never by the full-day rule', () => {
    const full_day_rule = { half_day_hours: '4', full_day_hours: '8' };
    expect(priceTime({ billable_hours: '8', rate: '1600', unit: 'month', unit_hours: '160', full_day_rule, currency: 'USD' })).toMatchObject({ quantity: '0.05', gross: '80.00', why: [{ rule: 'RATE-7', detail: 'month rate by hours', numbers: { rate: '1600', hours: '8', unit_hours: '160' } }, { rule: 'TM-1', numbers: { quantity: '0.05', rate: '1600', gross: '80', discount: '0', fee: '0', net: '80' } }] });
    expect(priceTime({ billable_hours: '8', rate: '1600', unit: 'day', full_day_rule, currency: 'USD' })).toMatchObject({ quantity: '1', why: [{ detail: 'full-day rule', numbers: { hours: '8', days: '1' } }, {}] });
    expect(priceTime({ billable_hours: '-9', rate: '500', unit: 'fixed', currency: 'USD' })).toMatchObject({ net: '-500.00', quantity: '-1', why: [{ detail: 'fixed price, whatever the hours', numbers: { rate: '500' } }, {}] });
    expect(() => priceTime({ billable_hours: '8', rate: '1600', unit: 'day', unit_hours: '0', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'RATE-7' }));
  });
  it('bills more hours than were worked only for a reason', () => {
    const time = { hours: '8', billable_hours: '9', rate: '100', cost_rate: '50', currency: 'USD' };
    expect(() => splitApprovedTime(time)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'TM-2' }));
    expect(splitApprovedTime({ ...time, raise_reason: 'agreed' })).toMatchObject({ chargeable: '900.00', non_chargeable: '0.00', non_chargeable_hours: '0', cost: '400.00', why: [{ rule: 'TM-2' }] });
    expect(splitApprovedTime({ ...time, billable_hours: '8' })).toMatchObject({ chargeable: '800.00', non_chargeable_hours: '0' });
  });
});

describe('capacity and utilization', () => {
  const calendar = { weekday_hours: [8, 8, 8, 8, 8, 0, 0] };
  it('takes a holiday without hours for the whole day, null too, and shows the parts', () => {
    expect(capacityDay({ date: '2026-01-05', calendar: { ...calendar, holidays: [{ date: '2026-01-05', hours: null }] } })).toMatchObject({ holiday_hours: '8', available_hours: '0', why: [{ rule: 'UTL-1', detail: 'capacity of 2026-01-05', numbers: { calendar: '8', holidays: '8', time_off: '0', available: '0' } }] });
    expect(capacityDay({ date: '2026-01-05', fte: '0.5', calendar: { ...calendar, holidays: [{ date: '2026-01-05', hours: '4' }] } })).toMatchObject({ holiday_hours: '2', available_hours: '2' });
    expect(capacityDay({ date: '2026-01-05', calendar, time_off: [{ date: '2026-01-05', hours: '2', status: 'requested' }, { date: '2026-01-05', hours: '3', status: 'approved' }, { date: '2026-01-06', hours: '8' }] })).toMatchObject({ time_off_hours: '3', available_hours: '5' });
    expect(capacityPeriod({ from: '2026-01-05', to: '2026-01-11', calendar: { ...calendar, holidays: [{ date: '2026-01-10', observed_date: '2026-01-09' }] } })).toMatchObject({ calendar_hours: '40', available_hours: '32', working_days: 4, why: [{ detail: 'capacity of 2026-01-05 to 2026-01-11', numbers: { days: '7' } }] });
  });
  it('refuses calendars without seven days and fractions of a person beyond reason', () => {
    expect(() => capacityDay({ date: '2026-01-05', calendar: { weekday_hours: [8] } })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'UTL-1' }));
    for (const fte of ['0', '-1', '1.51']) expect(() => capacityDay({ date: '2026-01-05', calendar, fte })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'UTL-2', detail: `fte ${fte} is outside (0, 1.5]` }));
    expect(capacityDay({ date: '2026-01-05', calendar, fte: '1.5' })).toMatchObject({ available_hours: '12' });
  });
  it('cuts a period at moves, gaps, hire and leave, each day in one part', () => {
    const member = (org_id: string, effective_from: string, effective_to?: string) => ({ org_id, effective_from, effective_to });
    const parts = (memberships: ReturnType<typeof member>[], more: object = {}) => splitByOrg({ from: '2026-01-01', to: '2026-01-31', memberships, ...more }).parts.map((p) => [p.org_id, p.from, p.to]);
    const list = [member('b', '2026-01-10', '2026-01-31'), member('a', '2025-01-01', '2026-01-05'), member('past', '2024-01-01', '2024-12-31'), member('future', '2026-02-01')];
    for (const memberships of [list, [...list].reverse()]) expect(parts(memberships)).toEqual([['a', '2026-01-01', '2026-01-05'], [null, '2026-01-06', '2026-01-09'], ['b', '2026-01-10', '2026-01-31']]);
    expect(parts([member('a', '2026-01-31')])).toEqual([[null, '2026-01-01', '2026-01-30'], ['a', '2026-01-31', '2026-01-31']]);
    expect(parts([member('a', '2025-01-01', '2026-01-30')])).toEqual([['a', '2026-01-01', '2026-01-30'], [null, '2026-01-31', '2026-01-31']]);
    expect(parts([member('a', '2025-01-01')], { hire_date: '2026-01-15', termination_date: '2026-01-20' })).toEqual([['a', '2026-01-15', '2026-01-20']]);
    expect(parts([member('a', '2025-01-01')], { hire_date: '2025-06-01', termination_date: '2027-01-01' })).toEqual([['a', '2026-01-01', '2026-01-31']]);
  });
  it('lists bench and over-allocation in order, whatever order the days come in', () => {
    const day = (worker_id: string, date: string) => ({ worker_id, date, available_hours: '8', hard_booked_billable_hours: '3', hard_booked_hours: '10' });
    const days = [day('b', '2026-01-06'), day('a', '2026-01-06'), day('b', '2026-01-05')];
    for (const list of [days, [...days].reverse(), [days[1]!, days[2]!, days[0]!]]) {
      expect(bench({ days: list, cost_rates: { a: '10', b: '20' }, currency: 'USD' })).toMatchObject({ bench_hours: '15', bench_cost: '250.00', by_worker: [{ worker_id: 'a', bench_hours: '5' }, { worker_id: 'b', bench_hours: '10' }], why: [{ rule: 'UTL-13', numbers: { bench: '15' } }] });
      expect(overAllocation({ days: list })).toMatchObject({ over: [{ worker_id: 'b', bucket: '2026-01-05', hours: '2' }, { worker_id: 'a', bucket: '2026-01-06' }, { worker_id: 'b', bucket: '2026-01-06' }], total: '6', why: [{ rule: 'UTL-14', detail: 'per worker and day', numbers: { buckets: '3' } }] });
      expect(overAllocation({ days: list, per: 'week' })).toMatchObject({ over: [{ worker_id: 'a', bucket: '2026-01-05', hours: '2' }, { worker_id: 'b', hours: '4' }], why: [{ detail: 'per worker and week' }] });
    }
    expect(bench({ days, currency: 'USD' }).bench_cost).toBeNull();
    expect(bench({ days, cost_rates: { a: '10', b: '20' } }).bench_cost).toBeNull();
  });
  it('explains forecast, split, bands and shares', () => {
    expect(forecastUtilization({ approved_billable_hours: '10', hard_booked_billable_remaining: '20', available_hours: '100', soft_bookings: [{ hours: '20', probability: '0.5' }, { hours: '5' }] })).toMatchObject({ forecast: '0.3', soft_hours: '25', pipeline: '0.45', why: [{ rule: 'UTL-12', numbers: { firm: '30', available: '100', weighted_soft: '15' } }] });
    expect(hoursSplit({ available_hours: '8', billable_hours: '6', non_billable_hours: '3' })).toMatchObject({ bench: '0', over_recording: '1', why: [{ rule: 'REC-3', numbers: { available: '8', billable: '6', non_billable: '3' } }] });
    expect(utilizationBand({ utilization: '0.8', target: '0.8' })).toMatchObject({ band: 'green', why: [{ rule: 'UTL-11', detail: 'green', numbers: { utilization: '0.8', target: '0.8', amber_from: '0.6' } }] });
    expect([utilizationBand({ utilization: '0.6', target: '0.8' }).band, utilizationBand({ utilization: '0.59', target: '0.8' }).band, utilizationBand({ utilization: '60', target: '80' }).band, utilizationBand({ utilization: '59', target: '80' }).band, utilizationBand({ utilization: '1.8', target: '2' }).band]).toEqual(['amber', 'red', 'amber', 'red', 'amber']);
    expect(utilizationBand({ utilization: null, target: '0.8' })).toMatchObject({ band: null, why: [{ rule: 'UTL-8' }] });
    expect(nonBillableUtilization({ non_billable_hours: '10', internal_hours: '5', available_hours: '100' })).toMatchObject({ non_billable: '0.1', internal: '0.05', why: [{ rule: 'UTL-10', numbers: { non_billable: '10', internal: '5', available: '100' } }] });
  });
  it('reads capacity as given, else from its parts, else refuses', () => {
    expect(utilization('U1', { billable_hours: '8', calendar_hours: '20', holiday_hours: '2', time_off_hours: '2' })).toMatchObject({ definition: 'U1', utilization: '0.5', why: [{ rule: 'UTL-4', detail: 'U1 billable utilization', numbers: { numerator: '8', denominator: '16' } }] });
    expect(utilization('U1', { billable_hours: '8', available_hours: null as never, calendar_hours: '16' })).toMatchObject({ utilization: '0.5' });
    expect(utilization('U4', { billable_hours: '8', calendar_hours: '20', excluded_hours: '4', holiday_hours: '9' })).toMatchObject({ utilization: '0.5', why: [{ rule: 'UTL-5' }] });
    expect(utilization('U1', { billable_hours: '8', available_hours: '0' })).toMatchObject({ utilization: null, why: [{ rule: 'UTL-8' }] });
    expect(() => utilization('U1', { billable_hours: '8' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', rule: 'UTL-1' }));
    expect(() => utilization('U12' as never, {})).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
    expect(sumTotals([{ billable_hours: '1', available_hours: '8' }, { billable_hours: '2', calendar_hours: '9', holiday_hours: '1' }])).toMatchObject({ billable_hours: '3', available_hours: '16', holiday_hours: '1' });
  });
});
