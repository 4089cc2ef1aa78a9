import { addDays, monthEnd, monthOf, monthStart } from '#lib/canonical';
import { DAY_MEASURES, type Measure, MEASURES } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { Period } from '../period/period.js';

export const UTILIZATION_GROUPS = ['none', 'worker', 'practice', 'region', 'legal_entity', 'role'] as const;
export type UtilizationGroup = (typeof UTILIZATION_GROUPS)[number];

/** Which worker-days count. Absent members do not limit. */
export interface DayFilter {
  worker_ids?: string[];
  practice?: string;
  region?: string;
  legal_entity_code?: string;
  role?: string;
  /** Legal entities the caller may see. */
  visible_entities?: readonly string[];
  /** Only the row of a grouped question that has this key. */
  row?: { group: UtilizationGroup; key: string };
}

/** Summed hours of one group, decimal text, with the employed days in years of 365 and of 366 days. */
export type DaySums = { key: string } & Record<Measure, string>;

const KEY: Record<UtilizationGroup, string> = {
  none: `'all'`, worker: 'worker_id::text', practice: `coalesce(nullif(practice, ''), '(none)')`, region: `coalesce(nullif(region, ''), '(none)')`, legal_entity: `coalesce(nullif(legal_entity_code, ''), '(none)')`, role: `coalesce(nullif(role, ''), '(none)')`,
};

/** A period as whole months, and the days before, after or between that no whole month holds. */
export interface Split {
  months: string[];
  edges: { from: string; to: string }[];
}

/** Cuts a period at its months: 2026-07-15 to 2026-09-30 is the rest of July, August and September. */
export function splitAtMonths({ from, to }: { from: string; to: string }): Split {
  const split: Split = { months: [], edges: [] };
  for (let start = from; start <= to; start = addDays(monthEnd(start), 1)) {
    const end = monthEnd(start) < to ? monthEnd(start) : to;
    if (start === monthStart(start) && end === monthEnd(start)) split.months.push(monthOf(start));
    else split.edges.push({ from: start, to: end });
  }
  return split;
}

/**
 * Sums worker-days by group, in key order after `after`; `total` counts all groups. Reads rollups only: whole months from the sums
 * per unit, or per worker when workers are asked for, and what is left of the period from worker-days.
 */
export async function sumDays(em: Pick<EntityManager, 'query'>, period: Period, group: UtilizationGroup, filter: DayFilter, page: { after?: string; limit: number }): Promise<{ rows: DaySums[]; total: number }> {
  const params: unknown[] = [];
  const sources = sourcesOf(period, group, filter, params);
  const union = (columns: (s: Source) => string) => sources.map((s) => `select ${KEY[group]} as key${columns(s)} from ${s.table} where ${s.where}`).join(' union all ');
  const after = params.push(page.after ?? null);
  const rows: (DaySums & { total: number })[] = await em.query(
    `with keys as materialized (select distinct key from (${union(() => '')}) k), page as (select key from keys where ($${after}::text is null or key > $${after}) order by key limit ${page.limit})
     select s.key, ${MEASURES.map((m) => `trim_scale(sum(${m}))::text as ${m}`).join(', ')}, (select count(*)::int from keys) as total
     from (${union((s) => `, ${MEASURES.map((m) => `${s.of(m)} as ${m}`).join(', ')}`)}) s join page using (key) group by s.key order by s.key`, params);
  if (rows.length > 0) return { rows, total: rows[0]!.total };
  return { rows: [], total: page.after === undefined ? 0 : (await sumDays(em, period, group, filter, { limit: 1 })).total };
}

interface Source {
  table: string;
  where: string;
  of: (measure: Measure) => string;
}

function sourcesOf(period: Period, group: UtilizationGroup, filter: DayFilter, params: unknown[]): Source[] {
  const { months, edges } = splitAtMonths(period);
  const limits = conditions(filter, params);
  const sources: Source[] = [];
  if (months.length > 0) {
    const table = group === 'worker' || filter.worker_ids ? 'rollup_worker_month' : 'rollup_unit_month';
    sources.push({ table, where: [`month = any($${params.push(months)}::text[])`, ...limits].join(' and '), of: (m) => m });
  }
  for (const { from, to } of edges) sources.push({ table: 'rollup_worker_day', where: [`day between $${params.push(from)}::date and $${params.push(to)}::date`, ...limits].join(' and '), of: (m) => DAY_MEASURES[m] });
  return sources;
}

/** The condition that picks the worker-days of a period and filter. */
export function dayConditions(period: Period, filter: DayFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [period.from, period.to];
  return { where: ['day between $1::date and $2::date', ...conditions(filter, params)].join(' and '), params };
}

function conditions(filter: DayFilter, params: unknown[]): string[] {
  const where: string[] = [];
  for (const column of ['practice', 'region', 'legal_entity_code', 'role'] as const) if (filter[column] !== undefined) where.push(`${column} = $${params.push(filter[column])}`);
  if (filter.worker_ids) where.push(`worker_id = any($${params.push(filter.worker_ids)}::uuid[])`);
  if (filter.visible_entities) where.push(`legal_entity_code = any($${params.push(filter.visible_entities)}::text[])`);
  if (filter.row) where.push(`${KEY[filter.row.group]} = $${params.push(filter.row.key)}::text`);
  return where;
}
