import type { EntityManager } from 'typeorm';
import type { OperationsSummary } from './http/summary.dto.js';

type Count = { name: string; n: number };

/** Counts of what is open and of what is under way. */
export async function operationsSummary(em: Pick<EntityManager, 'query'>): Promise<OperationsSummary> {
  const counts = async (sql: string): Promise<Record<string, number>> => Object.fromEntries((await em.query(sql)).map((r: Count) => [r.name, r.n]));
  const open = (column: string) => counts(`select ${column} as name, count(*)::int as n from exception where status in ('open', 'assigned') group by 1 order by 1`);
  const [by_code, by_team, by_severity, [rest], effects, runs] = await Promise.all([
    open('code'), open('owner_team'), open('severity'),
    em.query(`select now() as now, (select min(first_seen) from exception where status in ('open', 'assigned')) as oldest, (select count(*)::int from parked_record) as parked`),
    counts('select state as name, count(*)::int as n from effect group by 1 order by 1'), counts('select state as name, count(*)::int as n from process_run group by 1 order by 1'),
  ]);
  return {
    exceptions: { open: Object.values(by_code).reduce((a, b) => a + b, 0), by_code, by_team, by_severity, oldest: rest.oldest ? new Date(rest.oldest).toISOString() : null },
    effects, runs, parked: rest.parked, as_of: new Date(rest.now).toISOString(),
  };
}
