import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { reference, widOf } from '../wid.js';
import { collection } from './collection.js';
import { knownWorker } from './known-worker.js';

/** GET holiday/v1/holidayEvents?worker&fromDate&toDate: public holidays of the worker's location, on the day they are observed. */
export function holidayEvents(ctx: Ctx): Reply {
  const asked = ctx.query.get('worker');
  const location = asked ? knownWorker(ctx, asked).location : undefined;
  const from = ctx.query.get('fromDate') ?? '';
  const to = ctx.query.get('toDate') ?? '9999-12-31';
  const rows = (asked ? ctx.books.table('holiday').by('calendar_code', location) : ctx.books.table('holiday').all())
    .map((row) => ({ row, date: String(row.observed_date ?? row.holiday_date) }))
    .filter(({ date }) => date >= from && date <= to)
    .sort((a, b) => a.date.localeCompare(b.date));
  return collection(ctx, rows, ({ row, date }) => ({
    id: widOf('holiday', row.id), descriptor: `${String(row.holiday_name)}, ${date}`, name: row.holiday_name, date, holidayCalendar: reference('holiday_calendar', String(row.calendar_code)),
  }));
}
