import type { CanonicalEvent } from '#lib/canonical';
import { clearExceptions, envelope, raiseException, TENANT } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import type { Consumer } from './consumer.js';
import { takeCursor } from './cursor.js';

/** So many partitions may be set aside; more means that the consumer is wrong, not the events, and it stops instead. */
export const MOST_HELD = 20;

/** A held partition has no place among transactions; the column says whether the event that stopped it is still in front. */
const STUCK = '1';
const FREE = '0';

/**
 * A partition whose next event cannot be handled is set aside: a row `<consumer>#<partition>` keeps the sequence it got to, and the
 * consumer goes on with the others. When the event can be handled (or its exception is waived, which skips it), the partition catches
 * up in its own order and joins the others again. Returns the held partitions with the last sequence handled.
 */
export async function heldPartitions(em: Pick<EntityManager, 'query'>, consumer: string): Promise<Map<string, number>> {
  const rows: { name: string; last_seq: string }[] = await em.query('select name, last_seq from event_consumer where starts_with(name, $1)', [`${consumer}#`]);
  return new Map(rows.map((r) => [r.name.slice(consumer.length + 1), Number(r.last_seq)]));
}

/** Sets the event's partition aside, from this event on, and tells people. */
export async function hold(em: EntityManager, consumer: Consumer, event: CanonicalEvent, error: unknown): Promise<void> {
  await em.query('insert into event_consumer (name, last_xid, last_seq) values ($1, $2::xid8, $3) on conflict do nothing', [nameOf(consumer, event.partitionkey), STUCK, event.sequence - 1]);
  await tell(em, consumer, event, error);
}

/** Lets a held partition catch up by one event. Returns whether there may be more to do at once; throws what the handler threw. */
export async function advanceHeld(ds: DataSource, consumer: Consumer, partition: string): Promise<boolean> {
  const name = nameOf(consumer, partition);
  let failed: { event: CanonicalEvent; error: unknown } | undefined;
  try {
    return await ds.transaction(async (em) => {
      // The consumer's own place first: while this partition catches up it must not be overtaken.
      const main = await takeCursor(em, consumer.name);
      const own = main && (await takeCursor(em, name));
      if (!own) return false;
      const [row] = await em.query(
        `select * from event where tenant_id = $1 and partition_key = $2 and sequence > $3 and type = any($4::text[]) and (xid, seq) <= ($5::xid8, $6::bigint) order by sequence limit 1`,
        [TENANT, partition, own.seq, consumer.types, main.xid, main.seq],
      );
      if (!row) {
        // The consumer may not have come past the event yet: the partition joins only once that is behind it.
        if (own.xid !== STUCK) await em.query('delete from event_consumer where name = $1', [name]);
        return false;
      }
      const event = envelope(row);
      if (!(await skipWaived(em, name))) {
        await consumer.handle(em, [event]).catch((error: unknown) => {
          failed = { event, error };
          throw error;
        });
        await clearExceptions(em, { business_key: name, code: 'PROCESS_FAILED' }, 'cleared', { by: 'process', reason: 'The event was handled' });
      }
      await em.query('update event_consumer set last_xid = $2::xid8, last_seq = $3, updated_at = now() where name = $1', [name, FREE, event.sequence]);
      return true;
    });
  } catch (error) {
    if (failed && (await waivedMeanwhile(ds, consumer, failed))) return true;
    throw error;
  }
}

/** A waiver given while the handler was failing stands: the next attempt skips the event. Else people are told. */
function waivedMeanwhile(ds: DataSource, consumer: Consumer, failed: { event: CanonicalEvent; error: unknown }): Promise<boolean> {
  return ds.transaction(async (em) => {
    if (await waiver(em, nameOf(consumer, failed.event.partitionkey))) return true;
    await tell(em, consumer, failed.event, failed.error);
    return false;
  });
}

async function tell(em: EntityManager, consumer: Consumer, event: CanonicalEvent, error: unknown): Promise<void> {
  await raiseException(em, {
    code: 'PROCESS_FAILED', business_key: nameOf(consumer, event.partitionkey), workflow: consumer.name, step: event.type, correlation_id: event.correlationid,
    message: `${event.type} of ${event.partitionkey} cannot be handled: ${error instanceof Error ? error.message : String(error)}`,
    context: { event_id: event.id, sequence: event.sequence, waiving: 'Waiving this exception skips the event' }, evidence: [{ event }],
  });
}

/** True when a person waived the exception about the event in front; a waiver skips one event. */
async function skipWaived(em: EntityManager, business_key: string): Promise<boolean> {
  const id = await waiver(em, business_key);
  if (id) await em.query(`update exception set context = context || '{"skipped": true}', version = version + 1 where id = $1`, [id]);
  return id !== undefined;
}

/** Id of the waiver of the partition's latest exception that has not skipped an event yet; locked until the transaction ends. */
async function waiver(em: EntityManager, business_key: string): Promise<string | undefined> {
  const [last] = await em.query(
    `select id, status, context ? 'skipped' as used from exception where tenant_id = $1 and business_key = $2 and code = 'PROCESS_FAILED' order by first_seen desc limit 1 for update`,
    [TENANT, business_key],
  );
  return last?.status === 'waived' && !last.used ? last.id : undefined;
}

function nameOf(consumer: Consumer, partition: string): string {
  return `${consumer.name}#${partition}`;
}
