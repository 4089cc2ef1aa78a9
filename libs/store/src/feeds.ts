import type { SourceRecord } from '#lib/canonical';
import type { EntityManager } from 'typeorm';

export interface FeedCursor {
  system: string;
  entity: string;
  cursor: string;
  records: string;
  caught_up_at: Date | null;
  last_error: string | null;
}

/** Where a change feed stands; a missing row is the beginning. */
export async function feedCursor(em: EntityManager, system: string, entity: string): Promise<string> {
  const rows = await em.query('select cursor from feed_cursor where system = $1 and entity = $2', [system, entity]);
  return rows[0]?.cursor ?? '';
}

/** Moves the cursor in the transaction that stored the page: a crash between the two cannot happen. */
export async function moveCursor(em: EntityManager, system: string, entity: string, cursor: string, records: number, caughtUp: boolean): Promise<void> {
  await em.query(
    `insert into feed_cursor (system, entity, cursor, records, caught_up_at) values ($1,$2,$3,$4, case when $5 then now() end)
     on conflict (system, entity) do update set cursor = excluded.cursor, records = feed_cursor.records + excluded.records,
       caught_up_at = case when $5 then now() else feed_cursor.caught_up_at end, updated_at = now(), last_error = null`,
    [system, entity, cursor, records, caughtUp],
  );
}

export async function feedFailed(em: EntityManager, system: string, entity: string, error: string): Promise<void> {
  await em.query(
    `insert into feed_cursor (system, entity, last_error) values ($1,$2,$3) on conflict (system, entity) do update set last_error = excluded.last_error, updated_at = now()`,
    [system, entity, error.slice(0, 500)],
  );
}

/** Keeps a record whose predecessor has not arrived (REC-4); a newer version of it replaces the parked one, an older one does not. */
export async function park(em: EntityManager, rec: SourceRecord, missing: string, correlationId: string): Promise<void> {
  await em.query(
    `insert into parked_record (system, entity, source_id, record, missing, correlation_id) values ($1,$2,$3,$4,$5,$6)
     on conflict (system, entity, source_id) do update set record = excluded.record, missing = excluded.missing, correlation_id = excluded.correlation_id
     where (excluded.record->>'source_timestamp')::timestamptz >= (parked_record.record->>'source_timestamp')::timestamptz`,
    [rec.source_system, rec.entity, rec.source_id, JSON.stringify(rec), missing, correlationId],
  );
}

export async function unpark(em: EntityManager, system: string, entity: string, sourceId: string): Promise<void> {
  await em.query('delete from parked_record where system = $1 and entity = $2 and source_id = $3', [system, entity, sourceId]);
}

export interface ParkedRecord {
  record: SourceRecord;
  missing: string;
  since: Date;
  correlation_id: string;
}

/** Parked records of a system, a page of them: those after the given one. */
export async function parkedRecords(em: EntityManager, system: string, after?: ParkedRecord, limit = 500): Promise<ParkedRecord[]> {
  return em.query(
    'select record, missing, since, correlation_id from parked_record where system = $1 and (entity, source_id) > ($2, $3) order by entity, source_id limit $4',
    [system, after?.record.entity ?? '', after?.record.source_id ?? '', limit]);
}
