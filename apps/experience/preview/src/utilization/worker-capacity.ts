import { dec, eachDay, inRange, type Decimal } from '#lib/canonical';
import { capacityPeriod, type RuleTrace, type UtilizationTotals } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { CapacityView } from './utilization-answer.dto.js';
import type { PreviewWorker, UtilizationRequest } from './utilization.dto.js';

/** The hours of a worker by the names the definitions use, and the part of a year that fixed bases count. */
export interface WorkerHours {
  totals: UtilizationTotals;
  capacity?: CapacityView;
  year_fraction: Decimal;
  why: RuleTrace[];
}

const OF_CALENDAR = ['calendar_hours', 'holiday_hours', 'time_off_hours', 'available_hours'] as const;

/** UTL-1 to UTL-3 and UTL-7: capacity from the worker's calendar where one is given, else the hours as sent. */
export function workerHours(worker: PreviewWorker, field: string, { from, to }: UtilizationRequest, refusals: Refusals): WorkerHours | undefined {
  const totals: UtilizationTotals = { ...worker.hours };
  const { calendar, fte, hire_date, termination_date, time_off } = worker;
  if (!calendar) {
    for (const name of ['fte', 'hire_date', 'termination_date', 'time_off'] as const) if (worker[name] !== undefined) refusals.add(`${field}.${name}`, 'INVALID_INPUT', 'UTL-1', 'needs a calendar', 'Send the calendar of the worker, or leave it out.');
    return { totals, year_fraction: dec(worker.year_fraction ?? '1'), why: [] };
  }
  for (const name of OF_CALENDAR) if (totals[name] !== undefined) refusals.add(`${field}.hours.${name}`, 'INVALID_INPUT', 'UTL-1', 'is computed from the calendar', 'Leave it out, or leave out the calendar.');
  const found = refusals.at(field, () => capacityPeriod({ from: from!, to: to!, calendar, fte, hire_date, termination_date, time_off }));
  if (!found) return undefined;
  const { why, ...capacity } = found;
  const { working_days: _days, ...hours } = capacity;
  return { totals: { ...totals, ...hours }, capacity, year_fraction: worker.year_fraction === undefined ? yearsEmployed(worker, from!, to!) : dec(worker.year_fraction), why };
}

/** Each employed day is a 365th of a year, in leap years a 366th. */
function yearsEmployed({ hire_date, termination_date }: PreviewWorker, from: string, to: string): Decimal {
  let years = dec(0);
  for (const year of new Set([from.slice(0, 4), to.slice(0, 4)])) {
    const days = [...eachDay(from, to)].filter((d) => d.startsWith(year) && inRange(d, hire_date, termination_date)).length;
    years = years.plus(dec(days).div([...eachDay(`${year}-01-01`, `${year}-12-31`)].length));
  }
  return years;
}
