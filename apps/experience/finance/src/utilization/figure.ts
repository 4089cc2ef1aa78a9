import { dec } from '#lib/canonical';
import { utilization, type UtilizationId, utilizationBand, type UtilizationTotals } from '#lib/rules';
import type { DaySums } from './sum-days.js';

export interface UtilizationFigure {
  numerator: string;
  denominator: string;
  utilization: string | null;
  band: string | null;
}

/** The figure of one group by one definition (UTL-4…6, UTL-8): a ratio of sums, null over nothing. Bands only with a target (UTL-11). */
export function utilizationFigure(id: UtilizationId, sums: DaySums, target?: string): UtilizationFigure {
  const { numerator, denominator, utilization: value } = utilization(id, totalsOf(sums), { year_fraction: yearFraction(sums) });
  return { numerator: plain(numerator), denominator: plain(denominator), utilization: value, band: target === undefined ? null : utilizationBand({ utilization: value, target }).band };
}

/** Hours of the rollup by the names the definitions of utilization use. Calendar hours stand for work hours and for the scheduled calendar. */
export function totalsOf(s: DaySums): UtilizationTotals {
  return {
    calendar_hours: s.calendar_hours, holiday_hours: s.holiday_hours, time_off_hours: s.time_off_hours, available_hours: s.available_hours,
    billable_hours: s.billable_hours, client_non_billable_hours: s.client_non_billable_hours, internal_project_hours: s.internal_hours, training_hours: s.training_hours, overhead_hours: s.overhead_hours, credited_hours: s.credited_hours,
    recorded_time_off_hours: s.recorded_time_off_hours, scheduled_billable_hours: s.scheduled_billable_hours, scheduled_credited_hours: s.scheduled_credited_hours,
    scheduled_calendar_hours: s.calendar_hours, scheduled_excluded_hours: dec(s.holiday_hours).plus(s.time_off_hours).toFixed(), total_work_hours: s.calendar_hours,
    assigned_billable_hours: s.assigned_billable_hours, assigned_credited_hours: s.assigned_credited_hours,
  };
}

/** Worker-years in the group: each employed day is a 365th, in leap years a 366th, of the fixed base of U2 and U3. */
export function yearFraction(s: DaySums): string {
  return dec(s.days_365).div(365).plus(dec(s.days_366).div(366)).toFixed();
}

/** Hours are shown to four digits: a prorated base has no end. */
function plain(hours: string): string {
  return dec(hours).toDecimalPlaces(4).toFixed();
}
