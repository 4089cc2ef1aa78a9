import type { EntityManager } from 'typeorm';
import { newId } from '#lib/canonical';
import { DATA_REGION, TENANT } from './tenant.js';

/** A canonical record as stored: the context of glossary 1 around the entity's own data. */
export interface StoredRecord<T = Record<string, any>> {
  id: string;
  entity: string;
  natural_key: string | null;
  version: number;
  status: string | null;
  approval_status: string;
  effective_from: string | null;
  effective_to: string | null;
  legal_entity_code: string | null;
  data: T;
  extensions: Record<string, unknown>;
  source_system: string;
  source_id: string;
  source_version: string;
  source_timestamp: Date;
  correlation_id: string;
  deleted: boolean;
  updated_at: Date;
}

export interface RecordInput<T = Record<string, any>> {
  id?: string;
  entity: string;
  natural_key?: string | null;
  data: T;
  approval_status?: string;
  effective_from?: string | null;
  effective_to?: string | null;
  legal_entity_code?: string | null;
  refs?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
  source_system: string;
  source_id: string;
  source_version: string;
  source_timestamp: string;
  correlation_id: string;
  deleted?: boolean;
}

const COLUMNS = `id, entity, natural_key, version, status, approval_status, effective_from, effective_to, legal_entity_code, data, extensions,
  source_system, source_id, source_version, source_timestamp, correlation_id, deleted, updated_at`;

export async function recordById<T = Record<string, any>>(em: EntityManager, id: string): Promise<StoredRecord<T> | undefined> {
  return (await em.query(`select ${COLUMNS} from canonical_record where id = $1`, [id]))[0];
}

export async function recordByKey<T = Record<string, any>>(em: EntityManager, entity: string, naturalKey: string): Promise<StoredRecord<T> | undefined> {
  return (await em.query(`select ${COLUMNS} from canonical_record where tenant_id = $1 and entity = $2 and natural_key = $3`, [TENANT, entity, naturalKey]))[0];
}

/** Records of an entity whose `data` contains the given members. Small sets only: master data of one scope. */
export async function recordsWhere<T = Record<string, any>>(em: EntityManager, entity: string, where: Record<string, string>): Promise<StoredRecord<T>[]> {
  const clauses = Object.keys(where).map((field, i) => `data->>'${identifier(field)}' = $${i + 2}`);
  return em.query(`select ${COLUMNS} from canonical_record where entity = $1 and not deleted ${clauses.map((c) => `and ${c}`).join(' ')} order by id`, [entity, ...Object.values(where)]);
}

/** Inserts a new record at version 1. */
export async function insertRecord(em: EntityManager, r: RecordInput): Promise<StoredRecord> {
  const [row] = await em.query(
    `insert into canonical_record (id, tenant_id, data_region, entity, natural_key, version, status, approval_status, effective_from, effective_to, legal_entity_code,
       data, refs, extensions, source_system, source_id, source_version, source_timestamp, correlation_id, deleted)
     values ($1,$2,$3,$4,$5,1,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19) returning ${COLUMNS}`,
    [r.id ?? newId(), TENANT, DATA_REGION, r.entity, r.natural_key ?? null, statusOf(r.data), r.approval_status ?? 'approved', r.effective_from ?? null, r.effective_to ?? null, r.legal_entity_code ?? null,
      JSON.stringify(r.data), JSON.stringify(r.refs ?? {}), JSON.stringify(r.extensions ?? {}), r.source_system, r.source_id, r.source_version, r.source_timestamp, r.correlation_id, r.deleted ?? false],
  );
  return row;
}

/** Writes a new version over `before`; fails when somebody else was faster (optimistic concurrency). */
export async function updateRecord(em: EntityManager, before: StoredRecord, r: Partial<RecordInput> & { data: Record<string, any> }): Promise<StoredRecord> {
  const result = await em.query(
    `update canonical_record set version = version + 1, data = $3, status = $4, approval_status = $5, effective_from = $6, effective_to = $7, legal_entity_code = $8,
       extensions = $9, source_system = $10, source_id = $11, source_version = $12, source_timestamp = $13, correlation_id = $14, deleted = $15, natural_key = $16, updated_at = now()
     where id = $1 and version = $2 returning ${COLUMNS}`,
    [before.id, before.version, JSON.stringify(r.data), statusOf(r.data), r.approval_status ?? before.approval_status,
      r.effective_from === undefined ? before.effective_from : r.effective_from, r.effective_to === undefined ? before.effective_to : r.effective_to,
      r.legal_entity_code === undefined ? before.legal_entity_code : r.legal_entity_code, JSON.stringify(r.extensions ?? before.extensions), r.source_system ?? before.source_system,
      r.source_id ?? before.source_id, r.source_version ?? before.source_version, r.source_timestamp ?? before.source_timestamp, r.correlation_id ?? before.correlation_id,
      r.deleted ?? before.deleted, r.natural_key === undefined ? before.natural_key : r.natural_key],
  );
  const row = result[0]?.[0];
  if (!row) throw new ConcurrentChange(before.entity, before.id);
  return row;
}

/** Another transaction changed the record between our read and our write: read again and redo. */
export class ConcurrentChange extends Error {
  constructor(readonly entity: string, readonly id: string) {
    super(`${entity} ${id} was changed by somebody else meanwhile`);
    this.name = 'ConcurrentChange';
  }
}

function statusOf(data: Record<string, any>): string | null {
  return data['canonical_stage'] ?? data['status'] ?? null;
}

function identifier(name: string): string {
  if (!/^[a-z_]+$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is not a field name`);
  return name;
}
