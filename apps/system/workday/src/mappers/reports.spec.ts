import { sampleSettings } from '../testing/sample.js';
import { closeRanges, identifyCostRate, mapCostRate } from './cost-rate.js';
import { identifyOrgUnit, mapOrgUnit, ORG_UNIT_DROPPED } from './org-unit.js';
import { identifyTimeOff, mapTimeOff } from './time-off.js';
import { mapWorkCalendar, mergeCalendars } from './work-calendar.js';

const AT = '2026-05-01T12:00:00.000Z';
const rate = (id: string, worker: string, from: string, end?: string) => ({ Rate_ID: id, Worker_ID: worker, Company: 'US01', Currency: 'USD', Hourly_Cost: '60.0100', Salary_Component: '45.00', On_Cost_Component: '10.0100', Overhead_Component: '5.00', Effective_Date: from, ...(end ? { End_Date: end } : {}) });
const problemOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { problem?: unknown }).problem;
  }
  throw new Error('nothing was thrown');
};

describe('cost rates', () => {
  const ends = (entries: object[]) => closeRanges(entries as Record<string, unknown>[], AT).map((row) => [row.key, mapCostRate(row, sampleSettings).effective_to]);

  test('an open range ends the day before the next rate of the same worker, whatever the order; others stay', () => {
    expect(ends([rate('C', 'E-1', '2027-01-01'), rate('A', 'E-1', '2026-01-01'), rate('B', 'E-1', '2026-07-01', '2026-09-30'), rate('D', 'E-2', '2026-03-01')])).toEqual([['C', null], ['A', '2026-06-30'], ['B', '2026-09-30'], ['D', null]]);
  });

  test('two open rates from one day both stay open: which one counts is not ours to say', () => {
    expect(ends([rate('A', 'E-1', '2026-01-01'), rate('B', 'E-1', '2026-01-01')])).toEqual([['A', null], ['B', null]]);
  });

  test('a later rate gives the earlier one a new version', () => {
    const alone = identifyCostRate(closeRanges([rate('A', 'E-1', '2026-01-01')], AT)[0]!);
    const followed = identifyCostRate(closeRanges([rate('A', 'E-1', '2026-01-01'), rate('B', 'E-1', '2026-02-01')], AT)[0]!);
    expect(followed.source_id).toBe(alone.source_id);
    expect(followed.source_version).not.toBe(alone.source_version);
  });

  test('amounts stay as written; one that came as a JSON number is refused', () => {
    const mapped = mapCostRate(closeRanges([rate('A', 'E-1', '2026-01-01')], AT)[0]!, sampleSettings);
    expect(mapped.data).toEqual({ currency: 'USD', rate: '60.0100', kind: 'burdened', components: { salary: '45.00', on_cost: '10.0100', overhead: '5.00' } });
    expect(problemOf(() => mapCostRate(closeRanges([{ ...rate('A', 'E-1', '2026-01-01'), Hourly_Cost: 60.01 }], AT)[0]!, sampleSettings))).toMatchObject({ code: 'SCHEMA_DRIFT', field: 'Hourly_Cost' });
  });
});

