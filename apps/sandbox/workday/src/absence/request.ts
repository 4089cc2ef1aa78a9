import type { Ctx, Row } from '../../../kernel/src/index.js';
import { isDate } from '../dates.js';
import { hoursLeft } from './balance.js';

export interface Day {
  date: string;
  hours: number;
  kind: string;
  comment?: string;
}

/** What is wrong with a request, as the validation code and text Workday gives. */
export interface Refusal {
  code: string;
  message: string;
}

/** Enters a request: one entry a day, all Submitted, under one event. A repeated call makes a second event; Workday has no key against that. */
export function requestTimeOff(ctx: Ctx, workerId: string, days: Day[]): { event: string; entries: Row[] } | Refusal {
  for (const day of days) {
    if (!isDate(day.date)) return { code: 'A1009', message: `${day.date} is not a valid date` };
    if (!(day.hours > 0 && day.hours <= 24)) return { code: 'A1011', message: `The quantity ${day.hours} is not valid for ${day.date}` };
  }
  for (const kind of new Set(days.map((d) => d.kind))) {
    const of = days.filter((d) => d.kind === kind);
    const left = hoursLeft(ctx.books, workerId, kind, of[0]!.date);
    const asked = of.reduce((sum, d) => sum + d.hours, 0);
    if (left !== undefined && asked > left) return { code: 'A1016', message: `The requested ${asked} hours exceed the balance of ${left} hours` };
  }
  const event = ctx.books.table('time_off_event').insert({ worker_id: workerId, status: 'In Progress' }).id;
  const now = ctx.now().toISOString();
  const entries = days.map((d) => ctx.books.table('time_off_entry').insert({
    worker_id: workerId, time_off_date: d.date, hours: String(d.hours), kind: d.kind, status: 'Submitted', last_updated: now, event_id: event, ...(d.comment ? { comment: d.comment } : {}),
  }));
  return { event, entries };
}

/** Moves an entry to a status and closes its event once no entry is waiting. */
export function decideTimeOff(ctx: Ctx, entry: Row, status: 'Approved' | 'Sent Back' | 'Canceled'): Row {
  const after = ctx.books.table('time_off_entry').update(entry.id, { status, last_updated: ctx.now().toISOString() });
  const event = entry.event_id === undefined ? undefined : ctx.books.table('time_off_event').get(String(entry.event_id));
  if (event) {
    const waiting = ctx.books.table('time_off_entry').by('event_id', event.id).some((e) => e.status === 'Submitted');
    ctx.books.table('time_off_event').update(event.id, { status: waiting ? 'In Progress' : 'Successfully Completed' });
  }
  return after;
}
