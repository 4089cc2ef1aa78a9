import type { EntityManager } from 'typeorm';
import type { Place } from './window.js';

/** Gives a new consumer its place: the beginning of the log. */
export async function ensureCursor(em: Pick<EntityManager, 'query'>, name: string): Promise<void> {
  await em.query('insert into event_consumer (name) values ($1) on conflict do nothing', [name]);
}

/** Takes the consumer's place for the rest of the transaction; undefined when another replica has it. */
export async function takeCursor(em: EntityManager, name: string): Promise<Place | undefined> {
  const [row] = await em.query('select last_xid::text as xid, last_seq::text as seq from event_consumer where name = $1 for update skip locked', [name]);
  return row;
}

export async function moveCursor(em: EntityManager, name: string, to: Place): Promise<void> {
  await em.query('update event_consumer set last_xid = $2::xid8, last_seq = $3::bigint, updated_at = now() where name = $1', [name, to.xid, to.seq]);
}
