import { gauge } from '#lib/platform';
import type { EntityManager } from 'typeorm';
import { engineState, isLaunched } from '../engine/state.js';

export interface ConsumerBacklog {
  consumer: string;
  /** Events of any type not yet read, counted up to 10,000. */
  events: number;
  /** Partitions set aside because of an event that cannot be handled. */
  held: number;
}

/** How far consumers are behind the log. */
export async function consumerBacklog(em: Pick<EntityManager, 'query'>): Promise<ConsumerBacklog[]> {
  return em.query(
    `select c.name as consumer, (select count(*)::int from (select 1 from event e where (e.xid, e.seq) > (c.last_xid, c.last_seq) limit 10000) unread) as events,
       (select count(*)::int from event_consumer h where starts_with(h.name, c.name || '#')) as held
     from event_consumer c where position('#' in c.name) = 0 order by c.name`,
  );
}

/** Shows the backlog among the metrics; counted when they are read. */
export function exposeBacklog(): void {
  gauge('process_consumer_backlog_events', 'Events a consumer has not read yet, counted up to 10,000', ['consumer'], async function () {
    if (isLaunched()) for (const c of await consumerBacklog(engineState().ds.manager)) this.set({ consumer: c.consumer }, c.events);
  });
  gauge('process_consumer_held_partitions', 'Partitions set aside because of an event that cannot be handled', ['consumer'], async function () {
    if (isLaunched()) for (const c of await consumerBacklog(engineState().ds.manager)) this.set({ consumer: c.consumer }, c.held);
  });
}
