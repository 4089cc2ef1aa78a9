import type { ReadVerb, VendorContext } from '#lib/connector';
import { readReport } from '../client/report.js';
import { reportPage } from '../client/report-walk.js';
import { identifyWorkCalendar, knownWorkCalendar, mapWorkCalendar, mergeCalendars, WORK_CALENDAR_DROPPED, type WorkCalendarRow } from '../mappers/work-calendar.js';
import type { WorkdaySettings } from '../settings.js';

/** Work calendars with the public holidays of a second report. */
export const workCalendar: ReadVerb<WorkCalendarRow, WorkdaySettings> = {
  feed: 'snapshot',
  page: (at, ctx) => reportPage(at, ctx.settings, () => calendars(ctx)),
  identify: identifyWorkCalendar,
  map: mapWorkCalendar,
  known: knownWorkCalendar,
  one: async (code, ctx) => (await calendars(ctx)).find((row) => row.key === code) ?? null,
  dropped: WORK_CALENDAR_DROPPED,
};

async function calendars(ctx: VendorContext<WorkdaySettings>): Promise<WorkCalendarRow[]> {
  const calendar = await readReport(ctx.settings.work_calendar_report, {}, ctx);
  const holiday = await readReport(ctx.settings.holiday_report, {}, ctx);
  return mergeCalendars(calendar.entries, holiday.entries, calendar.givenAt);
}
