import type { DAY_HOURS } from '#lib/store';
import type { HoursByClass } from '../http/utilization.dto.js';

/** The hours of a sum or of one day by class. */
export function hoursByClass(s: Record<(typeof DAY_HOURS)[number], string>): HoursByClass {
  return {
    calendar: s.calendar_hours, holidays: s.holiday_hours, time_off: s.time_off_hours, available: s.available_hours, billable: s.billable_hours, client_non_billable: s.client_non_billable_hours,
    internal: s.internal_hours, training: s.training_hours, credited: s.credited_hours, overhead: s.overhead_hours, absence: s.absence_hours, worked: s.total_hours,
    scheduled_billable: s.scheduled_billable_hours, scheduled_credited: s.scheduled_credited_hours,
  };
}
