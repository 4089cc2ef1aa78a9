import { addDays, monthOf, mondays, datesBetween } from './days.js';
import type { FirmCalendar, SizeName } from './firm-types.js';

const SPANS: Record<SizeName, { first_monday: string; weeks: number; last_day: string }> = {
  // The third quarter of 2026 with the two June days of its first week.
  full: { first_monday: '2026-06-29', weeks: 14, last_day: '2026-09-30' },
  // Five weeks around the end of August, which falls on a Monday.
  small: { first_monday: '2026-08-10', weeks: 5, last_day: '2026-09-11' },
};

/** The calendar of the story: weeks, months, and the days on which prices and costs change. */
export function storyCalendar(size: SizeName): FirmCalendar {
  const span = SPANS[size];
  const months = new Set(datesBetween(span.first_monday, span.last_day).map(monthOf));
  return {
    weeks: mondays(span.first_monday, span.weeks),
    months: [...months],
    first_day: span.first_monday,
    last_day: span.last_day,
    rate_change: '2026-08-17',
    cost_change: '2026-09-01',
  };
}

/** Local noon-ish instants at which people act, a fixed number of days before or after the first week. */
export const storyInstant = (calendar: FirmCalendar, days: number, time: string): string => `${addDays(calendar.first_day, days)}T${time}Z`;
