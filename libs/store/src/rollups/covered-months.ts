import type { EntityManager } from 'typeorm';

/** Longest stretch of months one booking can open: a mistyped end date must not cover a century. */
const BOOKING_MONTHS = 24;

const TIME_MONTHS = `
  with recursive step(day) as (
    select min(work_date) from time_entry
    union all
    select (select min(work_date) from time_entry where work_date >= (date_trunc('month', step.day) + interval '1 month')::date) from step where step.day is not null)
  select to_char(day, 'YYYY-MM') as month from step where day is not null`;

const BOOKING_MONTHS_SQL = `
  select distinct to_char(m, 'YYYY-MM') as month from canonical_record,
    generate_series(date_trunc('month', (data->>'start')::date), least((data->>'end')::date, (data->>'start')::date + interval '${BOOKING_MONTHS} months'), interval '1 month') m
  where entity = 'assignment' and data->>'booking_type' = 'hard' and not deleted and status not in ('proposed', 'declined', 'cancelled')`;

/**
 * Brings the months the worker-day rollup covers in line with the facts: every month somebody has time or a hard booking in. In such
 * a month every employed day of every known worker has a row, so that those who did not work count. Returns what came and what went.
 */
export async function coverMonths(em: EntityManager): Promise<{ months: string[]; added: string[]; removed: string[] }> {
  const wanted: { month: string }[] = await em.query(`select month from (${TIME_MONTHS} union ${BOOKING_MONTHS_SQL}) m order by month`);
  const present: { month: string }[] = await em.query('select month from rollup_month');
  const months = wanted.map((w) => w.month);
  const known = new Set(present.map((p) => p.month));
  const added = months.filter((m) => !known.has(m));
  const removed = [...known].filter((m) => !months.includes(m));
  if (added.length > 0) await em.query('insert into rollup_month select unnest($1::text[])', [added]);
  if (removed.length > 0) {
    for (const table of ['rollup_month', 'rollup_unit_month', 'rollup_worker_month']) await em.query(`delete from ${table} where month = any($1)`, [removed]);
    for (const month of removed) await em.query(`delete from rollup_worker_day where day >= $1::date and day < $1::date + interval '1 month'`, [`${month}-01`]);
  }
  return { months, added, removed };
}

/** Months the rollups cover, in order. */
export async function coveredMonths(em: Pick<EntityManager, 'query'>): Promise<string[]> {
  return (await em.query('select month from rollup_month order by month')).map((r: { month: string }) => r.month);
}
