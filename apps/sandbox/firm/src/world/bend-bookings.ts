import { addDays } from './days.js';
import { isInternal } from './bookings.js';
import { PM_ROLE, UNPRICED_ROLE } from './entities.js';
import type { Booking, Deal, FirmCalendar, Worker } from './firm-types.js';

/** Where bookings were made to lead to trouble later. */
export interface Bends {
  /** Two weeks on another deal, in a role no rate card prices. */
  unpriced: { worker: string; target: string; from: string; to: string };
  /** A booking that ends while its person goes on. */
  cut: Booking;
}

/**
 * Rewrites two bookings in place: two early weeks on another deal in a role no card prices, and one booking that ends on a
 * Wednesday near the end. `plain` holds the deals without trouble of their own.
 */
export function bendBookings(bookings: Booking[], people: Worker[], calendar: FirmCalendar, plain: Deal[]): Bends {
  const steady = new Set(people.filter((worker) => !worker.terminated && !worker.on_leave_from && !worker.time_email && worker.fte === 100).map((worker) => worker.number));
  const usable = (booking: Booking): boolean => !isInternal(booking.target) && booking.role !== PM_ROLE && booking.share >= 60 && plain.some((deal) => deal.number === booking.target) && steady.has(booking.worker);
  const elsewhere = (booking: Booking): Deal | undefined => {
    const home = plain.find((deal) => deal.number === booking.target)!;
    return plain.find((deal) => deal.entity === home.entity && deal.currency === home.currency && deal.start <= from && deal.end >= to
      && !bookings.some((other) => other.worker === booking.worker && other.target === deal.number));
  };
  const from = calendar.weeks[1]!;
  const to = addDays(calendar.weeks[2]!, 6);
  const at = bookings.findIndex((booking) => usable(booking) && booking.start <= from && booking.end > to && elsewhere(booking) !== undefined);
  const whole = bookings[at]!;
  const target = elsewhere(whole)!.number;
  bookings.splice(at, 1, ...[
    { ...whole, end: addDays(from, -1) }, { ...whole, target, role: UNPRICED_ROLE, start: from, end: to }, { ...whole, start: addDays(to, 1) },
  ].filter((part) => part.start <= part.end));
  const cut = bookings.find((booking) => usable(booking) && booking.worker !== whole.worker && booking.start < calendar.weeks[2]! && booking.end >= calendar.last_day)!;
  cut.end = addDays(calendar.weeks.at(-2)!, 2);
  return { unpriced: { worker: whole.worker, target, from, to }, cut };
}
