import type { Holiday, WorkCalendar } from '#lib/canonical';
import { contentVersion, type Known, type Mapped, type RowIdentity } from '#lib/connector';
import type { ReportEntry } from '../client/report.js';
import { dayOf, decimalText, optional, optionalDay, required } from './text.js';

/** A line of the calendar report with its lines of the holiday report, in date order. */
export interface WorkCalendarRow {
  key: string;
  calendar: ReportEntry;
  holidays: ReportEntry[];
  given_at: string;
}

export const WORK_CALENDAR_DROPPED: Record<string, string> = {};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Puts the holidays to their calendars. Holidays of calendars that are not reported belong to nobody. */
export function mergeCalendars(calendars: ReportEntry[], holidays: ReportEntry[], givenAt: string): WorkCalendarRow[] {
  const byCalendar = new Map<string, ReportEntry[]>();
  for (const holiday of holidays) byCalendar.set(String(holiday['Calendar_Code']), [...(byCalendar.get(String(holiday['Calendar_Code'])) ?? []), holiday]);
  return calendars.map((calendar) => {
    const key = String(calendar['Calendar_Code'] ?? '');
    const order = (h: ReportEntry) => `${String(h['Holiday_Date'])} ${String(h['Holiday_Name'])}`;
    return { key, calendar, holidays: (byCalendar.get(key) ?? []).sort((a, b) => (order(a) < order(b) ? -1 : 1)), given_at: givenAt };
  });
}

export const identifyWorkCalendar = ({ key, calendar, holidays, given_at }: WorkCalendarRow): RowIdentity =>
  ({ source_id: key, source_version: contentVersion([calendar, holidays]), source_timestamp: given_at });

/** Which calendar it is, whatever its hours and holidays. */
export const knownWorkCalendar = ({ calendar }: WorkCalendarRow): Known => ({ natural_key: optional(calendar['Calendar_Code']) ?? null });

/** Work calendar with its holidays (glossary 4.6). Natural key: code, which is the Location_ID of its workers. */
export function mapWorkCalendar({ calendar, holidays }: WorkCalendarRow): Mapped<WorkCalendar> {
  const code = required('Calendar_Code', calendar['Calendar_Code']);
  return {
    natural_key: code,
    data: {
      code, region: optional(calendar['Region']),
      weekday_hours: WEEKDAYS.map((day) => decimalText(`${day}_Hours`, calendar[`${day}_Hours`])),
      holidays: holidays.map(holidayOf),
    },
  };
}

function holidayOf(entry: ReportEntry): Holiday {
  const observed = optionalDay('Observed_Date', entry['Observed_Date']);
  return {
    date: dayOf('Holiday_Date', entry['Holiday_Date']), name: required('Holiday_Name', entry['Holiday_Name']), hours: decimalText('Hours', entry['Hours']),
    ...(observed ? { observed_date: observed } : {}),
  };
}
