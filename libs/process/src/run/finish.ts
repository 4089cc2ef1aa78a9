import { crashPoint } from '#lib/platform';
import { clearExceptions, raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { patiently } from '../engine/patience.js';
import { engineState } from '../engine/state.js';
import { topicOf } from '../waits/awaited.js';
import { wakeMissed } from '../waits/wake.js';
import { baseOf } from './attempts.js';
import type { RunFacts } from './facts.js';
import type { RecordedFailure } from './outcome.js';

/** How an execution ended. `waiting` runs need a person, `failed` ones gave up after their retries. */
export type RunEnding =
  | { state: 'completed'; result: unknown }
  | { state: 'waiting'; step?: string; failures: RecordedFailure[]; broken: { name: string; error: unknown }[] }
  | { state: 'failed'; step?: string; error: unknown };

const FINAL = `('completed', 'waiting', 'failed', 'retried')`;

/** Returns what was committed when the run began, as a snapshot of the database; undefined when an earlier execution began it. */
export async function markRunning(run: RunFacts): Promise<string | undefined> {
  const { rows } = await patiently(() => engineState().pool.query({ name: 'mark-running', text: `update process_run set state = 'running', updated_at = now() where id = $1 and state = 'queued' returning pg_current_snapshot()::text as snapshot`, values: [run.run_id] }));
  return rows[0]?.snapshot;
}

/**
 * Records the ending once: the row of the run is the guard, so that a replay of the last moments neither counts an exception twice
 * nor closes one that was opened since.
 */
export async function finishRun(run: RunFacts, ending: RunEnding, snapshot?: string): Promise<void> {
  crashPoint('run.before-finish', run.run_id);
  if (ending.state === 'completed' && (await patiently(() => finishQuietly(run, ending.result)))) return crashPoint('run.after-finish', run.run_id);
  await patiently(() =>
    engineState().ds.transaction(async (em) => {
      const error = errorOf(ending);
      const [rows] = await em.query(
        `update process_run r set state = $2, result = $3, error = $4, ended_at = now(), updated_at = now() from (select updated_at from process_run where id = $1) before where r.id = $1 and state not in ${FINAL} returning before.updated_at as began`,
        [run.run_id, ending.state, ending.state === 'completed' ? JSON.stringify(ending.result) : null, error ? JSON.stringify(error) : null],
      );
      if (rows.length === 0) return;
      if (ending.state === 'completed') await clearSettled(em, run);
      else await raiseEnding(em, run, ending);
      if (ending.state === 'waiting') await wakeMissed(em, run.run_id, snapshot ? { snapshot } : { began: new Date(rows[0].began) });
    }),
  );
  crashPoint('run.after-finish', run.run_id);
}

/** The usual end, in one statement: the run went through and no exception is open about it. False when there is one, or the ending is recorded already. */
async function finishQuietly(run: RunFacts, result: unknown): Promise<boolean> {
  const [rows] = await engineState().ds.query(
    `update process_run set state = 'completed', result = $5, ended_at = now(), updated_at = now() where id = $6 and state not in ${FINAL} and not exists (select 1 from exception where ${ABOUT_RUN}) returning id`,
    [...aboutRun(run), JSON.stringify(result), run.run_id]);
  return rows.length > 0;
}

const ABOUT_RUN = `status in ('open', 'assigned') and (business_key = $1 and workflow = $2 or run_id = $3 or run_id like $4)`;

function aboutRun(run: RunFacts): string[] {
  return [run.business_key, run.flow, baseOf(run.run_id), `${likeText(baseOf(run.run_id))}~%`];
}

/** A run that went through settles what earlier attempts, or earlier runs about the same fact, had left open; what it raised itself stays. */
async function clearSettled(em: EntityManager, run: RunFacts): Promise<void> {
  const open: { business_key: string; code: string; workflow: string; run_id: string | null }[] = await em.query(
    `select business_key, code, workflow, run_id from exception where ${ABOUT_RUN}`, aboutRun(run));
  for (const e of open) {
    const own = e.run_id === run.run_id;
    // Its effects are settled, or it would not have come to its end.
    if (own && e.code !== 'EFFECT_UNCERTAIN' && e.code !== 'ECHO_MISMATCH') continue;
    await clearExceptions(em, { business_key: e.business_key, code: e.code as 'PROCESS_FAILED', workflow: e.workflow }, run.attempt > 1 ? 'retried' : 'cleared', { by: 'process', reason: `Run ${run.run_id} went through` });
  }
}

async function raiseEnding(em: EntityManager, run: RunFacts, ending: Exclude<RunEnding, { state: 'completed' }>): Promise<void> {
  const about = { workflow: run.flow, step: ending.step, run_id: run.run_id, correlation_id: run.correlation_id };
  if (ending.state === 'failed') {
    await raiseException(em, { ...about, code: 'PROCESS_FAILED', business_key: run.business_key, message: messageOf(ending.error), context: { attempt: run.attempt }, evidence: [{ error: describe(ending.error) }] });
    return;
  }
  for (const f of ending.failures) await raiseException(em, { ...about, ...f, waits_for: f.waits_for?.map(topicOf), business_key: f.business_key ?? run.business_key });
  if (ending.broken.length > 0) {
    await raiseException(em, {
      ...about, code: 'PROCESS_FAILED', business_key: run.business_key, message: `Could not undo: ${ending.broken.map((b) => b.name).join(', ')}`,
      context: { attempt: run.attempt, compensating: true }, evidence: ending.broken.map((b) => ({ undo: b.name, error: describe(b.error) })),
    });
  }
}

function errorOf(ending: RunEnding): object | undefined {
  if (ending.state === 'completed') return undefined;
  if (ending.state === 'failed') return { code: 'PROCESS_FAILED', step: ending.step, message: messageOf(ending.error) };
  const [first] = ending.failures;
  return { code: first!.code, step: ending.step, message: first!.message, context: first!.context };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describe(error: unknown): object {
  return error instanceof Error ? { name: error.name, message: error.message, stack: error.stack?.split('\n').slice(0, 8) } : { message: String(error) };
}

function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (c) => `\\${c}`);
}
