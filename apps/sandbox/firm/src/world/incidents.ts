import { addDays, lastOfMonth, mondayOf, monthOf } from './days.js';
import { Dice } from './dice.js';
import type { Bends } from './bend-bookings.js';
import { isInternal } from './bookings.js';
import { PM_ROLE, UNPRICED_ROLE } from './entities.js';
import type { Booking, Firm, Incidents, PlannedEntry, SheetRef } from './firm-types.js';
import { grouped } from './plan-week.js';
import type { Size } from './sizes.js';
import { closingMonths, isYear } from './story-calendar.js';
import { contractedMinutes } from './time-off.js';

const REASONS = ['Hours booked on the wrong day', 'Client disputed the workshop hours', 'Travel was logged as work', 'Forgot the evening call'];

type Basis = Pick<Firm, 'seed' | 'workers' | 'offices' | 'bookings' | 'calendar'>;

/** Picks who errs, and on which day, from what is planned. No timesheet errs twice. `plain` says which deals have no trouble of their own. */
export function incidents(firm: Basis, size: Size, bends: Bends, plan: PlannedEntry[], plain: (target: string) => boolean): Incidents {
  const dice = new Dice(firm.seed, 'incidents');
  const strays = straysOf(firm, bends, plain);
  const used = new Set(strays.map((entry) => keyOf(sheetOf(entry))));
  const client = plan.filter((entry) => !isInternal(entry.target) && entry.role !== UNPRICED_ROLE && entry.billable && entry.minutes >= 180 && plain(entry.target));
  // Days with one entry only, so that sheet, date and minutes name it.
  const order = dice.shuffled([...grouped(client, (entry) => `${keyOf(sheetOf(entry))} ${entry.date}`).values()].filter((list) => list.length === 1).map((list) => list[0]!));
  const take = (count: number, fits: (entry: PlannedEntry) => boolean): PlannedEntry[] => {
    const found = order.filter((entry) => !used.has(keyOf(sheetOf(entry))) && fits(entry));
    const out: PlannedEntry[] = [];
    for (const entry of found) {
      if (out.length === count) break;
      if (used.has(keyOf(sheetOf(entry)))) continue;
      used.add(keyOf(sheetOf(entry)));
      out.push(entry);
    }
    return out;
  };
  const closing = closingMonths(firm.calendar);
  // So many in a quarter, or in each month of a year.
  const takeEach = (count: number, fits: (entry: PlannedEntry) => boolean): PlannedEntry[] => (isYear(firm.calendar) ? firm.calendar.months.flatMap((month) => take(count, (entry) => monthOf(entry.date) === month && fits(entry))) : take(count, fits));
  const late = takeEach(size.late, (entry) => closing.includes(monthOf(entry.date)) && oneMonth(entry)).map(sheetOf);
  const misreports = takeEach(size.misreports, (entry) => mondayOf(entry.date) !== firm.calendar.weeks.at(-1)).map((entry) => ({ ...sheetOf(entry), date: entry.date, minutes: entry.minutes + 120 }));
  const corrections = (['before_billing', 'after_billing'] as const).flatMap((when) =>
    (when === 'before_billing' ? firm.calendar.months : closing).flatMap((month) =>
      take(size.corrections, (entry) => monthOf(entry.date) === month && oneMonth(entry)).map((entry, n) => ({
        ...sheetOf(entry), date: entry.date, month, when, minutes: entry.minutes, to_minutes: entry.minutes + (n % 3 === 2 ? 60 : -120), reason: dice.pick(REASONS),
      }))));
  return { strays, misreports, corrections, late };
}

/** One day beyond a booking's end, and one day beyond a leaver's last day. */
function straysOf(firm: Basis, bends: Bends, plain: (target: string) => boolean): Incidents['strays'] {
  const out: Incidents['strays'] = [];
  const add = (booking: Booking, date: string, why: Incidents['strays'][number]['why']): void => {
    out.push({ worker: booking.worker, target: booking.target, role: booking.role, date, minutes: 180, billable: true, task: 'DEL', note: 'Last open points', why });
  };
  const person = firm.workers.find((one) => one.number === bends.cut.worker)!;
  const office = firm.offices.find((one) => one.code === person.office)!;
  const after = [1, 2, 5, 6, 7, 8].map((days) => addDays(bends.cut.end, days)).find((date) => date <= firm.calendar.last_day && contractedMinutes(person, office, date) > 0);
  if (after) add(bends.cut, after, 'outside_assignment');
  const leavers = new Map(firm.workers.flatMap((worker) => (worker.terminated ? [[worker.number, worker.terminated] as const] : [])));
  const lasts = firm.bookings.filter((one) => leavers.get(one.worker) === one.end && !isInternal(one.target) && one.role !== PM_ROLE);
  const last = lasts.find((one) => plain(one.target)) ?? lasts[0];
  if (last) add(last, addDays(last.end, 1), 'after_termination');
  return out;
}

/** The week of the entry lies in one month. */
const oneMonth = (entry: PlannedEntry): boolean => addDays(mondayOf(entry.date), 6) <= lastOfMonth(monthOf(mondayOf(entry.date)));

export const sheetOf = (entry: PlannedEntry): SheetRef => ({ worker: entry.worker, target: entry.target, week: mondayOf(entry.date) });
export const keyOf = (sheet: SheetRef): string => `${sheet.worker} ${sheet.target} ${sheet.week}`;
