import { type CanonicalEvent, type EventType, newId } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { TENANT } from './tenant.js';

/** A business fact to publish. The rest of the envelope (glossary 10.1) is added on append. */
export interface NewEvent {
  type: EventType;
  entity: string;
  entity_id: string;
  entity_version: number;
  /** Order holds inside one partition (glossary 10.2). */
  partition_key: string;
  /** Says whether the fact is new; a repetition appends nothing. */
  idempotency_key: string;
  approval_status: string;
  correlation_id: string;
  causation_id?: string;
  data: Record<string, unknown>;
  subject?: string;
  effective_date?: string | null;
  source_system?: string;
  source_id?: string;
  source_version?: string;
  source_timestamp?: string;
}

/** Events that a transaction keeps back until it is nearly done (`atTheEnd`). */
const kept = new WeakMap<EntityManager, NewEvent[]>();

/**
 * Appends events in the caller's transaction: record and event commit together (the outbox). Facts already published under
 * the same idempotency key are left out. Returns what was really appended, in order; nothing yet inside `atTheEnd`.
 */
export async function appendEvents(em: EntityManager, events: NewEvent[]): Promise<CanonicalEvent[]> {
  const later = kept.get(em);
  if (later) {
    later.push(...events);
    return [];
  }
  const fresh = unrepeated(events);
  if (fresh.length === 0) return [];
  // Partitions are taken in one order by everybody, so that two transactions never wait for each other.
  const partitions = [...new Set(fresh.map((e) => e.partition_key))].sort();
  return appendTo(em, partitions, partitions.flatMap((key) => fresh.filter((e) => e.partition_key === key)));
}

/**
 * Runs `work` and appends its events when it is through: the number of a partition is held only from then to the commit, so that
 * long transactions of one contract or worker do not queue behind each other.
 */
export async function atTheEnd<T>(em: EntityManager, work: () => Promise<T>): Promise<T> {
  if (kept.has(em)) return work();
  const events: NewEvent[] = [];
  kept.set(em, events);
  let result: T;
  try {
    result = await work();
  } finally {
    kept.delete(em);
  }
  await appendEvents(em, events);
  return result;
}

function unrepeated(events: NewEvent[]): NewEvent[] {
  const seen = new Set<string>();
  return events.filter((e) => !seen.has(`${e.type} ${e.idempotency_key}`) && seen.add(`${e.type} ${e.idempotency_key}`));
}

/** Appends to partitions. Their rows are locked first: whoever publishes there afterwards sees what stands here, and no number is left out. */
async function appendTo(em: EntityManager, partitions: string[], events: NewEvent[]): Promise<CanonicalEvent[]> {
  // A statement of its own: the next one must see what was published while this one waited.
  await em.query(
    `insert into event_partition (tenant_id, partition_key, last_sequence) select $1, key, 0 from unnest($2::text[]) with ordinality as p (key, place) order by place
     on conflict (tenant_id, partition_key) do update set last_sequence = event_partition.last_sequence`, [TENANT, partitions]);
  const rows = events.map((e) => ({ ...e, id: newId(), subject: e.subject ?? e.entity_id }));
  const inserted: { id: string; sequence: string; time: Date }[] = await em.query(
    `with added as (
       insert into event (id, tenant_id, type, subject, partition_key, sequence, idempotency_key, entity, entity_id, entity_version, correlation_id, causation_id,
         approval_status, effective_date, source_system, source_id, source_version, source_timestamp, data)
       select n.id, $1, n.type, n.subject, n.partition_key, p.last_sequence + row_number() over (partition by n.partition_key order by n.position), n.idempotency_key, n.entity, n.entity_id, n.entity_version, n.correlation_id, n.causation_id,
         n.approval_status, n.effective_date, n.source_system, n.source_id, n.source_version, n.source_timestamp, n.data
       from rows from (jsonb_to_recordset($2::jsonb) as (id uuid, type text, subject text, partition_key text, idempotency_key text, entity text, entity_id text, entity_version integer, correlation_id text, causation_id text,
         approval_status text, effective_date date, source_system text, source_id text, source_version text, source_timestamp timestamptz, data jsonb))
         with ordinality as n (id, type, subject, partition_key, idempotency_key, entity, entity_id, entity_version, correlation_id, causation_id, approval_status, effective_date, source_system, source_id, source_version, source_timestamp, data, position)
       join event_partition p on p.tenant_id = $1 and p.partition_key = n.partition_key
       where not exists (select 1 from event known where known.tenant_id = $1 and known.type = n.type and known.idempotency_key = n.idempotency_key)
       order by n.position
       returning id, partition_key, sequence, time),
     counted as (
       update event_partition p set last_sequence = a.last from (select partition_key, max(sequence) as last from added group by partition_key) a where p.tenant_id = $1 and p.partition_key = a.partition_key)
     select id, sequence, time from added`,
    [TENANT, JSON.stringify(rows)]);
  const written = new Map(inserted.map((r) => [r.id, r]));
  return rows.filter((r) => written.has(r.id)).map((r) => envelope({ ...r, ...written.get(r.id)! }));
}

/** The CloudEvents form of a row of table `event`. */
export function envelope(row: NewEvent & { id: string; sequence: string | number; time: Date | string; subject: string }): CanonicalEvent {
  return {
    id: row.id, source: '/throughline', type: row.type, specversion: '1.0', subject: row.subject, time: new Date(row.time).toISOString(), datacontenttype: 'application/json',
    tenantid: TENANT, correlationid: row.correlation_id, causationid: row.causation_id ?? undefined, partitionkey: row.partition_key, sequence: Number(row.sequence),
    idempotencykey: row.idempotency_key, entityid: row.entity_id, entityversion: row.entity_version, approvalstatus: row.approval_status,
    sourcesystem: row.source_system ?? undefined, sourceid: row.source_id ?? undefined, sourceversion: row.source_version ?? undefined,
    sourcetimestamp: row.source_timestamp ? new Date(row.source_timestamp).toISOString() : undefined, effectivedate: row.effective_date ?? undefined, data: row.data,
  };
}
