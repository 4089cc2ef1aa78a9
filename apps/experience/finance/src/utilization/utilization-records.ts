import type { Principal } from '#lib/platform';
import { DAY_HOURS, rollupFreshness } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { EntryRecord, UtilizationRecords, UtilizationRecordsQuery, WorkerDayRecord } from '../http/utilization.dto.js';
import { pageCursor, positionIn } from '../page-cursor.js';
import { dayPeriod } from '../period/period.js';
import { hoursByClass } from './hours.js';
import { dayConditions } from './sum-days.js';
import { dayFilter } from './utilization-view.js';

type DayRow = Record<(typeof DAY_HOURS)[number], string> & Pick<WorkerDayRecord, 'day' | 'worker_id' | 'worker_number' | 'display_name' | 'employed' | 'practice' | 'region' | 'legal_entity_code' | 'role'>;

/** The worker-days behind a figure, by day and worker, each with its time entries down to their ids in the source. */
export async function utilizationRecords(em: Pick<EntityManager, 'query'>, q: UtilizationRecordsQuery, who: Principal): Promise<UtilizationRecords> {
  const period = dayPeriod(q);
  const { cursor, limit: asked, ...question } = q;
  const after = positionIn(question, cursor, 2);
  const limit = asked ?? 50;
  const { where, params } = dayConditions(period, await dayFilter(em, q, who));
  const next = after ? `and (day, worker_id) > ($${params.push(after[0])}::date, $${params.push(after[1])}::uuid)` : '';
  const rows: DayRow[] = await em.query(
    `select d.*, w.data->>'worker_number' as worker_number, w.data->>'display_name' as display_name
     from (select day, worker_id, employed, practice, region, legal_entity_code, role, ${DAY_HOURS.map((n) => `trim_scale(${n})::text as ${n}`).join(', ')} from rollup_worker_day where ${where} ${next} order by day, worker_id limit ${limit + 1}) d
     join canonical_record w on w.id = d.worker_id order by d.day, d.worker_id`, params);
  const shown = rows.slice(0, limit);
  const [entries, freshness] = await Promise.all([entriesOf(em, shown), rollupFreshness(em)]);
  const last = shown.at(-1);
  return {
    period, freshness, next_cursor: rows.length > limit ? pageCursor(question, [last!.day, last!.worker_id]) : null,
    records: shown.map((r) => ({
      day: r.day, worker_id: r.worker_id, worker_number: r.worker_number, display_name: r.display_name, employed: r.employed, practice: r.practice, region: r.region, legal_entity_code: r.legal_entity_code, role: r.role,
      hours: hoursByClass(r), entries: entries.get(`${r.worker_id} ${r.day}`) ?? [],
    })),
  };
}

async function entriesOf(em: Pick<EntityManager, 'query'>, days: DayRow[]): Promise<Map<string, EntryRecord[]>> {
  const rows: (EntryRecord & { worker_id: string; day: string })[] = days.length === 0 ? [] : await em.query(
    `select e.worker_id, e.work_date as day, e.id, p.data->>'project_code' as project_code, t.data->>'wbs_code' as wbs_code, e.role, e.work_type, e.billable_class, trim_scale(e.hours)::text as hours,
       trim_scale(e.billable_hours)::text as billable_hours, e.kind, e.original_entry_id, e.approved_by, e.source_system, e.source_id, e.correlation_id
     from unnest($1::uuid[], $2::date[]) as k(worker_id, day) join time_entry e on e.worker_id = k.worker_id and e.work_date = k.day and e.approval_status = 'approved'
     join canonical_record p on p.id = e.project_id left join canonical_record t on t.id = e.task_id order by e.created_at, e.id`, [days.map((d) => d.worker_id), days.map((d) => d.day)]);
  const byDay = new Map<string, EntryRecord[]>();
  for (const { worker_id, day, ...entry } of rows) byDay.set(`${worker_id} ${day}`, [...(byDay.get(`${worker_id} ${day}`) ?? []), entry]);
  return byDay;
}
