import type { SourceRecord } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import type { ApplyContext, ApplyOutcome } from './apply.js';
import { canonicalIdOf, linkSystem } from './cross-reference.js';
import { raiseException } from './exceptions.js';
import { recordById, recordByKey, type StoredRecord } from './records.js';

/** Entities that are another system's view of a record somebody else owns: they give a cross reference, never a new record. */
const REPLICAS: Record<string, { canonical: string; type?: (rec: SourceRecord) => string; match: (em: EntityManager, rec: SourceRecord) => Promise<StoredRecord[]> }> = {
  psa_user: {
    canonical: 'worker',
    match: (em, rec) => em.query(`select * from canonical_record where entity = 'worker' and not deleted and lower(data->>'email') = lower($1)`, [rec.data['email'] ?? '']),
  },
  erp_customer: {
    canonical: 'client',
    // An ERP keeps one customer per legal entity it is billed from.
    type: (rec) => clientAt(rec.refs['legal_entity_id']?.natural_key ?? ''),
    match: async (em, rec) => {
      const found = rec.natural_key ? await recordByKey(em, 'client', rec.natural_key) : undefined;
      return found ? [found] : [];
    },
  },
};

/** Cross-reference type of a client as customer of one legal entity. */
export function clientAt(legalEntityCode: string): string {
  return `client@${legalEntityCode}`;
}

export function isReplica(entity: string): boolean {
  return Object.hasOwn(REPLICAS, entity);
}

/** Links a replica to the canonical record it stands for; parks it while that is unknown; two candidates are a DUPLICATE (FM-001). */
export async function applyReplica(em: EntityManager, rec: SourceRecord, ctx: ApplyContext): Promise<ApplyOutcome> {
  const kind = REPLICAS[rec.entity]!;
  const type = kind.type?.(rec) ?? kind.canonical;
  const linked = await canonicalIdOf(em, rec.source_system, type, rec.source_id);
  if (linked) return { outcome: 'unchanged', record: (await recordById(em, linked))! };
  if (rec.deleted) return { outcome: 'absent' };
  const candidates = await kind.match(em, rec);
  if (candidates.length === 0) return { outcome: 'parked', missing: `${kind.canonical} for ${rec.entity} ${rec.natural_key ?? rec.source_id}` };
  if (candidates.length > 1) {
    await raiseException(em, {
      code: 'DUPLICATE', business_key: `${rec.entity}:${rec.source_system}:${rec.source_id}`, workflow: 'intake', step: rec.entity, correlation_id: ctx.correlation_id,
      message: `${candidates.length} ${kind.canonical} records fit ${rec.entity} ${rec.source_id} of ${rec.source_system}`,
      context: { candidates: candidates.map((c) => c.natural_key) }, evidence: [{ system: rec.source_system, record: { source_id: rec.source_id } }],
    });
    return { outcome: 'refused', code: 'DUPLICATE' };
  }
  const record = candidates[0]!;
  await linkSystem(em, { canonical_type: kind.canonical, canonical_id: record.id, system: rec.source_system, system_type: type, system_id: rec.source_id, role: 'replica', last_sync_version: rec.source_version });
  return { outcome: 'created', record };
}
