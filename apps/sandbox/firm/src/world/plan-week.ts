import { addDays, within } from './days.js';
import { Dice } from './dice.js';
import { PM_ROLE } from './entities.js';
import type { Booking, Firm, PlannedEntry, Worker } from './firm-types.js';
import { isInternal } from './bookings.js';
import { contractedMinutes } from './time-off.js';

const NOTES = ['Workshop and follow-up', 'Build and review', 'Client interviews', 'Analysis and write-up', 'Design session', 'Testing and fixes', 'Steering material', 'Handover'];
const QUARTER = 15;

/** What of a firm a week's plan depends on. */
export type PlanBasis = Pick<Firm, 'seed' | 'calendar' | 'workers' | 'offices' | 'time_off' | 'bookings'>;

/**
 * What every person means to log in the week of that Monday: weekdays of their calendar, less holidays and approved absences,
 * less for part-timers, on what they are booked on. The same whenever and in whatever order it is asked.
 */
export function plannedWeek(firm: PlanBasis, monday: string): PlannedEntry[] {
  const byWorker = grouped(firm.bookings.filter((booking) => booking.start <= addDays(monday, 6) && booking.end >= monday), (booking) => booking.worker);
  const absent = new Set(firm.time_off.filter((day) => day.status === 'Approved').map((day) => `${day.worker} ${day.date}`));
  return firm.workers.flatMap((worker) => personWeek(firm, worker, monday, byWorker.get(worker.number) ?? [], absent));
}

function personWeek(firm: PlanBasis, worker: Worker, monday: string, booked: Booking[], absent: Set<string>): PlannedEntry[] {
  const dice = new Dice(firm.seed, `week ${monday} ${worker.number}`);
  const office = firm.offices.find((one) => one.code === worker.office)!;
  // Internal work is bunched into some weeks; those between projects have nothing else.
  const internalWeek = dice.chance(26);
  const main = booked.filter((booking) => !isInternal(booking.target));
  const out: PlannedEntry[] = [];
  for (let day = 0; day < 7; day++) {
    const date = addDays(monday, day);
    const contracted = within(date, firm.calendar.first_day, firm.calendar.last_day) && !absent.has(`${worker.number} ${date}`) ? contractedMinutes(worker, office, date) : 0;
    if (contracted === 0) continue;
    const minutes = Math.floor(contracted / QUARTER) * QUARTER + (dice.chance(7) ? dice.int(2, 6) * QUARTER : 0);
    const open = main.filter((booking) => within(date, booking.start, booking.end));
    const drawn = dice.weighted(open, (booking) => booking.share);
    const internal = booked.find((booking) => isInternal(booking.target) && within(date, booking.start, booking.end));
    const first = internalWeek && internal && dice.chance(30) ? undefined : drawn;
    const second = internalWeek && dice.chance(25) ? internal : dice.chance(12) ? dice.weighted(open.filter((booking) => booking !== first), (booking) => booking.share) : undefined;
    if (!first) {
      if (internal) out.push(entry(dice, internal, date, minutes));
    } else if (second && minutes >= 4 * QUARTER) {
      const part = Math.max(QUARTER, Math.floor((minutes * dice.int(12, 45)) / 100 / QUARTER) * QUARTER);
      out.push(entry(dice, first, date, minutes - part), entry(dice, second, date, part));
    } else {
      out.push(entry(dice, first, date, minutes));
    }
  }
  return out;
}

function entry(dice: Dice, booking: Booking, date: string, minutes: number): PlannedEntry {
  const internal = isInternal(booking.target);
  const task = internal ? dice.weighted(['ADMIN', 'TRAINING', 'PRESALES'] as const, (name) => ({ ADMIN: 4, TRAINING: 2, PRESALES: 4 })[name])! : booking.role === PM_ROLE ? 'PM' : 'DEL';
  return { worker: booking.worker, target: booking.target, role: booking.role, date, minutes, task, billable: !internal && booking.billable && !dice.chance(3), note: internal ? task : dice.pick(NOTES) };
}

export function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const list = out.get(key(item));
    if (list) list.push(item);
    else out.set(key(item), [item]);
  }
  return out;
}
