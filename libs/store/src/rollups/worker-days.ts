import type { EntityManager } from 'typeorm';
import type { WorkerDayKey } from './keys.js';
import { recomputeWorkerMonths } from './worker-months.js';

/** The part of a worker-day that comes from the person, not from time: organization, capacity and booked hours of that day. Hours are decimal text. */
export interface WorkerDayFrame extends WorkerDayKey {
  employed: boolean;
  practice: string | null;
  region: string | null;
  legal_entity_code: string | null;
  role: string | null;
  calendar_hours: string;
  holiday_hours: string;
  time_off_hours: string;
  available_hours: string;
  scheduled_billable_hours: string;
  scheduled_credited_hours: string;
}

const CHUNK = 2_000;
const FRAME = ['employed', 'practice', 'region', 'legal_entity_code', 'role', 'calendar_hours', 'holiday_hours', 'time_off_hours', 'available_hours', 'scheduled_billable_hours', 'scheduled_credited_hours'];
/** Hours of a worker-day that come from time entries. */
export const ENTRY_HOURS = ['billable_hours', 'client_non_billable_hours', 'internal_hours', 'training_hours', 'credited_hours', 'overhead_hours', 'absence_hours', 'total_hours'] as const;

/**
 * Which class an hour is counted in. Client work by project type; on the firm's own projects the task decides: `TRAINING`, `PRESALES`
 * (credited, as all time on presales and investment projects), `ADMIN` (overhead), anything else an approved internal project.
 */
export const HOUR_CLASS = `case when e.billable_class = 'absence' then 'absence' when p.data->>'type' = 'billable' then 'client' when t.data->>'wbs_code' = 'TRAINING' then 'training'
  when p.data->>'type' in ('presales', 'investment') or t.data->>'wbs_code' = 'PRESALES' then 'credited' when t.data->>'wbs_code' = 'ADMIN' then 'overhead' else 'internal' end`;

/** Hours of classed entries (`hours`, `billable_hours`, `class`) by the columns of a worker-day. Originals, replacements and reversals add up: what was taken back is gone on the day it was worked. */
export const HOURS_BY_CLASS = `coalesce(sum(billable_hours) filter (where class = 'client'), 0) as billable_hours,
    coalesce(sum(hours - billable_hours) filter (where class = 'client'), 0) as client_non_billable_hours, coalesce(sum(hours) filter (where class = 'internal'), 0) as internal_hours,
    coalesce(sum(hours) filter (where class = 'training'), 0) as training_hours, coalesce(sum(hours) filter (where class = 'credited'), 0) as credited_hours,
    coalesce(sum(hours) filter (where class = 'overhead'), 0) as overhead_hours, coalesce(sum(hours) filter (where class = 'absence'), 0) as absence_hours,
    coalesce(sum(hours) filter (where class <> 'absence'), 0) as total_hours`;

const WORKED = `
  select count(*) as entries, ${HOURS_BY_CLASS}
  from (select e.hours, e.billable_hours, ${HOUR_CLASS} as class from time_entry e join canonical_record p on p.id = e.project_id left join canonical_record t on t.id = e.task_id
    where e.worker_id = k.worker_id and e.work_date = k.day and e.approval_status = 'approved') entry`;

const RECORDSET = `jsonb_to_recordset($1::jsonb) as k(worker_id uuid, day date, employed boolean, practice text, region text, legal_entity_code text, role text, calendar_hours numeric, holiday_hours numeric,
  time_off_hours numeric, available_hours numeric, scheduled_billable_hours numeric, scheduled_credited_hours numeric)`;

const columns = [...FRAME, ...ENTRY_HOURS];
const UPSERT = `
  insert into rollup_worker_day as r (worker_id, day, ${columns.join(', ')})
  select k.worker_id, k.day, ${FRAME.map((c) => `k.${c}`).join(', ')}, ${ENTRY_HOURS.map((c) => `w.${c}`).join(', ')} from ${RECORDSET} cross join lateral (${WORKED}) w
  where k.employed or w.entries > 0 or k.scheduled_billable_hours <> 0 or k.scheduled_credited_hours <> 0
  on conflict (worker_id, day) do update set ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}, updated_at = now()
  where (${columns.map((c) => `r.${c}`).join(', ')}) is distinct from (${columns.map((c) => `excluded.${c}`).join(', ')})`;

/** Days with neither employment nor booking keep their row only while there is time on them. */
const REMOVE = `
  delete from rollup_worker_day r using unnest($1::uuid[], $2::date[]) as k(worker_id, day) where r.worker_id = k.worker_id and r.day = k.day
    and not exists (select 1 from time_entry e where e.worker_id = k.worker_id and e.work_date = k.day and e.approval_status = 'approved')`;

/**
 * Writes exactly these worker-days anew: the frame as given, the hours aggregated from the time entries there are. Never adds to what
 * stood there, so late, repeated and reordered events give the same rows. Days without employment, time or booking have no row.
 * The months these days belong to are summed anew.
 */
export async function storeWorkerDays(em: EntityManager, days: WorkerDayFrame[]): Promise<void> {
  for (let i = 0; i < days.length; i += CHUNK) {
    const chunk = days.slice(i, i + CHUNK);
    await em.query(UPSERT, [JSON.stringify(chunk)]);
    const idle = chunk.filter((d) => !d.employed && Number(d.scheduled_billable_hours) === 0 && Number(d.scheduled_credited_hours) === 0);
    if (idle.length > 0) await em.query(REMOVE, [idle.map((d) => d.worker_id), idle.map((d) => d.day)]);
  }
  const months = new Map(days.map((d) => [`${d.worker_id} ${d.day.slice(0, 7)}`, { worker_id: d.worker_id, month: d.day.slice(0, 7) }]));
  await recomputeWorkerMonths(em, [...months.values()]);
}
