import { counter, inWorkContext, logger, nextTraceparent } from '#lib/platform';
import { DBOSWorkflowConflictError, Error as EngineErrors } from '@dbos-inc/dbos-sdk';
import type { RunStart } from '../engine/start.js';
import { registeredFlow } from '../engine/registry.js';
import { BusinessFailure } from '../flow/failure.js';
import { type Compensation, RunContext } from './context.js';
import type { RunFacts } from './facts.js';
import { finishRun, markRunning, type RunEnding } from './finish.js';
import { recordFailure, type RecordedFailure } from './outcome.js';

/** What the engine runs: the flow, then its compensation if it must, then the record of how it ended. */
export async function executeRun(start: RunStart): Promise<{ state: string }> {
  const { flow } = registeredFlow(start.flow);
  const facts: RunFacts = { ...start, queue: flow.queue };
  return inWorkContext({ correlation_id: facts.correlation_id, traceparent: nextTraceparent(), run_id: facts.run_id }, async () => {
    const ctx = new RunContext(facts);
    const snapshot = await markRunning(facts);
    const ending = await ended(ctx, () => flow.run(ctx, start.input));
    await finishRun(facts, ending, snapshot);
    note(facts, ending);
    return { state: ending.state };
  });
}

function note(run: RunFacts, ending: RunEnding): void {
  counter('process_runs', 'Executions of runs that came to an end', ['flow', 'state']).inc({ flow: run.flow, state: ending.state });
  if (ending.state === 'failed') logger('process').error({ run_id: run.run_id, flow: run.flow, step: ending.step, err: ending.error }, 'a run gave up');
}

async function ended(ctx: RunContext, story: () => Promise<unknown>): Promise<RunEnding> {
  try {
    return { state: 'completed', result: (await story()) ?? null };
  } catch (error) {
    passEngineSignals(error);
    const step = ctx.lastStep;
    if (!(error instanceof BusinessFailure)) return { state: 'failed', step, error };
    return compensated(ctx, step, recordFailure(error));
  }
}

/** Undoes in reverse order. What cannot be undone becomes an exception of its own; the rest is undone all the same. */
async function compensated(ctx: RunContext, step: string | undefined, failure: RecordedFailure): Promise<RunEnding> {
  const failures = [failure];
  const broken: { name: string; error: unknown }[] = [];
  for (let undo: Compensation | undefined; (undo = ctx.compensations.pop()); ) {
    try {
      await undo.undo(ctx);
    } catch (error) {
      passEngineSignals(error);
      if (error instanceof BusinessFailure) failures.push(recordFailure(error));
      else broken.push({ name: undo.name, error });
    }
  }
  return { state: 'waiting', step, failures, broken };
}

/** The engine ends executions that another replica took over, or that were cancelled, by throwing: not for us to handle. */
function passEngineSignals(error: unknown): void {
  if (error instanceof DBOSWorkflowConflictError || error instanceof EngineErrors.DBOSWorkflowCancelledError) throw error;
}
