import { EXCEPTIONS, type ExceptionCode, newId, transition } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { audit } from './audit.js';
import { appendEvents } from './events.js';
import { type Decision, type ExceptionInput, type ExceptionRecord, exceptionRecord, type Resolution } from './exception-record.js';
import { TENANT } from './tenant.js';

export * from './exception-list.js';
export * from './exception-record.js';

export class ExceptionNotFound extends Error {
  constructor(readonly id: string) {
    super(`There is no exception ${id}`);
    this.name = 'ExceptionNotFound';
  }
}

export class ExceptionChanged extends Error {
  constructor(readonly id: string, readonly version: number) {
    super(`Exception ${id} has changed since it was read: it is at version ${version}`);
    this.name = 'ExceptionChanged';
  }
}

/**
 * Opens an exception, or counts one more attempt on the open one with the same business key and code: there is never a second.
 * Emits `exception.raised` when it is new. Runs in the caller's transaction.
 */
export async function raiseException(em: EntityManager, e: ExceptionInput): Promise<ExceptionRecord> {
  const kind = EXCEPTIONS[e.code];
  const waits = e.waits_for?.length ? [...new Set(e.waits_for)] : undefined;
  const [row] = await em.query(
    `insert into exception as x (id, tenant_id, code, severity, business_key, workflow, step, owner_team, legal_entity_code, run_id, correlation_id, message, context, evidence, suggested_action)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)
     on conflict (tenant_id, business_key, code) where status in ('open', 'assigned') do update set
       last_seen = now(), attempts = x.attempts + 1, version = x.version + 1, workflow = excluded.workflow, step = excluded.step, run_id = excluded.run_id,
       correlation_id = excluded.correlation_id, message = excluded.message, evidence = excluded.evidence, suggested_action = excluded.suggested_action,
       context = excluded.context || coalesce((select jsonb_object_agg(k, v) from jsonb_each(x.context) as kept (k, v) where k in ('woken_by', 'resumed_for')), '{}')
     returning *`,
    [newId(), TENANT, e.code, kind.severity, e.business_key, e.workflow, e.step ?? null, kind.owner_team, e.legal_entity_code ?? null, e.run_id ?? null, e.correlation_id,
      e.message, JSON.stringify({ ...e.context, ...(waits ? { waits_for: waits } : {}) }), JSON.stringify(e.evidence ?? []), waits ? `${kind.suggested_action} It goes on by itself when one of these arrives or changes: ${waits.map(inWords).join('; ')}.` : kind.suggested_action],
  );
  const record = exceptionRecord(row);
  if (record.attempts === 1) await announce(em, 'exception.raised', record);
  return record;
}

/** `rate_card_version:currency=USD` as a person reads it. */
function inWords(topic: string): string {
  const [entity, which] = [topic.split(':', 1)[0]!, topic.slice(topic.indexOf(':') + 1)];
  return `${entity.replaceAll('_', ' ')} ${which === topic ? '' : which.replace('=', ' ')}`.trim();
}

/** Ends an exception as settled. Emits `exception.resolved`. Throws ExceptionNotFound, ExceptionChanged or IllegalTransitionError. */
export async function resolveException(em: EntityManager, id: string, resolution: Resolution, decision: Decision): Promise<ExceptionRecord> {
  return end(em, await forUpdate(em, id, decision), 'resolved', resolution, decision);
}

/** Ends an exception as not worth settling; the reason is the person's. */
export async function waiveException(em: EntityManager, id: string, decision: Decision & { reason: string }): Promise<ExceptionRecord> {
  return end(em, await forUpdate(em, id, decision), 'waived', 'waived', decision);
}

