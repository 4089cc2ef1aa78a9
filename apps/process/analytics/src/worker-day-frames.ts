import type { WorkerDayFrame, WorkerFacts } from '#lib/store';
import { bookedHours, hoursText } from './booked-hours.js';
import { type Capacities, NO_CAPACITY } from './capacities.js';
import { datedVersions, employedOn, employments, versionOn } from './employment.js';

/**
 * Organization, capacity (UTL-1..3) and booked hours of one worker on the days given. Part-timers have their calendar's hours times
 * fte (UTL-2); a placeholder (`generic`) and a worker without a known calendar have no capacity.
 */
export function workerDayFrames(facts: WorkerFacts, capacities: Capacities, days: readonly string[]): WorkerDayFrame[] {
  const spans = employments(facts.versions);
  const dated = datedVersions(facts.versions);
  const timeOff = new Map<string, WorkerFacts['time_off']>();
  for (const t of facts.time_off) timeOff.set(t.date, [...(timeOff.get(t.date) ?? []), t]);
  const booked = bookedHours(facts.bookings, (day) => employedOn(spans, day) && capacities.isWorkingDay(versionOn(dated, day), day));
  return days.map((day) => {
    const version = versionOn(dated, day);
    const employed = version.data.kind !== 'generic' && employedOn(spans, day);
    const { practice, region, role } = version.data;
    return {
      worker_id: facts.worker_id, day, employed, practice: practice ?? null, region: region ?? null, legal_entity_code: version.legal_entity_code, role: role ?? null,
      ...(employed ? capacities.on(version, day, timeOff.get(day)) : NO_CAPACITY),
      scheduled_billable_hours: hoursText(booked.get(day)?.billable), scheduled_credited_hours: hoursText(booked.get(day)?.credited),
    };
  });
}
