import { canReach, canonicalJson, contentHash, ownerOf, STATE_MACHINES, type Machine, type OwnershipRule, type SourceRecord } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { changeEvent } from './change-events.js';
import { canonicalIdOf, CrossReferenceConflict, linkSystem } from './cross-reference.js';
import { appendEvents, type NewEvent } from './events.js';
import { raiseException } from './exceptions.js';
import { insertRecord, recordById, recordByKey, type StoredRecord, updateRecord } from './records.js';
import { resolveRefs } from './references.js';
import { applyReplica, isReplica } from './replicas.js';

export type ApplyOutcome =
  /** `waiting`: optional references whose record is not here yet; taking the record again fills them. */
  | { outcome: 'created' | 'updated' | 'unchanged'; record: StoredRecord; waiting?: string[] }
  | { outcome: 'stale'; record: StoredRecord }
  | { outcome: 'parked'; missing: string }
  /** The source deleted a record that was never here: there is nothing to take away. */
  | { outcome: 'absent' }
  | { outcome: 'refused'; code: string };

export interface ApplyContext {
  /** System type of the sender: crm, psa, hcm, erp. */
  domain: string;
  correlation_id: string;
  ownership?: OwnershipRule[];
}

/** Which state machine guards an entity's status, where the status comes from a source. */
const GUARDED: Record<string, Machine> = { opportunity: 'opportunity', contract: 'contract', project: 'project', worker: 'worker' };
/** Entities to which the gateway adds what their owner does not know: for these, what the owner leaves out stays as it is. */
const ENRICHED = new Set(['project']);
/** Fields of a project that only the gateway's set-up flow knows (glossary 4.1 guard). */
const FOUND_BY_SETUP = ['billing_eligible', 'setup_checks'];
/** Project states that only the gateway's set-up flow moves between (glossary 4.1 guard). */
const SETUP_STATES = new Set(['provisional', 'pending_setup', 'approved']);

/**
 * Takes one record from a system API into the store: checks ownership, resolves references, keeps order, refuses illegal moves,
 * recognizes echoes, writes the new version and its event in the caller's transaction. What cannot be taken is parked (its
 * predecessor is missing) or becomes an exception; nothing is dropped.
 */
export async function applySourceRecord(em: EntityManager, rec: SourceRecord, ctx: ApplyContext): Promise<ApplyOutcome> {
  const key = `${rec.entity}:${rec.source_system}:${rec.source_id}`;
  const refuse = async (code: Parameters<typeof raiseException>[1]['code'], message: string, context: Record<string, unknown> = {}): Promise<ApplyOutcome> => {
    await raiseException(em, { code, business_key: key, workflow: 'intake', step: rec.entity, message, context: { ...context, natural_key: rec.natural_key }, evidence: [{ system: rec.source_system, record: rec }], correlation_id: ctx.correlation_id });
    return { outcome: 'refused', code };
  };
  if (rec.problem) return refuse(rec.problem.code as 'UNMAPPED_STATUS', rec.problem.message, { field: rec.problem.field, value: rec.problem.value });

  if (isReplica(rec.entity)) return applyReplica(em, rec, ctx);
  // Before its references are asked for: those of a deleted record may be gone as well, and it must not wait for them.
  if (rec.deleted && !(await findExisting(em, rec))) return { outcome: 'absent' };
  const refs = await resolveRefs(em, rec);
  if (!refs.ok) return { outcome: 'parked', missing: refs.missing };
  const existing = await findExisting(em, rec);
  const data: Record<string, any> = { ...(ENRICHED.has(rec.entity) || rec.deleted ? existing?.data : {}), ...withoutUndefined(rec.data), ...ownWord(rec.entity, existing?.data), ...refs.values };
  const waiting = refs.waiting.length > 0 ? refs.waiting : undefined;
  const owner = ownerOf(rec.entity, ctx.ownership, refs.legal_entity_code, rec.source_timestamp.slice(0, 10));
  if (owner !== ctx.domain) {
    if (existing && canonicalJson(data) === canonicalJson(existing.data)) return { outcome: 'unchanged', record: existing };
    return refuse('OWNERSHIP_VIOLATION', `${rec.source_system} (${ctx.domain}) sent a change of ${rec.entity} ${rec.natural_key ?? rec.source_id}, which ${owner ?? 'nobody'} owns`, { owner });
  }
  if (!existing) return { ...(await create(em, rec, data, refs.legal_entity_code, ctx)), waiting };

  if (isOlder(rec, existing)) return { outcome: 'stale', record: existing };
  if (rec.entity === 'project') {
    const early = data['status'] === 'active' && (existing.status === 'provisional' || existing.status === 'pending_setup');
    if (early) return refuse('OWNERSHIP_VIOLATION', `Project ${rec.natural_key} was opened in ${rec.source_system} before its set-up is complete (state ${existing.status})`);
    if (SETUP_STATES.has(data['status']) || SETUP_STATES.has(existing.status ?? '')) data['status'] = existing.status;
    if (SETUP_STATES.has(existing.status ?? '')) data['time_entry_open'] = existing.data['time_entry_open'];
  }
  const machine = GUARDED[rec.entity];
  const to = data['canonical_stage'] ?? data['status'];
  if (machine && existing.status && to !== existing.status && !canReach(machine, existing.status, to)) {
    return refuse('ILLEGAL_TRANSITION', `${rec.entity} ${rec.natural_key ?? rec.source_id}: ${existing.status} -> ${to} is not possible`, { from: existing.status, to, known: Object.keys(STATE_MACHINES[machine]) });
  }
  const same = canonicalJson(data) === canonicalJson(existing.data) && existing.approval_status === rec.approval_status && existing.deleted === rec.deleted
    && (rec.effective_from ?? null) === existing.effective_from && (rec.effective_to ?? null) === existing.effective_to;
  if (same) return { outcome: 'unchanged', record: existing, waiting };
  const record = await updateRecord(em, existing, { ...contextOf(rec, ctx), correlation_id: existing.correlation_id, extensions: { ...existing.extensions, ...rec.extensions }, data, legal_entity_code: refs.legal_entity_code ?? (ENRICHED.has(rec.entity) ? existing.legal_entity_code : null), natural_key: rec.natural_key ?? existing.natural_key });
  if (rec.entity === 'timesheet') await retireOtherIds(em, record.id, rec);
  await linkSystem(em, { canonical_type: rec.entity, canonical_id: record.id, system: rec.source_system, system_type: rec.entity, system_id: rec.source_id, role: 'owner', checksum: contentHash(rec.data), last_sync_version: rec.source_version });
  await appendEvents(em, [await orChanged(em, changeEvent(existing, record))]);
  return { outcome: 'updated', record, waiting };
}

