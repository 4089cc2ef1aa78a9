import { dec, eachDay, inRange, sum, weekday, ZERO, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, floorZero, min, num, numOr, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface HolidayInput {
  date: string;
  name?: string;
  /** Default: the whole working day. */
  hours?: DecimalInput | null;
  /** The working day on which it is observed when it falls on a non-working day (UTL-3). */
  observed_date?: string | null;
}

export interface CalendarInput {
  /** Seven hours, Monday first. */
  weekday_hours: readonly DecimalInput[];
  holidays?: readonly HolidayInput[];
  /** True when these hours are already the worker's own part-time hours: `fte` is then not applied again (UTL-2). */
  fte_applied?: boolean;
}

export interface TimeOffInput {
  date: string;
  hours: DecimalInput;
  /** Only `approved` counts; absent means approved. */
  status?: string;
}

export interface CapacityDayInput {
  date: string;
  calendar: CalendarInput;
  fte?: DecimalInput;
  hire_date?: string | null;
  termination_date?: string | null;
  time_off?: readonly TimeOffInput[];
}

export interface Capacity {
  /** Hours of the work calendar within employment. */
  calendar_hours: string;
  holiday_hours: string;
  time_off_hours: string;
  /** calendar - holidays - approved time off, never below 0 on any day (UTL-1). */
  available_hours: string;
  why: RuleTrace[];
}

interface DayHours {
  calendar: Decimal;
  holiday: Decimal;
  timeOff: Decimal;
}

/** UTL-1..3 for one worker and one day. Holiday and time off together never take more than the day has. */
export function capacityDay(input: CapacityDayInput): Capacity {
  const hours = hoursOf(day(input.date, 'date'), input);
  return shown([hours], why('UTL-1', `capacity of ${input.date}`));
}

/** UTL-1..3 over dates, both included: the sum of the days. */
export function capacityPeriod(input: Omit<CapacityDayInput, 'date'> & { from: string; to: string }): Capacity & { working_days: number } {
  const days = [...eachDay(day(input.from, 'from'), day(input.to, 'to'))].map((date) => hoursOf(date, input));
  const working = days.filter((d) => d.calendar.minus(d.holiday).gt(0)).length;
  return { ...shown(days, why('UTL-1', `capacity of ${input.from} to ${input.to}`, { days: days.length })), working_days: working };
}

function hoursOf(date: string, input: Omit<CapacityDayInput, 'date'>): DayHours {
  const { calendar } = input;
  if (calendar.weekday_hours.length !== 7) throw new RuleError('INVALID_INPUT', 'UTL-1', `weekday_hours has ${calendar.weekday_hours.length} values, it needs seven, Monday first`);
  if (!inRange(date, input.hire_date, input.termination_date)) return { calendar: ZERO, holiday: ZERO, timeOff: ZERO };
  const fte = numOr(input.fte, 1, 'fte');
  if (fte.lte(0) || fte.gt('1.5')) throw new RuleError('INVALID_INPUT', 'UTL-2', `fte ${fte} is outside (0, 1.5]`);
  const factor = calendar.fte_applied ? dec(1) : fte;
  const base = num(calendar.weekday_hours[weekday(date)], `weekday_hours[${weekday(date)}]`);
  const full = base.times(factor);
  const off = (calendar.holidays ?? []).filter((h) => (h.observed_date ?? h.date) === date);
  const holiday = min(full, sum(off.map((h) => (h.hours === undefined || h.hours === null ? full : num(h.hours, 'holiday hours').times(factor)))));
  const asked = sum((input.time_off ?? []).filter((t) => t.date === date && (t.status ?? 'approved') === 'approved').map((t) => num(t.hours, 'time off hours')));
  return { calendar: full, holiday, timeOff: min(asked, floorZero(full.minus(holiday))) };
}

function shown(days: readonly DayHours[], trace: RuleTrace): Capacity {
  const calendar = sum(days.map((d) => d.calendar));
  const holiday = sum(days.map((d) => d.holiday));
  const timeOff = sum(days.map((d) => d.timeOff));
  const available = calendar.minus(holiday).minus(timeOff);
  return {
    calendar_hours: text(calendar), holiday_hours: text(holiday), time_off_hours: text(timeOff), available_hours: text(available),
    why: [{ ...trace, numbers: { ...trace.numbers, calendar: text(calendar), holidays: text(holiday), time_off: text(timeOff), available: text(available) } }],
  };
}
