import type { EntityRef, SourceRecord } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { canonicalIdOf } from './cross-reference.js';
import { recordById, recordByKey } from './records.js';

export type ResolvedRefs =
  | { ok: true; values: Record<string, string>; legal_entity_code?: string; /** Optional references whose record is not here yet. */ waiting: string[] }
  | { ok: false; missing: string };

/** Turns the references of a source record into canonical ids. A required one that is unknown parks the record (REC-4). */
export async function resolveRefs(em: EntityManager, rec: SourceRecord): Promise<ResolvedRefs> {
  const values: Record<string, string> = {};
  const waiting: string[] = [];
  let legalEntity: string | undefined;
  for (const [field, ref] of Object.entries(rec.refs)) {
    const id = await resolveRef(em, ref, rec.source_system);
    const missing = `${field}: ${ref.entity} ${ref.natural_key ?? ref.source_id}`;
    if (!id && ref.optional) waiting.push(missing);
    else if (!id) return { ok: false, missing };
    if (!id) continue;
    values[field] = id;
    if (field === 'legal_entity_id') legalEntity = ref.natural_key ?? (await recordById(em, id))?.natural_key ?? undefined;
  }
  return { ok: true, values, legal_entity_code: legalEntity, waiting };
}

async function resolveRef(em: EntityManager, ref: EntityRef, sender: string): Promise<string | undefined> {
  if (ref.natural_key !== undefined) return (await recordByKey(em, ref.entity, ref.natural_key))?.id;
  if (ref.source_id === undefined) return undefined;
  return canonicalIdOf(em, ref.system ?? sender, ref.entity, ref.source_id);
}
