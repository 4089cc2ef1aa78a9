import { drillTo } from './drill';

describe('where a row of utilization leads', () => {
  it('from a practice to its workers, keeping the rest of the question', () => {
    expect(drillTo({ definition: 'U2', target: '0.75' }, 'practice', { code: 'DATA' }, '2026-Q3')).toBe('/utilization?definition=U2&target=0.75&period=2026-Q3&group_by=worker&practice=DATA');
  });
  it('from a legal entity to its workers', () => expect(drillTo({}, 'legal_entity', { code: 'US01' }, '2026')).toContain('legal_entity_code=US01'));
  it('from a worker to the days', () => expect(drillTo({ practice: 'DATA' }, 'worker', { code: 'E-1001' }, '2026-08')).toBe('/utilization/days?worker=E-1001&period=2026-08'));
  it('nowhere from what belongs to no unit', () => expect(drillTo({}, 'practice', { code: '(none)' }, '2026')).toBeUndefined());
});
