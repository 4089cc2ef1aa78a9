import type { FirmCalendar, Holiday, Office } from './firm-types.js';

/** The last months of 2025, for a story that begins in them. */
const IN_2025: Record<string, Holiday[]> = {
  US01: [{ date: '2025-11-27', name: 'Thanksgiving Day' }, { date: '2025-12-25', name: 'Christmas Day' }],
  GB01: [{ date: '2025-12-25', name: 'Christmas Day' }, { date: '2025-12-26', name: 'Boxing Day' }],
  DE01: [{ date: '2025-10-03', name: 'Tag der Deutschen Einheit' }, { date: '2025-12-25', name: 'Erster Weihnachtstag' }, { date: '2025-12-26', name: 'Zweiter Weihnachtstag' }],
  JP01: [{ date: '2025-10-13', name: 'Sports Day' }, { date: '2025-11-03', name: 'Culture Day' }, { date: '2025-11-23', name: 'Labor Thanksgiving Day', observed: '2025-11-24' }],
};

const US: Holiday[] = [
  { date: '2026-01-01', name: 'New Year’s Day' }, { date: '2026-01-19', name: 'Martin Luther King Jr. Day' }, { date: '2026-05-25', name: 'Memorial Day' },
  { date: '2026-06-19', name: 'Juneteenth' }, { date: '2026-07-04', name: 'Independence Day', observed: '2026-07-03' },
  { date: '2026-09-07', name: 'Labor Day' }, { date: '2026-11-26', name: 'Thanksgiving Day' }, { date: '2026-12-25', name: 'Christmas Day' },
];
const GB: Holiday[] = [
  { date: '2026-01-01', name: 'New Year’s Day' }, { date: '2026-04-03', name: 'Good Friday' }, { date: '2026-04-06', name: 'Easter Monday' },
  { date: '2026-05-04', name: 'Early May bank holiday' }, { date: '2026-05-25', name: 'Spring bank holiday' }, { date: '2026-08-31', name: 'Summer bank holiday' },
  { date: '2026-12-25', name: 'Christmas Day' }, { date: '2026-12-26', name: 'Boxing Day', observed: '2026-12-28' },
];
const DE: Holiday[] = [
  { date: '2026-01-01', name: 'Neujahr' }, { date: '2026-01-06', name: 'Heilige Drei Könige' }, { date: '2026-04-03', name: 'Karfreitag' },
  { date: '2026-04-06', name: 'Ostermontag' }, { date: '2026-05-01', name: 'Tag der Arbeit' }, { date: '2026-05-14', name: 'Christi Himmelfahrt' },
  { date: '2026-05-25', name: 'Pfingstmontag' }, { date: '2026-06-04', name: 'Fronleichnam' },
  // A Saturday; no other day is given for it.
  { date: '2026-08-15', name: 'Mariä Himmelfahrt' },
  { date: '2026-10-03', name: 'Tag der Deutschen Einheit' }, { date: '2026-12-25', name: 'Erster Weihnachtstag' },
];
const JP: Holiday[] = [
  { date: '2026-01-01', name: 'New Year’s Day' }, { date: '2026-04-29', name: 'Showa Day' }, { date: '2026-05-03', name: 'Constitution Day', observed: '2026-05-06' },
  { date: '2026-07-20', name: 'Marine Day' }, { date: '2026-08-11', name: 'Mountain Day' }, { date: '2026-09-21', name: 'Respect for the Aged Day' },
  { date: '2026-09-22', name: 'Citizens’ Holiday' }, { date: '2026-09-23', name: 'Autumnal Equinox' }, { date: '2026-11-03', name: 'Culture Day' },
];

const week = (minutes: number): number[] => [minutes, minutes, minutes, minutes, minutes, 0, 0];

const ALL: Office[] = [
  { code: 'LOC-NYC', entity: 'US01', region: 'AMER', weekday_minutes: week(480), holidays: US },
  { code: 'LOC-AUS', entity: 'US01', region: 'AMER', weekday_minutes: week(480), holidays: US },
  { code: 'LOC-LON', entity: 'GB01', region: 'EMEA', weekday_minutes: week(450), holidays: GB },
  { code: 'LOC-MUC', entity: 'DE01', region: 'EMEA', weekday_minutes: week(480), holidays: DE },
  { code: 'LOC-TYO', entity: 'JP01', region: 'APAC', weekday_minutes: week(480), holidays: JP },
];

export function officesOf(entities: readonly string[], calendar: FirmCalendar): Office[] {
  const own = ALL.filter((office) => entities.includes(office.entity));
  return calendar.first_day < '2026' ? own.map((office) => ({ ...office, holidays: [...IN_2025[office.entity]!, ...office.holidays] })) : own;
}

/** The day off a holiday gives: its observed day, or its own date. */
export const dayOff = (holiday: Holiday): string => holiday.observed ?? holiday.date;

/** Minutes a full-time person of the office works on that date: nothing on weekends and holidays. */
export function officeMinutes(office: Office, date: string, weekdayIndex: number): number {
  return office.holidays.some((holiday) => dayOff(holiday) === date) ? 0 : (office.weekday_minutes[weekdayIndex] ?? 0);
}
