import 'reflect-metadata';
import * as rules from '../index.js';
import type { ApplyCapsInput, CapPolicy } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { applyCaps, minimumPerPeriod, minimumPerVisit, priceTime, roundHours, splitApprovedTime } = demanding(rules);

describe('priceTime (TM-1, RATE-7)', () => {
  const day = { rate: '1200', unit: 'day' as const, unit_hours: '8', currency: 'USD' };
  it('takes discount and fee on gross', () => expect(priceTime({ billable_hours: '7.5', rate: '133.33', discount: '0.1', fee: '0.025', currency: 'USD' })).toMatchObject({ gross: '999.98', discount: '100.00', fee: '25.00', net: '924.98' }));
  it('bills a day rate by hours, multiplying before dividing', () => expect(priceTime({ ...day, billable_hours: '6', unit_hours: '7' })).toMatchObject({ gross: '1028.57', unit: 'day', unit_price: '1200' }));
  it.each([['8', '1200.00', '1'], ['9.5', '1200.00', '1'], ['4', '600.00', '0.5'], ['7.99', '600.00', '0.5'], ['2', '300.00', '0.25'], ['-8', '-1200.00', '-1'], ['-4', '-600.00', '-0.5']])('full-day rule on %s hours bills %s', (billable_hours, net, quantity) => {
    expect(priceTime({ ...day, billable_hours, full_day_rule: { half_day_hours: '4', full_day_hours: '8' } })).toMatchObject({ net, quantity });
  });
  it('applies the full-day rule to days only', () => expect(priceTime({ rate: '100', billable_hours: '4', currency: 'USD', full_day_rule: { half_day_hours: '4', full_day_hours: '8' } })).toMatchObject({ net: '400.00' }));
  it('bills a fixed price whatever the hours, mirrored for a reversal', () => {
    expect(priceTime({ rate: '500', unit: 'fixed', billable_hours: '3', currency: 'USD' })).toMatchObject({ net: '500.00', quantity: '1' });
    expect(priceTime({ rate: '500', unit: 'fixed', billable_hours: '-3', currency: 'USD' })).toMatchObject({ net: '-500.00' });
  });
  it('refuses a day rate without hours', () => {
    expect(() => priceTime({ rate: '1', unit: 'day', billable_hours: '1', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => priceTime({ rate: '1', unit: 'day', unit_hours: '0', billable_hours: '1', currency: 'USD' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
  it('has no cents in yen', () => expect(priceTime({ billable_hours: '1.5', rate: '12345', currency: 'JPY' })).toMatchObject({ gross: '18518', net: '18518' }));
});

describe('splitApprovedTime (TM-2)', () => {
  const base = { hours: '8', rate: '200', cost_rate: '100', currency: 'USD' };
  it('raises billable hours only with a reason', () => {
    expect(() => splitApprovedTime({ ...base, billable_hours: '9' })).toThrow(expect.objectContaining({ rule: 'TM-2' }));
    expect(splitApprovedTime({ ...base, billable_hours: '9', raise_reason: 'minimum call-out' })).toMatchObject({ chargeable: '1800.00', non_chargeable: '0.00', cost: '800.00' });
  });
});

describe('roundHours (TM-3)', () => {
  it.each([['nearest', '1.10', '1'], ['nearest', '1.13', '1.25'], ['nearest', '1.125', '1.25'], ['down', '1.24', '1'], ['up', '1.01', '1.25'], ['up', '1.25', '1.25'], ['up', '-1.01', '-1.25']] as const)('%s of %s is %s', (mode, hours, expected) => expect(roundHours({ hours, increment: '0.25', mode }).hours).toBe(expected));
  it('does nothing without an increment', () => expect(roundHours({ hours: '1.37' }).hours).toBe('1.37'));
  it('applies a factor alone', () => expect(roundHours({ hours: '2', factor: '1.5' }).hours).toBe('3'));
  it('refuses an increment of zero and an unknown mode', () => {
    expect(() => roundHours({ hours: '1', increment: '0' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => roundHours({ hours: '1', increment: '1', mode: 'sideways' as never })).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});

describe('minimums (TM-4)', () => {
  const visit = (id: string, hours: string, work_date = '2026-01-05') => ({ id, worker_id: 'w', task_id: 't', work_date, hours });
  it('counts once per worker, task and date', () => {
    expect(minimumPerVisit({ entries: [visit('b', '1'), visit('a', '0.5'), visit('c', '5', '2026-01-06')], minimum_hours: '4' }).visits).toMatchObject([{ actual_hours: '1.5', billable_hours: '4', top_up_hours: '2.5', entry_ids: ['a', 'b'] }, { billable_hours: '5', top_up_hours: '0' }]);
  });
  it('asks no minimum for a visit that was reversed', () => expect(minimumPerVisit({ entries: [visit('a', '3'), visit('b', '-3')], minimum_hours: '4' }).visits).toMatchObject([{ billable_hours: '0' }]));
  it('adds no line when the period reached its minimum', () => expect(minimumPerPeriod({ minimum_amount: '100', nets: ['60', '40'], currency: 'USD' })).toMatchObject({ adjustment: null, total: '100.00' }));
});

describe('applyCaps (TM-5, TM-6)', () => {
  const entry = (id: string, net: string, rest: Partial<ApplyCapsInput['entries'][number]> = {}) => ({ id, work_date: '2026-01-05', net, hours: String(Number(net) / 100), ...rest });
  const run = (entries: ApplyCapsInput['entries'], cap: ApplyCapsInput['levels'][number], policy?: CapPolicy) => applyCaps({ entries, levels: [cap], policy, currency: 'USD' });

  it('bills in order of work date, approval and id, not of arrival', () => {
    const entries = [entry('c', '100', { approved_at: '2026-01-07T00:00:00Z' }), entry('b', '100', { approved_at: '2026-01-06T00:00:00Z' }), entry('a', '100', { work_date: '2026-01-06' }), entry('d', '100', { approved_at: '2026-01-06T00:00:00Z' })];
    expect(run(entries, { level: 'line', cap_amount: '250' }).entries.map((e) => [e.id, e.billed_net])).toEqual([['b', '100.00'], ['d', '100.00'], ['c', '50.00'], ['a', '0.00']]);
  });
  it('counts what is invoiced, on drafts and committed', () => expect(run([entry('a', '100')], { level: 'line', cap_amount: '1000', invoiced: '500', on_drafts: '300', committed: '150' }).entries[0]).toMatchObject({ billed_net: '50.00', billed_hours: '0.5', capped_net: '50.00', capped_hours: '0.5', available: '50', level: 'line' }));
  it('fits exactly at the cap without an exception', () => expect(run([entry('a', '100')], { level: 'line', cap_amount: '100' })).toMatchObject({ exceeded_level: null, levels: [{ available_amount: '0' }], entries: [{ excess_decision: null, billed_net: '100.00' }] }));
  it('bills nothing when the cap was exceeded before', () => expect(run([entry('a', '100')], { level: 'line', cap_amount: '100', invoiced: '150' }).entries[0]).toMatchObject({ billed_net: '0.00', capped_net: '100.00', available: '0' }));

  it.each([
    ['split_hold', '150.00', '50.00', 'capped'], ['adjust', '150.00', '50.00', 'non_billable'], ['write_off_excess', '150.00', '50.00', 'written_off'],
    ['fail_whole', '100.00', '100.00', 'capped'], ['drop', '100.00', '100.00', 'non_billable'], ['warn_only', '200.00', '0.00', 'warned'],
  ] as const)('policy %s bills %s and leaves %s as %s', (policy, billed, capped, decision) => {
    const result = run([entry('a', '100'), entry('b', '100')], { level: 'line', cap_amount: '150' }, policy);
    expect(result).toMatchObject({ billed_net: billed, capped_net: capped, exceeded_level: 'line' });
    expect(result.entries[1]).toMatchObject({ excess_decision: decision });
  });
  it('lets a later, smaller entry fit after one that failed whole', () => expect(run([entry('a', '200'), entry('b', '100')], { level: 'line', cap_amount: '150' }, 'fail_whole').entries.map((e) => e.billed_net)).toEqual(['0.00', '100.00']));

  it('restores room for a reversal', () => {
    const entries = [entry('a', '100'), entry('b', '-100', { work_date: '2026-01-06' }), entry('c', '100', { work_date: '2026-01-07' })];
    expect(run(entries, { level: 'line', cap_amount: '100' }).entries.map((e) => e.billed_net)).toEqual(['100.00', '-100.00', '100.00']);
  });
  it('gives back only what was billed when a split entry is reversed', () => {
    const entries = [entry('a', '100'), entry('b', '-100', { work_date: '2026-01-06', reverses_id: 'a' }), entry('c', '100', { work_date: '2026-01-07' })];
    expect(run(entries, { level: 'line', cap_amount: '60' }).entries).toMatchObject([{ billed_net: '60.00' }, { billed_net: '-60.00', capped_net: '-40.00' }, { billed_net: '60.00' }]);
  });

  it('caps hours and prices the part that fits', () => {
    expect(run([{ id: 'a', work_date: '2026-01-05', net: '1000.01', hours: '3' }], { level: 'line', cap_hours: '2' }).entries[0]).toMatchObject({ billed_hours: '2', capped_hours: '1', billed_net: '666.67', capped_net: '333.34', available: '2' });
    expect(run([entry('a', '500')], { level: 'line', cap_hours: '8', invoiced: '6' }).entries[0]).toMatchObject({ billed_hours: '2' });
  });
  it('caps hours per day, for the team or for each worker', () => {
    const entries = ['w1', 'w2'].flatMap((w) => ['2026-01-05', '2026-01-06'].map((work_date) => entry(`${w}-${work_date}`, '600', { work_date, worker_id: w })));
    expect(run(entries, { level: 'daily', cap_hours: '8', per: 'day' })).toMatchObject({ billed_net: '1600.00', levels: [{ available_hours: null }] });
    expect(run(entries, { level: 'daily', cap_hours: '5', per: 'day', by: 'worker' }).billed_net).toBe('2000.00');
    expect(run(entries, { level: 'each', cap_hours: '5', by: 'worker' }).billed_net).toBe('1000.00');
  });
  it('counts labor only unless the cap includes expenses', () => {
    const entries = [entry('a', '100'), entry('x', '100', { kind: 'expense' })];
    const billed = (cap_scope?: 'labor' | 'labor_and_expenses' | 'expenses') => run(entries, { level: 'line', cap_amount: '50', cap_scope }).entries.map((e) => e.billed_net);
    expect(billed()).toEqual(['50.00', '100.00']);
    expect(billed('labor_and_expenses')).toEqual(['50.00', '0.00']);
    expect(billed('expenses')).toEqual(['100.00', '50.00']);
  });
  it('lets the smallest room decide among levels, and uses up all of them', () => {
    const result = applyCaps({ entries: [entry('a', '100'), entry('b', '100')], levels: [{ level: 'line', cap_amount: '150' }, { level: 'contract', cap_amount: '120' }, { level: 'hours', cap_hours: '50' }], currency: 'USD' });
    expect(result.entries.map((e) => [e.billed_net, e.level])).toEqual([['100.00', null], ['20.00', 'contract']]);
    expect(result.levels).toEqual([{ level: 'line', available_amount: '30', available_hours: null }, { level: 'contract', available_amount: '0', available_hours: null }, { level: 'hours', available_amount: null, available_hours: '48.8' }]);
  });
  it('takes an entry without hours', () => expect(run([{ id: 'x', work_date: '2026-01-05', net: '100' }], { level: 'line', cap_amount: '30' }).entries[0]).toMatchObject({ billed_net: '30.00', billed_hours: '0', capped_hours: '0' }));
  it('refuses a level without a limit and an unknown policy', () => {
    expect(() => run([], { level: 'line' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => run([], { level: 'line', cap_amount: '1' }, 'ignore' as never)).toThrow(expect.objectContaining({ code: 'INVALID_POLICY' }));
  });
});
