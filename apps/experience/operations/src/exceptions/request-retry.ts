import { transition } from '#lib/canonical';
import { appendEvents, audit, ExceptionChanged, ExceptionNotFound, exceptionById, type ExceptionRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** After this a retry that changed nothing may be asked for again. */
const AGAIN_AFTER_S = 10;

/**
 * Passes a person's wish for another attempt to the process layer as `exception.retry_requested`. Asked twice for one state of the
 * exception it is passed on once; when that attempt has changed nothing it can be asked for again a moment later.
 */
export async function requestRetry(em: EntityManager, id: string, by: { actor: string; reason?: string; expected_version?: number }): Promise<{ exception: ExceptionRecord; requested: boolean }> {
  await em.query('select 1 from exception where id = $1 for update', [id]);
  const exception = await exceptionById(em, id);
  if (!exception) throw new ExceptionNotFound(id);
  if (by.expected_version !== undefined && by.expected_version !== exception.version) throw new ExceptionChanged(id, exception.version);
  transition('exception', exception.status, 'resolved');
  const [{ n, recent }] = await em.query(
    `select count(*)::int as n, coalesce(bool_or(time > now() - make_interval(secs => $3)), false) as recent from event where type = 'exception.retry_requested' and entity = 'exception' and entity_id = $1 and entity_version = $2`,
    [id, exception.version, AGAIN_AFTER_S]);
  if (recent) return { exception, requested: false };
  await appendEvents(em, [{
    type: 'exception.retry_requested', subject: exception.business_key, entity: 'exception', entity_id: id, entity_version: exception.version, partition_key: `exception:${exception.business_key}`,
    idempotency_key: n === 0 ? `${id}:${exception.version}` : `${id}:${exception.version}:${n + 1}`, approval_status: 'approved', correlation_id: exception.correlation_id, data: { actor: by.actor, reason: by.reason ?? null },
  }]);
  await audit(em, { who: by.actor, what: 'exception.retry_requested', entity: 'exception', entity_id: id, correlation_id: exception.correlation_id, reason: by.reason, details: { code: exception.code, business_key: exception.business_key, version: exception.version } });
  return { exception, requested: true };
}
