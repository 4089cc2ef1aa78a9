import { reopenRejectedEffects } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { registeredFlows } from '../engine/registry.js';
import { enqueueRun, type Lane, laneOf } from '../engine/start.js';
import { engineState } from '../engine/state.js';

export class RunNotFound extends Error {
  constructor(readonly id: string) {
    super(`There is no run ${id}`);
    this.name = 'RunNotFound';
  }
}

export class RunNotRetryable extends Error {
  constructor(readonly id: string, readonly reason: string) {
    super(`Run ${id} cannot be retried: ${reason}`);
    this.name = 'RunNotRetryable';
  }
}

/** The id all attempts of a run share. */
export function baseOf(runId: string): string {
  return runId.replace(/~\d+$/, '');
}

/**
 * Runs a waiting or failed run again as its next attempt, `<id>~<n>`, whichever process has its flow. Effects keep their business
 * keys, so what was done is not done twice; those the vendor refused may be asked again, also with corrected content. Exceptions of
 * earlier attempts are resolved when it goes through. With `em` it becomes part of the caller's transaction. Returns the new id.
 * Throws RunNotFound or RunNotRetryable.
 */
export async function retryRun(runId: string, actor: string, em?: EntityManager, place: Pick<Lane, 'priority'> = {}): Promise<string> {
  return em ? retryIn(em, runId, actor, place) : engineState().ds.transaction((own) => retryIn(own, runId, actor, place));
}

async function retryIn(em: EntityManager, runId: string, actor: string, place: Pick<Lane, 'priority'>): Promise<string> {
  const [run] = await em.query('select * from process_run where id = $1 for update', [runId]);
  if (!run) throw new RunNotFound(runId);
  if (run.state === 'retried') throw new RunNotRetryable(runId, 'a later attempt exists already');
  if (run.state !== 'waiting' && run.state !== 'failed') throw new RunNotRetryable(runId, `it is ${run.state}`);
  const lane = (await laneOf(em, runId)) ?? registeredLane(run.flow, run.input);
  if (!lane) throw new RunNotRetryable(runId, `no process has the flow ${run.flow} any more`);
  const attempt = run.attempt + 1;
  const id = `${baseOf(runId)}~${attempt}`;
  for (let earlier = attempt - 1; earlier >= 1; earlier--) {
    const attempted = earlier === 1 ? baseOf(runId) : `${baseOf(runId)}~${earlier}`;
    await reopenRejectedEffects(em, attempted, { actor, reason: `Retry of run ${runId}`, correlation_id: run.correlation_id });
  }
  await enqueueRun(em, { run_id: id, flow: run.flow, input: run.input, business_key: run.business_key, correlation_id: run.correlation_id, attempt }, { ...lane, ...place }, runId);
  await em.query(
    `update process_run set state = 'retried', updated_at = now(), error = coalesce(error, '{}'::jsonb) || jsonb_build_object('retried_by', $2::text, 'retried_as', $3::text) where id = $1`,
    [runId, actor, id],
  );
  return id;
}

function registeredLane(flow: string, input: object): Lane | undefined {
  const known = registeredFlows().find((f) => f.flow.name === flow);
  return known && { queue: known.queue, partition: known.flow.partition?.(input) };
}
