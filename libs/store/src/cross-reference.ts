import type { EntityManager } from 'typeorm';

/** One vendor id of a canonical record (glossary 8.1). */
export interface CrossReference {
  canonical_type: string;
  canonical_id: string;
  system: string;
  system_type: string;
  system_id: string;
  role: 'owner' | 'replica';
  checksum?: string | null;
  last_sync_version?: string | null;
}

/** A vendor id already points at another record, or the record is known to the vendor under another id: a person must say which is right. */
export class CrossReferenceConflict extends Error {
  constructor(readonly wanted: CrossReference, readonly existing_canonical_id: string, readonly existing_system_id = wanted.system_id) {
    super(existing_system_id === wanted.system_id
      ? `${wanted.system} ${wanted.system_type} ${wanted.system_id} already belongs to ${wanted.canonical_type} ${existing_canonical_id}, not ${wanted.canonical_id}`
      : `${wanted.canonical_type} ${existing_canonical_id} is ${wanted.system_type} ${existing_system_id} of ${wanted.system} already: ${wanted.system_id} would be a second one`);
    this.name = 'CrossReferenceConflict';
  }
}

/** Records that a vendor id is this record; repeating it updates version and checksum. Throws CrossReferenceConflict. */
export async function linkSystem(em: EntityManager, x: CrossReference): Promise<void> {
  const rows = await em.query(
    `with other as (select system_id from cross_reference where canonical_id = $2 and system = $3 and system_type = $4 and system_id <> $5 and valid_to is null limit 1), linked as (
     insert into cross_reference (canonical_type, canonical_id, system, system_type, system_id, role, checksum, last_sync_version)
     select $1, $2::uuid, $3, $4, $5, $6, $7, $8 where not exists (select 1 from other)
     on conflict (system, system_type, system_id) do update set checksum = coalesce(excluded.checksum, cross_reference.checksum), last_sync_version = coalesce(excluded.last_sync_version, cross_reference.last_sync_version), valid_to = null
     returning canonical_id)
     select canonical_id, null as other from linked union all select null, system_id from other`,
    [x.canonical_type, x.canonical_id, x.system, x.system_type, x.system_id, x.role, x.checksum ?? null, x.last_sync_version ?? null],
  );
  if (rows[0].other !== null) throw new CrossReferenceConflict(x, x.canonical_id, rows[0].other);
  if (rows[0].canonical_id !== x.canonical_id) throw new CrossReferenceConflict(x, rows[0].canonical_id);
}

/** Canonical id of a vendor id, or undefined. */
export async function canonicalIdOf(em: EntityManager, system: string, systemType: string, systemId: string): Promise<string | undefined> {
  const rows = await em.query('select canonical_id from cross_reference where system = $1 and system_type = $2 and system_id = $3 and valid_to is null', [system, systemType, systemId]);
  return rows[0]?.canonical_id;
}

/** Vendor id of a canonical record in a system (and type), or undefined. */
export async function systemIdOf(em: EntityManager, canonicalId: string, system: string, systemType?: string): Promise<string | undefined> {
  const rows = await em.query(
    'select system_id from cross_reference where canonical_id = $1 and system = $2 and ($3::text is null or system_type = $3) and valid_to is null order by role limit 1',
    [canonicalId, system, systemType ?? null],
  );
  return rows[0]?.system_id;
}

/** Every live vendor id of a record: what lineage shows. */
export async function systemIds(em: EntityManager, canonicalId: string): Promise<{ system: string; system_type: string; system_id: string; role: string }[]> {
  return em.query('select system, system_type, system_id, role from cross_reference where canonical_id = $1 and valid_to is null order by system, system_type', [canonicalId]);
}
