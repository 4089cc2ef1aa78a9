import type { WorkCalendar } from '#lib/canonical';
import { capacityDay, RuleError, type TimeOffInput } from '#lib/rules';
import type { WorkerVersion } from '#lib/store';

export interface DayCapacity {
  calendar_hours: string;
  holiday_hours: string;
  time_off_hours: string;
  available_hours: string;
}

export const NO_CAPACITY: DayCapacity = { calendar_hours: '0', holiday_hours: '0', time_off_hours: '0', available_hours: '0' };

/** Capacity of a day (UTL-1..3) by work calendar and fte. People who share both share the answer: it is worked out once. */
export class Capacities {
  private readonly known = new Map<string, DayCapacity>();

  constructor(private readonly calendars: ReadonlyMap<string, WorkCalendar>) {}

  /** Capacity of somebody employed on the day. Without a known calendar there is none. */
  on(version: WorkerVersion, day: string, timeOff?: readonly TimeOffInput[]): DayCapacity {
    if (timeOff) return this.workedOut(version, day, timeOff);
    const { work_calendar_code, fte } = version.data;
    const key = `${work_calendar_code}\n${fte}\n${day}`;
    let capacity = this.known.get(key);
    if (!capacity) this.known.set(key, (capacity = this.workedOut(version, day)));
    return capacity;
  }

  /** True when the day has hours that a holiday does not take. Time off does not count: a booking is not moved by a vacation. */
  isWorkingDay(version: WorkerVersion, day: string): boolean {
    const { calendar_hours, holiday_hours } = this.on(version, day);
    return calendar_hours !== '0' && calendar_hours !== holiday_hours;
  }

  private workedOut(version: WorkerVersion, day: string, timeOff?: readonly TimeOffInput[]): DayCapacity {
    const calendar = this.calendars.get(version.data.work_calendar_code ?? '');
    if (!calendar) return NO_CAPACITY;
    const holidays = calendar.holidays.filter((h) => (h.observed_date ?? h.date) === day);
    try {
      const { calendar_hours, holiday_hours, time_off_hours, available_hours } = capacityDay({ date: day, calendar: { weekday_hours: calendar.weekday_hours, holidays }, fte: version.data.fte, time_off: timeOff });
      return { calendar_hours, holiday_hours, time_off_hours, available_hours };
    } catch (error) {
      // A calendar or fte the rules refuse gives no capacity; the rollups of everybody else go on.
      if (error instanceof RuleError) return NO_CAPACITY;
      throw error;
    }
  }
}
