import { addDays } from './days.js';
import { isInternal } from './bookings.js';
import { PM_ROLE, UNPRICED_ROLE } from './entities.js';
import type { Booking, Deal, FirmCalendar, Worker } from './firm-types.js';
import { isYear } from './story-calendar.js';

/** Where bookings were made to lead to trouble later. */
export interface Bends {
  /** Two weeks on another deal, in a role no rate card prices. */
  unpriced: { worker: string; target: string; from: string; to: string };
  /** A booking that ends while its person goes on. */
  cut: Booking;
}

/**
 * Rewrites two bookings in place: two early weeks on another deal in a role no card prices, and one booking that ends on a
 * Wednesday near the end, in a year after a third of it. `plain` holds the deals without trouble of their own.
 */
export function bendBookings(bookings: Booking[], people: Worker[], calendar: FirmCalendar, plain: Deal[]): Bends {
  const steady = new Set(people.filter((worker) => !worker.terminated && !worker.on_leave_from && !worker.time_email && worker.fte === 100).map((worker) => worker.number));
  const usable = (booking: Booking): boolean => !isInternal(booking.target) && booking.role !== PM_ROLE && booking.share >= 60 && plain.some((deal) => deal.number === booking.target) && steady.has(booking.worker);
  const elsewhere = (booking: Booking, from: string, to: string): Deal | undefined => {
    const home = plain.find((deal) => deal.number === booking.target)!;
    return plain.find((deal) => deal.entity === home.entity && deal.currency === home.currency && deal.start <= from && deal.end >= to
      && !bookings.some((other) => other.worker === booking.worker && other.target === deal.number));
  };
  // The early weeks, unless nobody of a year's first weeks has another deal to go to.
  const early = (isYear(calendar) ? calendar.weeks.slice(1, -3) : [calendar.weeks[1]!]).map((week) => ({ from: week, to: addDays(week, 13) }));
  const bendable = ({ from, to }: { from: string; to: string }): number => bookings.findIndex((booking) => usable(booking) && booking.start <= from && booking.end > to && elsewhere(booking, from, to) !== undefined);
  const { from, to } = early.find((weeks) => bendable(weeks) >= 0)!;
  const at = bendable({ from, to });
  const whole = bookings[at]!;
  const target = elsewhere(whole, from, to)!.number;
  bookings.splice(at, 1, ...[
    { ...whole, end: addDays(from, -1) }, { ...whole, target, role: UNPRICED_ROLE, start: from, end: to }, { ...whole, start: addDays(to, 1) },
  ].filter((part) => part.start <= part.end));
  const cuts = isYear(calendar) ? calendar.weeks.slice(Math.floor(calendar.weeks.length / 3), -3).map((week) => ({ week, before: week, until: addDays(week, 21) })) : [{ week: calendar.weeks.at(-2)!, before: calendar.weeks[2]!, until: calendar.last_day }];
  const [cut, week] = cuts.flatMap(({ week: monday, before, until }) => {
    const booking = bookings.find((one) => usable(one) && one.worker !== whole.worker && one.start < before && one.end >= until);
    return booking ? [[booking, monday] as const] : [];
  })[0]!;
  cut.end = addDays(week, 2);
  return { unpriced: { worker: whole.worker, target, from, to }, cut };
}
