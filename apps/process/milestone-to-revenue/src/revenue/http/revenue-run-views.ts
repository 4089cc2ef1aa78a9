import type { EntityManager } from 'typeorm';
import { page } from './paging.js';
import type { RevenueRunDetail, RevenueRunPage, RevenueRunQuery, RevenueRunSummary } from './revenue-run.dto.js';

const SELECT = 'select id, legal_entity_code, period, contract_number, status, calculated_by, approved_by, decided_at, reason, contracts from revenue_run';

export async function listRuns(em: EntityManager, q: RevenueRunQuery): Promise<RevenueRunPage> {
  const limit = q.limit ?? 100;
  const rows: RevenueRunSummary[] = await em.query(
    `${SELECT} where ($1::text is null or legal_entity_code = $1) and ($2::text is null or period = $2) and ($3::text is null or status = $3) and ($4::uuid is null or id > $4::uuid) order by id limit $5`,
    [q.legal_entity_code ?? null, q.period ?? null, q.status ?? null, q.cursor ?? null, limit + 1]);
  const found = page(rows, limit);
  return { revenue_runs: found.rows, next_cursor: found.next_cursor };
}

export async function runDetail(em: EntityManager, id: string): Promise<RevenueRunDetail | undefined> {
  const [head]: RevenueRunSummary[] = await em.query(`${SELECT} where id = $1`, [id]);
  if (!head) return undefined;
  const [runs] = await em.query(
    `select count(*) filter (where flow = 'calculate-revenue' and state in ('queued', 'running'))::int as calculating, count(*) filter (where flow = 'calculate-revenue' and state in ('waiting', 'failed'))::int as waiting,
       count(*) filter (where flow = 'post-revenue' and state in ('queued', 'running'))::int as posting, count(*) filter (where flow = 'post-revenue' and state in ('waiting', 'failed'))::int as posting_waits
     from process_run where flow in ('calculate-revenue', 'post-revenue') and input->>'run_id' = $1`, [id]);
  const states: { status: string; n: number }[] = await em.query('select status, count(*)::int as n from revenue_event where run_id = $1 group by 1 order by 1', [id]);
  const totals = await em.query(`select currency, kind, count(*)::int as events, trim_scale(sum(amount))::text as amount from revenue_event where run_id = $1 and status <> 'cancelled' group by 1, 2 order by 1, 2`, [id]);
  return { ...head, ...runs, events: Object.fromEntries(states.map((s) => [s.status, s.n])), totals };
}