describe('time off', () => {
  const entry = (more: object = {}) => ({ Entry_ID: 'T1', Worker_ID: 'E-1', Time_Off_Date: '2026-06-01', Hours: '7.5', Kind: 'PTO', Status: 'Approved', Last_Updated: '2026-04-02T03:00:00.000-07:00', ...more });
  const row = (more: object = {}) => ({ key: 'T1', entry: entry(more), given_at: AT });

  test.each([['Approved', 'approved', 'approved'], ['Submitted', 'submitted', 'submitted'], ['Sent Back', 'rejected', 'rejected'], ['Canceled', 'cancelled', 'recalled']])('%s is %s', (from, status, approval) => {
    expect(mapTimeOff(row({ Status: from }), sampleSettings)).toMatchObject({ data: { status }, approval_status: approval });
  });

  test('unknown kinds and statuses are problems; a tenant can map its own', () => {
    expect(problemOf(() => mapTimeOff(row({ Kind: 'Sabbatical' }), sampleSettings))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'Kind', value: 'Sabbatical' });
    expect(mapTimeOff(row({ Kind: 'Sabbatical' }), { ...sampleSettings, time_off_kinds: ['Sabbatical=leave'] }).data.kind).toBe('leave');
  });

  test('the change moment is UTC, never later than the answer, and none is the beginning of time', () => {
    const at = (updated?: string) => identifyTimeOff(row({ Last_Updated: updated })).source_timestamp;
    expect([at('2026-04-02T03:00:00.000-07:00'), at('2031-01-01T00:00:00Z'), at(undefined)]).toEqual(['2026-04-02T10:00:00.000Z', AT, '1970-01-01T00:00:00.000Z']);
  });
});

describe('work calendars', () => {
  const hours = { Mon_Hours: '8', Tue_Hours: '8', Wed_Hours: '8', Thu_Hours: '8', Fri_Hours: '7.5', Sat_Hours: '0', Sun_Hours: '0' };
  const holiday = (date: string, name: string, code = 'A') => ({ Calendar_Code: code, Holiday_Date: date, Holiday_Name: name, Hours: '8' });

  test('Monday first, holidays in date order whatever order the report has', () => {
    const [a, b] = mergeCalendars([{ Calendar_Code: 'A', Region: 'EMEA', ...hours }, { Calendar_Code: 'B', ...hours }], [holiday('2026-12-25', 'Christmas'), holiday('2026-01-01', 'New Year'), holiday('2026-01-01', 'Elsewhere', 'Z')], AT).map((row) => mapWorkCalendar(row));
    expect(a!.data).toEqual({ code: 'A', region: 'EMEA', weekday_hours: ['8', '8', '8', '8', '7.5', '0', '0'], holidays: [{ date: '2026-01-01', name: 'New Year', hours: '8' }, { date: '2026-12-25', name: 'Christmas', hours: '8' }] });
    expect(b!.data.holidays).toEqual([]);
  });

  test('a weekday that is missing is a problem, not zero hours', () => {
    const { Wed_Hours: _none, ...rest } = hours;
    expect(problemOf(() => mapWorkCalendar(mergeCalendars([{ Calendar_Code: 'A', ...rest }], [], AT)[0]!))).toMatchObject({ code: 'SCHEMA_DRIFT', field: 'Wed_Hours' });
  });
});

describe('org units', () => {
  const organization = { id: 'w1', descriptor: 'Data & AI (x)', name: 'Data & AI', code: 'DATA', href: 'https://host-1/api/api/v1/x', organizationType: { id: 't' }, manager: { id: 'm1', descriptor: 'Mona' } };

  test('natural key is kind and code, the manager a worker by WID', () => {
    expect(mapOrgUnit({ organization, kind: 'practice', given_at: AT })).toEqual({ natural_key: 'practice:DATA', data: { code: 'DATA', kind: 'practice', name: 'Data & AI' }, refs: { manager_worker_id: { entity: 'worker', source_id: 'm1', optional: true } } });
    expect(Object.keys(ORG_UNIT_DROPPED)).toEqual(['href', 'descriptor', 'organizationType']);
  });

  test('an address of another host is no new version', () => {
    const version = (href: string) => identifyOrgUnit({ organization: { ...organization, href }, kind: 'practice', given_at: AT }).source_version;
    expect(version('https://host-2/api/api/v1/x')).toBe(version('https://host-1/api/api/v1/x'));
  });

  test('one without a code has no identity across systems: a problem', () => {
    expect(problemOf(() => mapOrgUnit({ organization: { id: 'w1', name: 'Old' }, kind: 'practice', given_at: AT }))).toMatchObject({ code: 'SCHEMA_DRIFT', field: 'code' });
  });
});
