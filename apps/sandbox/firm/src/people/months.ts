import { addDays, mondayOf, lastOfMonth } from '../world/days.js';
import type { FirmCalendar } from '../world/firm-types.js';

/** The week with which a month's time is complete: the last one that has a day in it. */
export function lastWeekOf(calendar: FirmCalendar, month: string): string {
  const end = lastOfMonth(month) < calendar.last_day ? lastOfMonth(month) : calendar.last_day;
  return mondayOf(end);
}

/** Days after that week begins on which a month is corrected, closed, corrected again, and paid for. */
const MONTH_END = { before_billing: [7, '11:00'], close: [9, '10:00'], after_billing: [9, '15:00'], payments: [10, '11:00'] } as const;

export function monthEndInstant(calendar: FirmCalendar, month: string, what: keyof typeof MONTH_END): string {
  const [days, time] = MONTH_END[what];
  return `${addDays(lastWeekOf(calendar, month), days)}T${time}:00.000Z`;
}
