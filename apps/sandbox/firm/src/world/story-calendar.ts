import { addDays, monthOf, mondays, datesBetween } from './days.js';
import type { FirmCalendar, SizeName, SpanName } from './firm-types.js';

interface Stretch { first_monday: string; weeks: number; first_day?: string; last_day: string; rate_change: string; cost_change: string; prices_from: string; closes_all?: true }

const CHANGES = { rate_change: '2026-08-17', cost_change: '2026-09-01', prices_from: '2026-01-01' };
/** The fiscal year 2026 of the firm: prices rise at half time, pay in January. */
const YEAR: Stretch = { first_monday: '2025-09-29', weeks: 53, first_day: '2025-10-01', last_day: '2026-09-30', rate_change: '2026-04-01', cost_change: '2026-01-01', prices_from: '2025-01-01', closes_all: true };

const STRETCHES: Record<SpanName, Record<SizeName, Stretch>> = {
  quarter: {
    // The third quarter of 2026 with the two June days of its first week.
    full: { first_monday: '2026-06-29', weeks: 14, last_day: '2026-09-30', ...CHANGES },
    // Five weeks around the end of August, which falls on a Monday.
    small: { first_monday: '2026-08-10', weeks: 5, last_day: '2026-09-11', ...CHANGES },
  },
  year: { full: YEAR, small: YEAR },
};

export const SPAN_NAMES = Object.keys(STRETCHES) as SpanName[];

/** The calendar of the story: weeks, months, and the days on which prices and costs change. */
export function storyCalendar(size: SizeName, span: SpanName): FirmCalendar {
  const stretch = STRETCHES[span][size];
  const first_day = stretch.first_day ?? stretch.first_monday;
  return {
    weeks: mondays(stretch.first_monday, stretch.weeks),
    months: [...new Set(datesBetween(first_day, stretch.last_day).map(monthOf))],
    first_day,
    last_day: stretch.last_day,
    rate_change: stretch.rate_change,
    cost_change: stretch.cost_change,
    ...(stretch.closes_all ? { closes_all: true } : {}),
  };
}

/** The day from which the prices and costs hold that were in force when the story begins. */
export const pricesFrom = (calendar: FirmCalendar): string => (isYear(calendar) ? YEAR.prices_from : CHANGES.prices_from);

/** A year is told in waves: deals are sold, people come and go, mistakes are made in every month of it. */
export const isYear = (calendar: FirmCalendar): boolean => calendar.closes_all === true;

/** The months whose books are closed inside the story: in a quarter the last one stays open. */
export const closingMonths = (calendar: FirmCalendar): string[] => (calendar.closes_all ? calendar.months : calendar.months.slice(0, -1));

/** Local noon-ish instants at which people act, a fixed number of days before or after the first week. */
export const storyInstant = (calendar: FirmCalendar, days: number, time: string): string => `${addDays(calendar.first_day, days)}T${time}Z`;
