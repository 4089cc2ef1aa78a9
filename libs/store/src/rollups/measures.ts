/** Hour columns of a worker-day, in the order in which the coarser rollups carry them. */
export const DAY_HOURS = [
  'calendar_hours', 'holiday_hours', 'time_off_hours', 'available_hours', 'billable_hours', 'client_non_billable_hours', 'internal_hours', 'training_hours', 'credited_hours', 'overhead_hours', 'absence_hours', 'total_hours',
  'scheduled_billable_hours', 'scheduled_credited_hours',
] as const;

/** What the coarser rollups sum besides: figures that have to be taken day by day. */
export const DERIVED = ['recorded_time_off_hours', 'assigned_billable_hours', 'assigned_credited_hours', 'days_365', 'days_366'] as const;

export const MEASURES = [...DAY_HOURS, ...DERIVED] as const;
export type Measure = (typeof MEASURES)[number];

const LEAP = `extract(day from make_date(extract(year from day)::int, 3, 1) - 1) = 29`;
/** Booked hours count as still to come only on days without approved time: no hour is counted as worked and as assigned. */
const OPEN = 'total_hours = 0 and absence_hours = 0';

/** Each measure as an expression over one row of `rollup_worker_day`. */
export const DAY_MEASURES: Readonly<Record<Measure, string>> = {
  ...(Object.fromEntries(DAY_HOURS.map((h) => [h, h])) as Record<(typeof DAY_HOURS)[number], string>),
  recorded_time_off_hours: 'greatest(absence_hours, time_off_hours)',
  assigned_billable_hours: `case when ${OPEN} then scheduled_billable_hours else 0 end`,
  assigned_credited_hours: `case when ${OPEN} then scheduled_credited_hours else 0 end`,
  days_365: `case when employed and not ${LEAP} then 1 else 0 end`,
  days_366: `case when employed and ${LEAP} then 1 else 0 end`,
};

/** Where an hour belongs in the firm. In the coarser rollups an unknown unit is an empty text. */
export const UNITS = ['practice', 'region', 'legal_entity_code', 'role'] as const;
