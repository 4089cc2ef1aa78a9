import { addDays, earlier, later, within } from './days.js';
import { Dice } from './dice.js';
import { PM_ROLE } from './entities.js';
import type { Booking, Deal, FirmCalendar, LegalEntity, Worker } from './firm-types.js';
import type { Size } from './sizes.js';

/** What internal work of a legal entity is booked on; also how the title of its workspace begins. */
export const internalTarget = (entity: string): string => `${entity}-INTERNAL`;
export const isInternal = (target: string): boolean => target.endsWith('-INTERNAL');

interface Seat { deal: Deal; wanted: number; taken: number }

/** Who works on what, when and with which share of their time. Nobody is booked outside their own legal entity. */
export function bookings(size: Size, seed: string, entities: LegalEntity[], people: Worker[], deals: Deal[], calendar: FirmCalendar): Booking[] {
  const dice = new Dice(seed, 'bookings');
  const faulty = (deal: Deal): boolean => deal.entity_missing || deal.approval_missing;
  return entities.flatMap((entity) => {
    const won = deals.filter((deal) => deal.entity === entity.code && deal.outcome === 'won');
    const seats = won.map((deal): Seat => ({ deal, wanted: faulty(deal) ? 1 : dice.int(2, 5), taken: 0 }));
    const staff = people.filter((worker) => worker.entity === entity.code);
    const managed = won.map((deal) => bookingOf(people.find((worker) => worker.number === deal.manager)!, deal, PM_ROLE, 0, calendar));
    for (const booking of managed) booking.share = Math.min(30, Math.floor(90 / managed.filter((other) => other.worker === booking.worker).length));
    const members = staff.filter((worker) => worker.role !== PM_ROLE).flatMap((worker) => memberBookings(worker, seats, size, dice, calendar));
    return [...managed, ...members.filter((booking) => booking.start <= booking.end), ...staff.map((worker) => internalBooking(worker, calendar))];
  });
}

/** A worker's chain of main projects, one after the other, perhaps with a second one beside. */
function memberBookings(worker: Worker, seats: Seat[], size: Size, dice: Dice, calendar: FirmCalendar): Booking[] {
  const from = later(calendar.first_day, worker.hired);
  const to = earlier(calendar.last_day, worker.terminated ?? calendar.last_day);
  const out: Booking[] = [];
  const partner = worker.role === 'PARTNER';
  for (let cursor = from; cursor <= to;) {
    const seat = emptiest(seats, worker, cursor, dice);
    if (!seat) {
      // Nothing runs that day: on the bench until the next start.
      cursor = addDays(cursor, 7);
      continue;
    }
    const main = bookingOf(worker, seat.deal, worker.role, partner ? 20 : dice.int(13, 16) * 5, calendar, cursor);
    seat.taken += span(main) / span({ start: seat.deal.start, end: earlier(seat.deal.end, calendar.last_day) });
    out.push(main);
    cursor = addDays(main.end, 1);
  }
  const first = out[0];
  if (first && !partner && dice.chance(size.second_project)) {
    const beside = dice.shuffled(seats).find((seat) => !out.some((booking) => booking.target === seat.deal.number) && seat.deal.start <= first.start && seat.deal.end >= first.start);
    if (beside) out.push(bookingOf(worker, beside.deal, worker.role, 15, calendar, from));
  }
  return out;
}

const span = (stretch: { start: string; end: string }): number => Date.parse(stretch.end) - Date.parse(stretch.start) + 86_400_000;

function emptiest(seats: Seat[], worker: Worker, date: string, dice: Dice): Seat | undefined {
  // A start a few weeks ahead is worth waiting for; a deal about to end is not worth joining.
  const open = dice.shuffled(seats.filter((seat) => within(date, addDays(seat.deal.start, -24), addDays(seat.deal.end, -7))));
  const fullness = (seat: Seat): number => seat.taken / seat.wanted - (seat.deal.practice === worker.practice ? 0.15 : 0);
  return open.reduce<Seat | undefined>((best, seat) => (!best || fullness(seat) < fullness(best) ? seat : best), undefined);
}

/** Inside the deal's window, the person's employment and the story. */
function bookingOf(worker: Worker, deal: Deal, role: string, share: number, calendar: FirmCalendar, from = deal.start): Booking {
  return {
    worker: worker.number, target: deal.number, role, share, billable: true,
    start: [deal.start, from, worker.hired, calendar.first_day].reduce(later),
    end: [deal.end, worker.terminated ?? deal.end, calendar.last_day].reduce(earlier),
  };
}

function internalBooking(worker: Worker, calendar: FirmCalendar): Booking {
  return {
    worker: worker.number, target: internalTarget(worker.entity), role: worker.role, share: 5, billable: false,
    start: later(calendar.first_day, worker.hired), end: earlier(calendar.last_day, worker.terminated ?? calendar.last_day),
  };
}