/** A deal is won once; what changes on it afterwards is still told, as a change. */
async function orChanged(em: EntityManager, event: NewEvent): Promise<NewEvent> {
  if (event.type !== 'opportunity.closed_won') return event;
  const told = await em.query('select 1 from event where type = $1 and idempotency_key = $2', [event.type, event.idempotency_key]);
  return told.length === 0 ? event : { ...event, type: 'opportunity.changed', idempotency_key: `${event.entity_id}:v${event.entity_version}` };
}

async function create(em: EntityManager, rec: SourceRecord, data: Record<string, any>, legalEntity: string | undefined, ctx: ApplyContext): Promise<{ outcome: 'created'; record: StoredRecord }> {
  const correlation_id = await inheritedCorrelation(em, data) ?? ctx.correlation_id;
  const record = await insertRecord(em, { ...contextOf(rec, ctx), correlation_id, entity: rec.entity, natural_key: rec.natural_key, data, legal_entity_code: legalEntity });
  await linkSystem(em, { canonical_type: rec.entity, canonical_id: record.id, system: rec.source_system, system_type: rec.entity, system_id: rec.source_id, role: 'owner', checksum: contentHash(rec.data), last_sync_version: rec.source_version });
  await appendEvents(em, [changeEvent(undefined, record)]);
  return { outcome: 'created', record };
}

/** The vendor id of an earlier submission no longer names the timesheet; it stays in the books with its end. */
async function retireOtherIds(em: EntityManager, canonicalId: string, rec: SourceRecord): Promise<void> {
  await em.query('update cross_reference set valid_to = now() where canonical_id = $1 and system = $2 and system_type = $3 and system_id <> $4 and valid_to is null', [canonicalId, rec.source_system, rec.entity, rec.source_id]);
}

/** One correlation id from the deal to the last posting: a record takes the one of the record it hangs on. */
async function inheritedCorrelation(em: EntityManager, data: Record<string, any>): Promise<string | undefined> {
  for (const field of ['project_id', 'opportunity_id', 'contract_id']) {
    if (data[field]) return (await recordById(em, data[field]))?.correlation_id;
  }
  return undefined;
}

/** The record this one is: by vendor id first, else by natural key. Two answers that differ are a hard exception. */
async function findExisting(em: EntityManager, rec: SourceRecord): Promise<StoredRecord | undefined> {
  const id = await canonicalIdOf(em, rec.source_system, rec.entity, rec.source_id);
  if (id) return recordById(em, id);
  const twin = rec.natural_key ? await recordByKey(em, rec.entity, rec.natural_key) : undefined;
  if (!twin) return undefined;
  const [other] = await em.query('select system_id from cross_reference where canonical_id = $1 and system = $2 and system_type = $3 and valid_to is null', [twin.id, rec.source_system, rec.entity]);
  // A timesheet that was sent back comes again under a new vendor id (resubmission): same natural key, same record.
  if (other && rec.entity === 'timesheet') return twin;
  if (other) throw new CrossReferenceConflict({ canonical_type: rec.entity, canonical_id: twin.id, system: rec.source_system, system_type: rec.entity, system_id: rec.source_id, role: 'owner' }, twin.id);
  return twin;
}

function isOlder(rec: SourceRecord, existing: StoredRecord): boolean {
  if (existing.source_system !== rec.source_system) return false;
  // Of two submissions of one timesheet the later hand-in counts, whichever was touched last.
  const [handedIn, before] = [rec.data['submitted_at'], existing.data['submitted_at']];
  if (rec.entity === 'timesheet' && rec.source_id !== existing.source_id && handedIn && before) return new Date(handedIn as string).getTime() < new Date(before).getTime();
  return new Date(rec.source_timestamp).getTime() < new Date(existing.source_timestamp).getTime();
}

function contextOf(rec: SourceRecord, ctx: ApplyContext) {
  return {
    approval_status: rec.approval_status, effective_from: rec.effective_from ?? null, effective_to: rec.effective_to ?? null, refs: rec.refs as Record<string, unknown>, extensions: rec.extensions,
    source_system: rec.source_system, source_id: rec.source_id, source_version: rec.source_version, source_timestamp: rec.source_timestamp, correlation_id: ctx.correlation_id, deleted: rec.deleted,
  };
}

/** What the gateway itself found out about an enriched record: a source that does not know cannot take it back. */
function ownWord(entity: string, known: Record<string, any> | undefined): Record<string, any> {
  if (!known || !ENRICHED.has(entity)) return {};
  return Object.fromEntries(FOUND_BY_SETUP.filter((field) => known[field] !== undefined).map((field) => [field, known[field]]));
}

function withoutUndefined(data: Record<string, any>): Record<string, any> {
  return Object.fromEntries(Object.entries(data).filter(([, v]) => v !== undefined));
}
