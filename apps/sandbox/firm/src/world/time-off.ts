import { addDays, datesBetween, later, weekday } from './days.js';
import { Dice } from './dice.js';
import type { FirmCalendar, Office, TimeOff, TimeOffKind, Worker } from './firm-types.js';
import { officeMinutes } from './offices.js';
import { isYear } from './story-calendar.js';

/** Minutes the worker is meant to work on a date, absences aside: the office's day times the part-time share, while employed. */
export function contractedMinutes(worker: Worker, office: Office, date: string): number {
  if (date < worker.hired || (worker.terminated && date > worker.terminated)) return 0;
  return Math.round((officeMinutes(office, date, weekday(date)) * worker.fte) / 100);
}

/** Absences of everybody in the story: vacation, sickness (reported on the day), training, one long leave, and a few requests that were never granted. */
export function timeOff(seed: string, people: Worker[], offices: Office[], calendar: FirmCalendar): TimeOff[] {
  const dice = new Dice(seed, 'time off');
  const out: TimeOff[] = [];
  for (const worker of people) {
    const office = offices.find((one) => one.code === worker.office)!;
    const days = datesBetween(later(calendar.first_day, worker.hired), worker.terminated ?? calendar.last_day).filter((date) => contractedMinutes(worker, office, date) > 0);
    const taken = new Set<string>();
    const absent = (kind: TimeOffKind, from: number, count: number, status: TimeOff['status'] = 'Approved'): void => {
      for (const date of days.slice(from, from + count)) {
        if (taken.has(date)) continue;
        taken.add(date);
        out.push({
          id: `TO-${worker.number}-${date}`, worker: worker.number, date, minutes: contractedMinutes(worker, office, date), kind, status,
          updated: kind === 'Sick' ? `${date}T07:30:00.000Z` : `${addDays(calendar.first_day, -30)}T09:00:00.000Z`,
        });
      }
    };
    if (worker.on_leave_from) absent('Leave', days.findIndex((date) => date >= worker.on_leave_from!), days.length);
    if (worker.kind === 'contractor' || days.length < 10) continue;
    // A year is as many stretches as it has quarters: people are away in each of them.
    const parts = isYear(calendar) ? Math.max(1, Math.round(days.length / 62)) : 1;
    const length = Math.ceil(days.length / parts);
    for (let from = 0; from < days.length; from += length) {
      const last = Math.min(from + length, days.length) - 1;
      if (dice.chance(60)) absent('PTO', dice.int(from, last), dice.int(1, Math.min(8, Math.ceil((last - from + 1) / 8))));
      if (dice.chance(22)) absent('Sick', dice.int(from, last), dice.int(1, 2));
      if (dice.chance(15)) absent('Training', dice.int(from, last), 1);
      if (dice.chance(6)) absent('PTO', dice.int(from, last), 2, dice.pick(['Submitted', 'Canceled']));
    }
  }
  return out;
}
