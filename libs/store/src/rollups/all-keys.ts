import type { EntityManager } from 'typeorm';
import type { ProjectMonthKey } from './keys.js';

/** Takes the rollup consumer's place in the log for this transaction and empties the rollups: what follows writes them from the records alone. */
export async function clearRollups(em: EntityManager, consumer: string): Promise<void> {
  await em.query('select 1 from event_consumer where name = $1 for update', [consumer]);
  for (const table of ['rollup_worker_day', 'rollup_worker_month', 'rollup_unit_month', 'rollup_project_month', 'rollup_month']) await em.query(`delete from ${table}`);
}

/** Every project-month with time or billing. What a contract with several projects bills by its terms belongs to none of them. */
export async function allProjectMonths(em: EntityManager): Promise<ProjectMonthKey[]> {
  return em.query(`select project_id, to_char(work_date, 'YYYY-MM') as month from time_entry group by 1, 2 union select project_id, period from billing_event where project_id is not null group by 1, 2`);
}
