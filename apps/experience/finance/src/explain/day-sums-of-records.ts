import { DAY_MEASURES, ENTRY_HOURS, HOUR_CLASS, HOURS_BY_CLASS, MEASURES } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { Period } from '../period/period.js';
import { type DayFilter, dayConditions, type DaySums } from '../utilization/sum-days.js';

const FRAME = ['worker_id', 'day', 'employed', 'calendar_hours', 'holiday_hours', 'time_off_hours', 'available_hours', 'scheduled_billable_hours', 'scheduled_credited_hours'];

/** The sums of a group, and how many workers and worker-days they are made of. */
export interface DaySumsOfRecords {
  sums: DaySums;
  workers: string;
  worker_days: string;
}

/**
 * The sums of one group worked out anew: hours from the approved time entries themselves, capacity and booked hours from the worker-days
 * they fall on. Month sums, which the views read, play no part.
 */
export async function daySumsOfRecords(em: Pick<EntityManager, 'query'>, period: Period, filter: DayFilter): Promise<DaySumsOfRecords> {
  const { where, params } = dayConditions(period, filter);
  const [row] = await em.query(
    `with d as materialized (select * from rollup_worker_day where ${where}),
     worked as (
       select worker_id, day, ${HOURS_BY_CLASS} from (
         select e.worker_id, e.work_date as day, e.hours, e.billable_hours, ${HOUR_CLASS} as class from d join time_entry e on e.worker_id = d.worker_id and e.work_date = d.day and e.approval_status = 'approved'
         join canonical_record p on p.id = e.project_id left join canonical_record t on t.id = e.task_id) entry group by 1, 2),
     fresh as (select ${FRAME.map((c) => `d.${c}`).join(', ')}, ${ENTRY_HOURS.map((c) => `coalesce(w.${c}, 0) as ${c}`).join(', ')} from d left join worked w on w.worker_id = d.worker_id and w.day = d.day)
     select ${MEASURES.map((m) => `trim_scale(coalesce(sum(${DAY_MEASURES[m]}), 0))::text as ${m}`).join(', ')}, count(distinct worker_id)::text as workers, count(*)::text as worker_days from fresh`, params);
  const { workers, worker_days, ...sums } = row;
  return { sums: { key: filter.row?.key ?? 'all', ...sums }, workers, worker_days };
}
