import { addDays, mondayOf, periodsOf } from './period-list';

describe('periods to choose from', () => {
  it('are those with something in them, latest first', () => {
    expect(periodsOf(['2025-12', '2026-08', '2026-09'])).toEqual({ months: ['2026-09', '2026-08', '2025-12'], quarters: ['2026-Q3', '2025-Q4'], years: ['2026', '2025'] });
  });
});

describe('weeks', () => {
  it.each([['2026-08-10', '2026-08-10'], ['2026-08-16', '2026-08-10'], ['2026-03-01', '2026-02-23'], ['2027-01-01', '2026-12-28']])('the Monday of %s is %s', (day, monday) => expect(mondayOf(day)).toBe(monday));
  it('end six days after their Monday, over a change of clocks too', () => expect(addDays('2026-10-19', 6)).toBe('2026-10-25'));
});
