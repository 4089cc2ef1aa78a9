import type { EntityManager } from 'typeorm';
import { ROLLUP_CONSUMER, ROLLUP_EVENTS } from './keys.js';

/** How current the rollups are. */
export interface Freshness {
  /** Everything that happened up to this instant is in the figures (ISO 8601, UTC). */
  as_of: string;
  /** Seconds between `as_of` and now. */
  lag_s: number;
  /** When the slowest change feed had last caught up with its vendor; null while one has not, or without feeds. */
  sources_as_of: string | null;
}

/** Freshness of the rollups: now when no event that could change them waits, else the time of the first one that does. */
export async function rollupFreshness(em: Pick<EntityManager, 'query'>): Promise<Freshness> {
  const [row] = await em.query(
    `select now() as now, (select time from event e where (e.xid, e.seq) > (coalesce(c.last_xid, '0'), coalesce(c.last_seq, 0)) and e.type = any($2) order by e.xid, e.seq limit 1) as waiting,
       (select case when count(*) = count(caught_up_at) then min(caught_up_at) end from feed_cursor) as sources
     from (select 1) one left join event_consumer c on c.name = $1`, [ROLLUP_CONSUMER, ROLLUP_EVENTS]);
  const now = new Date(row.now);
  const asOf = row.waiting ? new Date(row.waiting) : now;
  return { as_of: asOf.toISOString(), lag_s: Math.max(0, Math.round((now.getTime() - asOf.getTime()) / 1000)), sources_as_of: row.sources ? new Date(row.sources).toISOString() : null };
}
