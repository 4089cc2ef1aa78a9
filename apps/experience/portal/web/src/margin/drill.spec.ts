import { drillTo } from './drill';

describe('where a row of margin leads', () => {
  it('from a client to its projects, keeping the currency', () => expect(drillTo({ currency: 'project' }, 'client', { code: 'C-1001' }, '2026-Q3')).toBe('/margin?currency=project&period=2026-Q3&group_by=project&client=C-1001'));
  it('from a project to its records', () => expect(drillTo({}, 'project', { code: 'US01-OPP-2001' }, '2026-08')).toBe('/margin/records?project=US01-OPP-2001&period=2026-08'));
  it('nowhere from an engagement or from what has no code', () => expect([drillTo({}, 'engagement', { code: 'X' }, '2026'), drillTo({}, 'practice', { code: '(none)' }, '2026')]).toEqual([undefined, undefined]));
});
