import { DBOS } from '@dbos-inc/dbos-sdk';
import * as engine from '@dbos-inc/dbos-sdk/datasource';
import { SuperJSON } from 'superjson';
import { crashPoint, isConnectionError, isContention } from '#lib/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { BusinessFailure } from '../flow/failure.js';
import { recordFailure, type StepOutcome } from '../run/outcome.js';
import { patiently } from './patience.js';
import { backoff, pause } from './pause.js';

/** What the step leaves in table `process_step`, in the same commit. */
export interface TxStep {
  run_id: string;
  n: number;
  name: string;
  attempts: number;
  retry_cap_ms: number;
}

interface TxConfig {
  step: TxStep;
  gate: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Recorded {
  output: string | null;
  error: string | null;
}

const NAME = 'store';
const COMPLETION = 'dbos.transaction_completion';

/**
 * Database steps over TypeORM: the flow's writes, the engine's checkpoint and the step's row commit in ONE transaction, so a step
 * is done exactly once, whatever crashes when. (The data source the engine's documentation names for TypeORM is not published.)
 */
class CheckpointedTx implements engine.DataSourceTransactionHandler {
  readonly name = NAME;
  private source: DataSource | undefined;
  private registered = false;

  /** Binds the steps of this process to a data source; before the engine is launched. */
  bind(source: DataSource): void {
    this.source = source;
    if (!this.registered) engine.registerDataSource(this);
    this.registered = true;
  }

  async initialize(): Promise<void> {
    await this.ds.transaction((em) => engine.migrateDataSourcePG((sql) => em.query(sql), 'dbos'));
  }

  async destroy(): Promise<void> {}

  /** The engine tries once and goes on; a database that is away at that moment would leave them behind. */
  async deleteCheckpoints(run: string, from: number, beforeCommit?: () => Promise<void>): Promise<void> {
    await patiently(() => this.ds.transaction(async (em) => {
      await em.query(`delete from ${COMPLETION} where workflow_id = $1 and function_num >= $2`, [run, from]);
      await beforeCommit?.();
    }));
  }

  async invokeTransactionFunction<This, A extends unknown[], R>(config: unknown, _target: This, fn: (this: This, ...args: A) => Promise<R>, ..._args: A): Promise<R> {
    const { step, gate } = config as TxConfig;
    const id: Id = [DBOS.workflowID!, DBOS.stepID!];
    const work = fn as unknown as (em: EntityManager) => Promise<R>;
    const wait = backoff(200, 1.5, step.retry_cap_ms);
    const reconnect = backoff(50, 2, 5_000);
    for (let attempt = 1; ; ) {
      try {
        return await gate(() => this.once(id, step, work));
      } catch (error) {
        if (error instanceof engine.DBOSStepAlreadyRecordedError) return this.replay<R>(id);
        if (error instanceof engine.DBOSWorkflowConflictError) throw error;
        if (error instanceof BusinessFailure) return this.keepFailure<R>(id, step, error);
        if (isConnectionError(error) || isContention(error)) {
          await pause(reconnect());
        } else if (attempt++ < step.attempts) {
          await pause(wait());
        } else {
          return this.giveUp<R>(id, step, error);
        }
      }
    }
  }

  private async once<R>([run, fn]: Id, step: TxStep, work: (em: EntityManager) => Promise<R>): Promise<R> {
    const started = new Date();
    const output = await this.ds.transaction(async (em) => {
      // Claimed before the work: if an execution that crashed had committed, this one stops here instead of stumbling over its rows.
      const claimed = await em.query(`insert into ${COMPLETION} (workflow_id, function_num) values ($1, $2) on conflict do nothing returning 1`, [run, fn]);
      if (claimed.length === 0) throw new engine.DBOSStepAlreadyRecordedError(run, fn);
      const out = await work(em);
      await em.query(
        `with checkpoint as (update ${COMPLETION} set output = $3 where workflow_id = $1 and function_num = $2)
         insert into process_step (run_id, n, name, kind, state, started_at, ended_at) values ($4, $5, $6, 'transaction', 'done', $7, now())
         on conflict (run_id, n) do update set state = 'done', name = excluded.name, ended_at = excluded.ended_at`,
        [run, fn, SuperJSON.stringify(out), step.run_id, step.n, step.name, started],
      );
      // A replica that was taken for dead and is not rolls back here.
      await engine.assertStillOwnsWorkflow(run);
      crashPoint('tx.before-commit', step.run_id, step.name);
      return out;
    });
    crashPoint('tx.after-commit', step.run_id, step.name);
    return output;
  }

  private async replay<R>([run, fn]: Id): Promise<R> {
    const [row] = await patiently(() => this.ds.query(`select output, error from ${COMPLETION} where workflow_id = $1 and function_num = $2`, [run, fn]));
    return engine.replayRecordedStep<R>(row as Recorded);
  }

  /** A BusinessFailure rolls the step back and is its answer. */
  private async keepFailure<R>(id: Id, step: TxStep, failure: BusinessFailure): Promise<R> {
    const outcome = { failure: recordFailure(failure) };
    const first = await this.keep(id, step, 'refused', { failure: outcome.failure.code, message: failure.message }, 'output', outcome);
    return first ? (outcome as R) : this.replay<R>(id);
  }

  /** The attempts are used up: the error is the step's outcome, unless another execution recorded one. */
  private async giveUp<R>(id: Id, step: TxStep, cause: unknown): Promise<R> {
    const first = await this.keep(id, step, 'failed', { error: (cause as Error)?.message ?? String(cause) }, 'error', cause);
    if (!first) return this.replay<R>(id);
    throw cause;
  }

  private async keep([run, fn]: Id, step: TxStep, state: string, detail: object, column: 'output' | 'error', value: unknown): Promise<boolean> {
    const kept = await patiently(() =>
      this.ds.query(
        `with kept as (insert into ${COMPLETION} (workflow_id, function_num, ${column}) values ($1, $2, $3) on conflict do nothing returning 1),
           shown as (insert into process_step (run_id, n, name, kind, state, detail, ended_at) select $4, $5::int, $6, 'transaction', $7, $8::jsonb, now() from kept
             on conflict (run_id, n) do update set state = excluded.state, detail = excluded.detail, ended_at = excluded.ended_at)
         select 1 from kept`,
        [run, fn, SuperJSON.stringify(value), step.run_id, step.n, step.name, state, JSON.stringify(detail)],
      ),
    );
    return kept.length > 0;
  }

  private get ds(): DataSource {
    if (!this.source) throw new Error('The engine is not launched');
    return this.source;
  }
}

type Id = readonly [run: string, fn: number];

export const checkpointedTx = new CheckpointedTx();

/** Runs `work` as a database step of the calling flow; `gate` decides when each attempt may have a connection. */
export function runTx<T>(step: TxStep, work: (em: EntityManager) => Promise<T>, gate: TxConfig['gate']): Promise<StepOutcome<T>> {
  const body = async (em: EntityManager): Promise<StepOutcome<T>> => ({ value: await work(em) });
  // The engine hands the callback on as it is; this data source calls it with the transaction's manager.
  return engine.runTransaction(body as unknown as () => Promise<StepOutcome<T>>, step.name, { dsName: NAME, config: { step, gate } satisfies TxConfig });
}
