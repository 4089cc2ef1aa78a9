import type { EntityManager } from 'typeorm';

export const MARGIN_GROUPS = ['project', 'engagement', 'client', 'practice', 'region', 'legal_entity'] as const;
export type MarginGroup = (typeof MARGIN_GROUPS)[number];

/** Which project-months count. Absent members do not limit. */
export interface MonthFilter {
  project_ids?: string[];
  client_ids?: string[];
  practice?: string;
  region?: string;
  legal_entity_code?: string;
  visible_entities?: readonly string[];
}

export const AMOUNTS = ['revenue', 'labor_cost', 'ready', 'held', 'capped', 'drafted', 'invoiced', 'written_off'] as const;
export const QUANTITIES = ['hours', 'billable_hours', 'uncosted_hours', 'unconverted_hours'] as const;

/** Summed project-months of one group in one currency and, when asked for, one month. */
export type MonthSums = { key: string; currency: string; month: string | null } & Record<(typeof AMOUNTS)[number] | (typeof QUANTITIES)[number], string>;

export const MARGIN_KEY: Record<MarginGroup, string> = {
  project: 'project_id::text', engagement: `coalesce(engagement_id::text, '(none)')`, client: `coalesce(client_id::text, '(none)')`,
  practice: `coalesce(practice, '(none)')`, region: `coalesce(region, '(none)')`, legal_entity: `coalesce(legal_entity_code, '(none)')`,
};

/** True where the key of a group is a record's canonical id. */
export function isRecordGroup(group: MarginGroup): boolean {
  return group === 'project' || group === 'engagement' || group === 'client';
}

/** One page of (key, currency) pairs, or of keys when amounts are to be converted; in order. */
export async function groupPage(em: Pick<EntityManager, 'query'>, months: string[], group: MarginGroup, filter: MonthFilter, converted: boolean, page: { after?: string[]; limit: number }): Promise<{ pairs: { key: string; currency: string }[]; total: number }> {
  const { where, params } = conditions(months, filter);
  const after = page.after ? `where (key, currency) > ($${params.push(page.after[0])}, $${params.push(page.after[1])})` : '';
  const rows: { key: string; currency: string; total: number }[] = await em.query(
    `with g as materialized (select distinct ${MARGIN_KEY[group]} as key, ${converted ? `''` : 'currency'} as currency from rollup_project_month where ${where})
     select *, (select count(*)::int from g) as total from g ${after} order by key, currency limit ${page.limit}`, params);
  if (rows.length > 0) return { pairs: rows, total: rows[0]!.total };
  return { pairs: [], total: page.after ? (await groupPage(em, months, group, filter, converted, { limit: 1 })).total : 0 };
}

/** The sums of the groups named, by currency and, when asked for, by month. */
export async function sumMonths(em: Pick<EntityManager, 'query'>, months: string[], group: MarginGroup, filter: MonthFilter, keys: string[], byMonth: boolean): Promise<MonthSums[]> {
  const { where, params } = conditions(months, filter);
  const columns = [...AMOUNTS, ...QUANTITIES].map((c) => `trim_scale(sum(${c}))::text as ${c}`).join(', ');
  return em.query(
    `select ${MARGIN_KEY[group]} as key, currency, ${byMonth ? 'month' : 'null::text as month'}, ${columns} from rollup_project_month where ${where} and ${MARGIN_KEY[group]} = any($${params.push(keys)}::text[])
     group by 1, 2, 3 order by 1, 2, 3`, params);
}

function conditions(months: string[], filter: MonthFilter): { where: string; params: unknown[] } {
  const params: unknown[] = [months];
  return { where: ['month = any($1::text[])', ...projectConditions(filter, params)].join(' and '), params };
}

/** The conditions that pick the projects of a filter; adds their parameters. */
export function projectConditions(filter: MonthFilter, params: unknown[]): string[] {
  const where: string[] = [];
  if (filter.project_ids) where.push(`project_id = any($${params.push(filter.project_ids)}::uuid[])`);
  if (filter.client_ids) where.push(`client_id = any($${params.push(filter.client_ids)}::uuid[])`);
  for (const column of ['practice', 'region', 'legal_entity_code'] as const) if (filter[column] !== undefined) where.push(`${column} = $${params.push(filter[column])}`);
  if (filter.visible_entities) where.push(`legal_entity_code = any($${params.push(filter.visible_entities)}::text[])`);
  return where;
}
