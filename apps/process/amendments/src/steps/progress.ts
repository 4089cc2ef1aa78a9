import type { AmendmentStep } from '#lib/rules';
import { AmendmentApplication } from '#lib/store';
import type { EntityManager } from 'typeorm';

async function application(em: EntityManager, amendmentId: string): Promise<AmendmentApplication> {
  return em.findOneOrFail(AmendmentApplication, { where: { amendment_id: amendmentId }, lock: { mode: 'pessimistic_write' } });
}

/** Notes a step as done, with what undoing it needs, in the transaction that did it. */
export async function stepDone(em: EntityManager, amendmentId: string, step: AmendmentStep, detail: string, kept: unknown = null): Promise<void> {
  const row = await application(em, amendmentId);
  row.steps = [...row.steps.filter((s) => s.step !== step), { step, state: 'done', at: new Date().toISOString(), detail, kept }];
  await em.save(AmendmentApplication, row);
}

/** What undoing a step needs; undefined when the step is not done. */
export async function keptOf<T>(em: EntityManager, amendmentId: string, step: AmendmentStep): Promise<T | undefined> {
  const found = (await application(em, amendmentId)).steps.find((s) => s.step === step && s.state === 'done');
  return found ? (found.kept as T) : undefined;
}

export async function stepUndone(em: EntityManager, amendmentId: string, step: AmendmentStep): Promise<void> {
  const row = await application(em, amendmentId);
  row.steps = row.steps.map((s) => (s.step === step ? { ...s, state: 'undone', at: new Date().toISOString() } : s));
  await em.save(AmendmentApplication, row);
}

/** Ends an attempt whose steps are taken back: the next one begins anew. */
export async function withdrawn(em: EntityManager, amendmentId: string, failed: AmendmentStep): Promise<void> {
  const row = await application(em, amendmentId);
  row.steps = [...row.steps.filter((s) => s.step !== failed), { step: failed, state: 'failed', at: new Date().toISOString() }];
  row.status = 'withdrawn';
  await em.save(AmendmentApplication, row);
}