/** Gives an exception to a person, or back to its team with `to: null`. */
export async function assignException(em: EntityManager, id: string, to: string | null, decision: Decision): Promise<ExceptionRecord> {
  const before = await forUpdate(em, id, decision);
  transition('exception', before.status, to === null ? 'open' : 'assigned');
  const rows = await em.query('update exception set status = $2, assigned_to = $3, version = version + 1 where id = $1 returning *', [id, to === null ? 'open' : 'assigned', to]);
  const after = exceptionRecord(returned(rows)[0]!);
  await record(em, 'exception.assigned', before, after, decision);
  return after;
}

/**
 * Ends every open exception that fits, because its cause is gone. Returns those ended.
 * `except_run` spares the ones last seen in that run.
 */
export async function clearExceptions(
  em: EntityManager,
  where: { business_key?: string; code?: ExceptionCode; workflow?: string; run_ids?: string[]; except_run?: string },
  resolution: Resolution,
  decision: Decision,
): Promise<ExceptionRecord[]> {
  const rows = await em.query(
    `select * from exception where tenant_id = $1 and status in ('open', 'assigned')
       and (business_key = $2 or run_id = any($3::text[])) and ($4::text is null or code = $4) and ($5::text is null or workflow = $5)
       and ($6::text is null or run_id is distinct from $6) order by id for update`,
    [TENANT, where.business_key ?? null, where.run_ids ?? [], where.code ?? null, where.workflow ?? null, where.except_run ?? null],
  );
  const ended: ExceptionRecord[] = [];
  for (const row of rows) ended.push(await end(em, exceptionRecord(row), 'resolved', resolution, decision));
  return ended;
}

/** One exception, or undefined. */
export async function exceptionById(em: Pick<EntityManager, 'query'>, id: string): Promise<ExceptionRecord | undefined> {
  const [row] = await em.query('select * from exception where id = $1 and tenant_id = $2', [id, TENANT]);
  return row && exceptionRecord(row);
}

async function forUpdate(em: EntityManager, id: string, decision: Decision): Promise<ExceptionRecord> {
  const [row] = await em.query('select * from exception where id = $1 and tenant_id = $2 for update', [id, TENANT]);
  if (!row) throw new ExceptionNotFound(id);
  if (decision.expected_version !== undefined && decision.expected_version !== row.version) throw new ExceptionChanged(id, row.version);
  return exceptionRecord(row);
}

async function end(em: EntityManager, before: ExceptionRecord, status: 'resolved' | 'waived', resolution: Resolution, decision: Decision): Promise<ExceptionRecord> {
  transition('exception', before.status, status);
  if (before.status === status) return before;
  const rows = await em.query(
    `update exception set status = $2, resolution = $3, resolution_reason = $4, resolved_by = $5, resolved_at = now(), version = version + 1 where id = $1 returning *`,
    [before.id, status, resolution, decision.reason ?? null, decision.by],
  );
  const after = exceptionRecord(returned(rows)[0]!);
  await announce(em, 'exception.resolved', after);
  await record(em, `exception.${status}`, before, after, decision);
  return after;
}

async function announce(em: EntityManager, type: 'exception.raised' | 'exception.resolved', e: ExceptionRecord): Promise<void> {
  await appendEvents(em, [{
    type, subject: e.business_key, entity: 'exception', entity_id: e.id, entity_version: e.version, partition_key: `exception:${e.business_key}`,
    idempotency_key: `${e.id}:${e.version}`, approval_status: 'approved', correlation_id: e.correlation_id, data: { ...e, evidence: undefined },
  }]);
}

async function record(em: EntityManager, what: string, before: ExceptionRecord, after: ExceptionRecord, d: Decision): Promise<void> {
  await audit(em, { who: d.by, what, entity: 'exception', entity_id: after.id, before, after, correlation_id: after.correlation_id, reason: d.reason, details: { code: after.code, business_key: after.business_key, resolution: after.resolution } });
}

/** TypeORM answers an UPDATE … RETURNING with [rows, count]. */
function returned(result: unknown): Record<string, unknown>[] {
  return (Array.isArray(result) && Array.isArray(result[0]) ? result[0] : result) as Record<string, unknown>[];
}
