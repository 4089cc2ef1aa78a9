import type { Ctx, Row } from '../../../kernel/src/index.js';
import { readDate, readMoment, soapMoment } from '../dates.js';
import { denied } from '../switches.js';

/** One line of a report: every value is text, an empty column is absent. */
export type Entry = Record<string, string>;
export interface Report {
  columns: string[];
  entries(ctx: Ctx): Entry[];
}

const entry = (row: Row, columns: Record<string, string>): Entry =>
  Object.fromEntries(Object.entries(columns).flatMap(([alias, column]) => (row[column] === undefined || row[column] === null || row[column] === '' ? [] : [[alias, String(row[column])]])));

function report(table: string, columns: Record<string, string>, keep: (row: Row, ctx: Ctx) => boolean = () => true): Report {
  return { columns: Object.keys(columns), entries: (ctx) => ctx.books.table(table).find((row) => keep(row, ctx)).map((row) => entry(row, columns)) };
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The custom reports of the tenant, by name. */
export const reports: Record<string, Report> = {
  Throughline_Work_Calendars: report('work_calendar', { Calendar_Code: 'id', Region: 'region', ...Object.fromEntries(WEEKDAYS.map((d) => [`${d}_Hours`, `${d.toLowerCase()}_hours`])) }),
  Throughline_Holidays: report('holiday', { Calendar_Code: 'calendar_code', Holiday_Date: 'holiday_date', Holiday_Name: 'holiday_name', Hours: 'hours', Observed_Date: 'observed_date' }),
  Throughline_Time_Off: timeOff(),
  Throughline_Cost_Rates: report('cost_rate', {
    Rate_ID: 'id', Worker_ID: 'worker_id', Company: 'company', Currency: 'currency', Hourly_Cost: 'hourly_cost', Salary_Component: 'salary_component', On_Cost_Component: 'on_cost_component', Overhead_Component: 'overhead_component',
    Effective_Date: 'effective_date', End_Date: 'end_date',
  }, (_row, ctx) => !denied(ctx.books, 'compensation_report')),
};

/** Prompts: Updated_From (moment or date) on the last update, From_Date and To_Date (inclusive) on the day off. */
function timeOff(): Report {
  const plain = report('time_off_entry', { Entry_ID: 'id', Worker_ID: 'worker_id', Time_Off_Date: 'time_off_date', Hours: 'hours', Kind: 'kind', Status: 'status', Last_Updated: 'last_updated' }, (row, ctx) => {
    const from = readDate(ctx.query.get('From_Date'));
    const to = readDate(ctx.query.get('To_Date'));
    const updated = readMoment(ctx.query.get('Updated_From'));
    return !denied(ctx.books, 'time_off') && (!from || String(row.time_off_date) >= from) && (!to || String(row.time_off_date) <= to) && (!updated || moment(row) >= updated);
  });
  return { ...plain, entries: (ctx) => plain.entries(ctx).map((e) => (e.Last_Updated ? { ...e, Last_Updated: soapMoment(readMoment(e.Last_Updated)!) } : e)) };
}

/** Entries seeded without a moment count as updated on their day. */
const moment = (row: Row): string => readMoment(row.last_updated) ?? `${String(row.time_off_date)}T00:00:00.000Z`;
