import { HOUR_CLASS } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { UtilizationDefinition } from '#lib/rules';
import type { UtilizationSource } from '../http/explanation.dto.js';
import type { Period } from '../period/period.js';
import { type DayFilter, dayConditions } from '../utilization/sum-days.js';
import { countedHours, recordsOf } from './utilization-terms.js';

const NOTHING = 'null::text as project_code, null::text as hour_class, null::numeric as billable_hours, null::numeric as in_numerator, null::numeric as in_denominator';
const CONTEXT = 'source_system, source_id, source_version, correlation_id';

/**
 * The records behind a figure, in order of date, kind and id: the time entries with what of each counts above and below the line, and,
 * where the definition rests on them, time off, work calendars and hard bookings; always the workers themselves.
 */
export async function utilizationSources(em: Pick<EntityManager, 'query'>, period: Period, filter: DayFilter, definition: UtilizationDefinition, page: { after?: string[]; limit: number }): Promise<UtilizationSource[]> {
  const { where, params } = dayConditions(period, filter);
  const needs = recordsOf(definition);
  const parts = [
    `select 'time_entry' as kind, id, date, worker_id, null::text as natural_key, hours, project_code, class as hour_class, billable_hours, ${countedHours(definition.numerator)} as in_numerator, ${countedHours(definition.denominator)} as in_denominator, ${CONTEXT}
     from (select e.id, e.work_date as date, e.worker_id, e.hours, e.billable_hours, p.data->>'project_code' as project_code, ${HOUR_CLASS} as class, e.source_system, e.source_id, e.source_version, e.correlation_id
       from d join time_entry e on e.worker_id = d.worker_id and e.work_date = d.day and e.approval_status = 'approved' join canonical_record p on p.id = e.project_id left join canonical_record t on t.id = e.task_id) entry`,
    `select 'worker', r.id, $1::date, r.id, r.natural_key, null::numeric, ${NOTHING}, ${CONTEXT} from canonical_record r where r.id in (select worker_id from d)`,
    ...(needs.capacity ? [
      `select distinct 'time_off', r.id, d.day, d.worker_id, r.natural_key, (r.data->>'hours')::numeric, ${NOTHING}, ${CONTEXT} from d join canonical_record r on r.entity = 'time_off' and not r.deleted and r.status = 'approved' and r.data->>'worker_id' = d.worker_id::text and r.data->>'date' = d.day::text`,
      `select distinct 'work_calendar', r.id, $1::date, null::uuid, r.natural_key, null::numeric, ${NOTHING}, ${CONTEXT} from canonical_record r where r.entity = 'work_calendar' and not r.deleted
       and r.data->>'code' in (select w.data->>'work_calendar_code' from canonical_record w where w.id in (select worker_id from d))`,
    ] : []),
    ...(needs.bookings ? [
      `select 'assignment', r.id, greatest((r.data->>'start')::date, $1::date), (r.data->>'worker_id')::uuid, r.natural_key, (r.data->>'hours')::numeric, ${NOTHING}, ${CONTEXT} from canonical_record r where r.entity = 'assignment' and not r.deleted
       and r.data->>'booking_type' = 'hard' and r.status not in ('proposed', 'declined', 'cancelled') and r.data->>'start' <= $2::text and r.data->>'end' >= $1::text and r.data->>'worker_id' in (select worker_id::text from d)`,
    ] : []),
  ];
  const next = page.after ? `where (date, kind, id) > ($${params.push(page.after[0])}::date, $${params.push(page.after[1])}, $${params.push(page.after[2])}::uuid)` : '';
  return em.query(
    `with d as materialized (select worker_id, day from rollup_worker_day where ${where})
     select s.kind, s.id, s.date, w.data->>'worker_number' as worker_number, s.natural_key, s.project_code, s.hour_class, trim_scale(s.hours)::text as hours, trim_scale(s.billable_hours)::text as billable_hours,
       trim_scale(s.in_numerator)::text as in_numerator, trim_scale(s.in_denominator)::text as in_denominator, s.source_system, s.source_id, s.source_version, s.correlation_id
     from (select * from (${parts.join(' union all ')}) u ${next} order by date, kind, id limit ${page.limit}) s left join canonical_record w on w.id = s.worker_id order by s.date, s.kind, s.id`, params);
}
