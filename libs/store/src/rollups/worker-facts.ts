import type { Assignment, TimeOff, WorkCalendar, Worker } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

/** A worker as of one of its accepted changes. */
export interface WorkerVersion {
  version: number;
  effective_from: string | null;
  /** Day of the change at its source. */
  changed_on: string;
  status: string | null;
  legal_entity_code: string | null;
  data: Pick<Worker, 'kind' | 'practice' | 'region' | 'role' | 'work_calendar_code' | 'fte' | 'hire_date' | 'termination_date'>;
}

/** A hard booking, with whether its project is one whose hours are credited. */
export interface Booking extends Pick<Assignment, 'start' | 'end' | 'hours' | 'billable'> {
  id: string;
  project_type: string | null;
}

/** Everything the capacity and the booked hours of one worker follow from. */
export interface WorkerFacts {
  worker_id: string;
  /** Oldest first; never empty. */
  versions: WorkerVersion[];
  time_off: Pick<TimeOff, 'date' | 'hours' | 'status'>[];
  bookings: Booking[];
}

/** Facts of the workers given; ids that are no worker are left out. */
export async function workerFacts(em: EntityManager, workerIds: string[]): Promise<WorkerFacts[]> {
  const current: (WorkerVersion & { id: string })[] = await em.query(
    `select id, version, effective_from, (source_timestamp at time zone 'UTC')::date as changed_on, status, legal_entity_code, data from canonical_record where entity = 'worker' and not deleted and id = any($1::uuid[]) order by id`, [workerIds]);
  if (current.length === 0) return [];
  const ids = current.map((c) => c.id);
  const earlier: (WorkerVersion & { id: string })[] = await em.query(
    `select entity_id as id, entity_version as version, effective_date as effective_from, (coalesce(source_timestamp, time) at time zone 'UTC')::date as changed_on, data->>'status' as status, data->>'legal_entity_code' as legal_entity_code, data
     from event where entity = 'worker' and entity_id = any($1::text[]) order by entity_version`, [ids]);
  const timeOff: { worker_id: string; data: TimeOff }[] = await em.query(
    `select data->>'worker_id' as worker_id, data from canonical_record where entity = 'time_off' and not deleted and data->>'worker_id' = any($1::text[]) and status = 'approved' order by data->>'date', id`, [ids]);
  const bookings: { worker_id: string; id: string; project_type: string | null; data: Assignment }[] = await em.query(
    `select a.data->>'worker_id' as worker_id, a.id, p.data->>'type' as project_type, a.data from canonical_record a left join canonical_record p on p.id = (a.data->>'project_id')::uuid
     where a.entity = 'assignment' and not a.deleted and a.data->>'worker_id' = any($1::text[]) and a.data->>'booking_type' = 'hard' and a.status not in ('proposed', 'declined', 'cancelled') order by a.id`, [ids]);
  return current.map((c) => {
    const known = earlier.filter((e) => e.id === c.id && e.version < c.version);
    return {
      worker_id: c.id, versions: [...known, c],
      time_off: timeOff.filter((t) => t.worker_id === c.id).map(({ data }) => ({ date: data.date, hours: data.hours, status: data.status })),
      bookings: bookings.filter((b) => b.worker_id === c.id).map(({ id, project_type, data }) => ({ id, project_type, start: data.start, end: data.end, hours: data.hours, billable: data.billable })),
    };
  });
}

/** Work calendars by code. */
export async function workCalendars(em: EntityManager): Promise<Map<string, WorkCalendar>> {
  const rows: { data: WorkCalendar }[] = await em.query(`select data from canonical_record where entity = 'work_calendar' and not deleted order by id`);
  return new Map(rows.map((r) => [r.data.code, r.data]));
}

/** Ids of all workers, in order. */
export async function workerIds(em: Pick<EntityManager, 'query'>): Promise<string[]> {
  return (await em.query(`select id from canonical_record where entity = 'worker' and not deleted order by id`)).map((r: { id: string }) => r.id);
}
