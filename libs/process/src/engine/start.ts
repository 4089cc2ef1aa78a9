import type { EntityManager } from 'typeorm';
import type { ClientBase } from 'pg';
import { crashPoint } from '#lib/platform';
import type { Flow } from '../flow/define.js';
import { engineState } from './state.js';
import { registeredFlow } from './registry.js';

/** Begins the partition of a run that has none. */
const ALONE = 'run:';

/** What to start. */
export interface StartRun<In extends object = any> {
  flow: Flow<In, any> | string;
  /** Identity of the run: starting it twice starts it once. Usually the idempotency key of the event behind it. */
  id: string;
  input: In;
  correlation_id: string;
  /** Id of the event that causes it. */
  causation_id?: string;
  /** Default: what the flow derives from the input. */
  partition?: string;
}

/** The recorded argument of a run. */
export interface RunStart {
  run_id: string;
  flow: string;
  input: object;
  business_key: string;
  correlation_id: string;
  causation_id?: string;
  attempt: number;
}

/**
 * Starts a run in the caller's transaction: if that rolls back there is no run. Returns false when a run with this id exists already.
 * Throws when `em` is not inside a transaction, or when this process does not have the flow.
 */
export async function startIn<In extends object>(em: EntityManager, start: StartRun<In>): Promise<boolean> {
  const { flow, queue } = registeredFlow(typeof start.flow === 'string' ? start.flow : start.flow.name);
  const partition = start.partition ?? flow.partition?.(start.input);
  const argument: RunStart = {
    run_id: start.id, flow: flow.name, input: start.input, business_key: flow.businessKey(start.input), correlation_id: start.correlation_id, causation_id: start.causation_id, attempt: 1,
  };
  return enqueueRun(em, argument, { queue, partition });
}

/** Starts a run in a transaction of its own. */
export async function startRun<In extends object>(start: StartRun<In>): Promise<boolean> {
  return engineState().ds.transaction((em) => startIn(em, start));
}

/** Where a run waits for its turn. */
export interface Lane {
  queue: string;
  /** Runs of one partition go one after the other; without one a run waits for nobody. */
  partition?: string;
  /** Place among the runs of the partition; a lower number goes first. Default 0. */
  priority?: number;
}

/** Writes the run and puts it into its queue, in the caller's transaction. Returns false when there is one with this id. */
export async function enqueueRun(em: EntityManager, argument: RunStart, lane: Lane, retryOf?: string): Promise<boolean> {
  const runner = em.queryRunner;
  if (!runner?.isTransactionActive) throw new Error('A run is started inside the transaction that gives rise to it');
  const fresh = await em.query(
    `insert into process_run (id, flow, business_key, correlation_id, state, input, attempt, retry_of) values ($1,$2,$3,$4,'queued',$5,$6,$7) on conflict (id) do nothing returning id`,
    [argument.run_id, argument.flow, argument.business_key, argument.correlation_id, JSON.stringify(argument.input), argument.attempt, retryOf ?? null],
  );
  if (fresh.length === 0) return false;
  const connection = (await runner.connect()) as ClientBase;
  // Every run of a partitioned queue needs a partition: one that waits for nobody is alone in its own.
  const partition = lane.partition ?? `${ALONE}${argument.run_id}`;
  await engineState().client.enqueueInTransaction(connection, { workflowName: argument.flow, workflowID: argument.run_id, queueName: lane.queue, queuePartitionKey: partition, ...(lane.priority === undefined ? {} : { priority: lane.priority }) }, argument);
  if (lane.partition !== undefined) await standLast(em, lane.queue, partition, argument.run_id);
  crashPoint('start.before-commit', argument.run_id);
  return true;
}

/** The lane of a run started earlier, by whichever process; undefined when the engine has forgotten it. */
export async function laneOf(em: EntityManager, runId: string): Promise<Lane | undefined> {
  const [row] = await em.query('select queue_name, queue_partition_key from dbos.workflow_status where workflow_uuid = $1', [runId]);
  if (!row?.queue_name) return undefined;
  const partition: string = row.queue_partition_key;
  return { queue: row.queue_name, partition: partition.startsWith(ALONE) ? undefined : partition };
}

/** Runs started in one transaction carry one instant, which would leave their order in the partition to chance: the later one gets the later place. */
async function standLast(em: EntityManager, queue: string, partition: string, id: string): Promise<void> {
  await em.query(
    `update dbos.workflow_status set created_at = greatest(created_at, (
       select max(created_at) + 1 from dbos.workflow_status where queue_name = $1 and queue_partition_key = $2 and status in ('ENQUEUED', 'PENDING') and workflow_uuid <> $3))
     where workflow_uuid = $3`,
    [queue, partition, id],
  );
}
