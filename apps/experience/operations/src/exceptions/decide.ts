import { IllegalTransitionError } from '#lib/canonical';
import { hasRole, type Principal, Problem } from '#lib/platform';
import { assignException, type Decision, EffectStateError, exceptionById, ExceptionNotFound, type ExceptionRecord, markEffectDone, resolveException, retryEffect, waiveEffect, waiveException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { effectOf } from './exception-view.js';
import { maySee } from './list.js';
import { requestRetry } from './request-retry.js';

const WAITING_FOR_PERSON = new Set(['exception', 'uncertain']);

/** The exception, if the caller's account covers it. */
export async function visibleException(em: Pick<EntityManager, 'query'>, id: string, who: Principal): Promise<ExceptionRecord> {
  const found = await exceptionById(em, id);
  if (!found || !maySee(who, found.legal_entity_code)) throw new ExceptionNotFound(id);
  return found;
}

/** Another attempt: of the vendor write when the exception is about one that waits for a person, else of the run or the record. */
export async function retry(em: EntityManager, id: string, who: Principal, d: { reason?: string; expected_version?: number }): Promise<{ exception: ExceptionRecord; requested: boolean }> {
  const before = await visibleException(em, id, who);
  const asked = await requestRetry(em, id, { actor: who.sub, ...d });
  const effect = await effectOf(em, before);
  if (asked.requested && effect?.state === 'exception') await retryEffect(em, effect.system, effect.key, { actor: who.sub, reason: d.reason ?? 'Retry of its exception', correlation_id: before.correlation_id });
  return asked;
}

/** A person settled the matter by hand. For a vendor write that needs the id of the document found there. */
export async function markDone(em: EntityManager, id: string, who: Principal, d: Decision & { reason: string; source_id?: string }): Promise<ExceptionRecord> {
  const before = await visibleException(em, id, who);
  const effect = await effectOf(em, before);
  const after = await resolveException(em, id, 'marked_done', d);
  if (effect && WAITING_FOR_PERSON.has(effect.state)) {
    if (!d.source_id) throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'source_id', message: `source_id is missing: the exception is about ${effect.verb} in ${effect.system}`, fix: 'Send the id of the document as found in the vendor, or waive the exception if it shall not be written.' }] });
    await markEffectDone(em, effect.system, effect.key, { actor: who.sub, reason: d.reason, correlation_id: before.correlation_id, source_id: d.source_id });
  }
  return after;
}

/** Not worth settling. A finance matter is waived by finance or operations only; a vendor write that waits counts as refused. */
export async function waive(em: EntityManager, id: string, who: Principal, d: Decision & { reason: string }): Promise<ExceptionRecord> {
  const before = await visibleException(em, id, who);
  if (before.owner_team === 'finance_ops' && !hasRole(who, 'finance', 'finance_approver', 'operations')) throw new Problem('forbidden', 'An exception of finance is waived by the role finance or operations.', { code: 'SEGREGATION_OF_DUTIES' });
  const effect = await effectOf(em, before);
  const after = await waiveException(em, id, d);
  if (effect?.state === 'uncertain') throw new EffectStateError(effect.state, 'waived: the ledger is still finding out what became of it');
  if (effect?.state === 'exception') await waiveEffect(em, effect.system, effect.key, { actor: who.sub, reason: d.reason, correlation_id: before.correlation_id });
  return after;
}

/** Gives an open exception to a person, or with `to` null back to its team. */
export async function assign(em: EntityManager, id: string, who: Principal, to: string | null, d: Decision): Promise<ExceptionRecord> {
  const before = await visibleException(em, id, who);
  // Giving back an ended one would reopen it.
  if (before.status !== 'open' && before.status !== 'assigned') throw new IllegalTransitionError('exception', before.status, 'assigned');
  return assignException(em, id, to, d);
}
