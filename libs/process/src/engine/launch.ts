import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk';
import { logger, untilDatabaseAnswers } from '#lib/platform';
import { databaseClock, openStore } from '#lib/store';
import { randomUUID } from 'node:crypto';
import { Outages } from '../effects/outages.js';
import type { SystemClient } from '../effects/types.js';
import { startConsumers, stopConsumers } from '../events/runners.js';
import { QUEUE_CLASSES } from '../flow/define.js';
import { executeRun } from '../run/execute.js';
import { processSettings, type ProcessSettings } from '../settings.js';
import { checkpointedTx } from './checkpointed-tx.js';
import { engineLog } from './engine-log.js';
import { whileExecuting } from './executing.js';
import { Gates } from './gate.js';
import { oneAtATime } from './launch-lock.js';
import { Liveness } from './liveness.js';
import { beginStop, endStop } from './pause.js';
import { bookkeepingPool } from './pool.js';
import { startPruning } from './prune.js';
import { registeredFlows } from './registry.js';
import type { RunStart } from './start.js';
import { engineState, isLaunched, setEngineState } from './state.js';

export interface LaunchOptions {
  /** The product's database, migrated; the engine keeps its own tables there, in schema `dbos`. */
  url: string;
  /** How flows reach system APIs. */
  client: SystemClient;
}

const NAME = 'throughline';
/** Flow names the engine below has been told; it takes each only once per process. */
const told = new Set<string>();

/**
 * Starts running flows and feeding consumers: once per process, after every app has registered its parts and the store is migrated.
 * Runs of replicas that died are taken over at once.
 */
export async function launchEngine({ url, client: systems }: LaunchOptions): Promise<void> {
  if (isLaunched()) throw new Error('The engine is launched already');
  endStop();
  const settings = processSettings();
  const executor = settings.executor_id ?? randomUUID();
  const ds = await untilDatabaseAnswers('engine store', () => openStore(url, { poolSize: settings.database_connections, applicationName: 'throughline-process' }));
  const clock = await untilDatabaseAnswers('clock', () => databaseClock(ds));
  const pool = bookkeepingPool(url, settings.engine_connections);
  const liveness = new Liveness({ url, pool, executor, lease_ms: settings.lease_ms, sweep_ms: settings.sweep_ms });
  const outages = new Outages(ds);
  const gates = new Gates(Math.max(2, settings.database_connections - 4), settings.calls_per_system);
  checkpointedTx.bind(ds);
  for (const { flow } of registeredFlows()) tellEngine(flow.name);

  await liveness.start();
  const client = await untilDatabaseAnswers('engine client', () => DBOSClient.create({ systemDatabaseUrl: url, systemDatabasePool: pool, applicationName: NAME, logger: engineLog() }));
  const queues = [...new Map(registeredFlows().map((f) => [f.queue, f.flow.queue])).keys()];
  DBOS.setConfig({
    name: NAME, systemDatabaseUrl: url, systemDatabasePool: pool, executorID: executor, applicationVersion: settings.version, logger: engineLog(),
    useListenNotify: false, runAdminServer: false, listenQueues: queues.length > 0 ? queues : ['none'], maxConcurrentQueueDispatches: QUEUE_CLASSES.length,
  });
  // Runs may begin the moment the engine is launched.
  setEngineState({ executor, ds, pool, client, systems, settings, gates, outages, clock, liveness, stopPruning: startPruning(pool, settings.keep_ms) });
  await untilDatabaseAnswers('engine', () => oneAtATime(pool, async () => {
    // Before the engine looks for them: otherwise the first runs wait for its next look, a second later. Fails while the tables are
    // not there or of an older release; then the engine makes them first.
    await registerQueues(client, settings).catch(() => undefined);
    await launchWhole();
    await registerQueues(client, settings);
  }));
  await untilDatabaseAnswers('outages', () => outages.start());
  await untilDatabaseAnswers('take-over', () => liveness.sweep(true));
  startConsumers();
  logger('process').info({ executor, flows: registeredFlows().map((f) => f.flow.name), queues }, 'engine launched');
}

/** Stops taking work, lets steps in progress end, and closes everything. Runs left open are continued by the next replica. */
export async function shutdownEngine(): Promise<void> {
  if (!isLaunched()) return;
  const { settings, gates, outages, client, liveness, stopPruning, pool, ds } = engineState();
  await stopConsumers();
  beginStop();
  const deadline = Date.now() + settings.drain_ms;
  while (gates.active > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  // The moment lets the last steps write their checkpoints; runs that wait would never be done.
  await DBOS.shutdown({ workflowCompletionTimeoutMS: 200 });
  outages.stop();
  stopPruning();
  await client.destroy();
  await liveness.stop();
  setEngineState(undefined);
  await pool.end();
  await ds.destroy();
}

/** An engine that was launched by half is shut down, so that it can be launched again. */
async function launchWhole(): Promise<void> {
  try {
    await DBOS.launch();
  } catch (error) {
    await DBOS.shutdown({ workflowCompletionTimeoutMS: 0 }).catch(() => undefined);
    throw error;
  }
}

async function registerQueues(client: DBOSClient, settings: ProcessSettings): Promise<void> {
  for (const { queue, flow } of registeredFlows()) {
    await client.registerQueue(queue, { partitionConcurrency: 1, workerConcurrency: settings[`runs_${flow.queue}`], minPollingIntervalMs: settings.poll_ms });
  }
}

function tellEngine(name: string): void {
  if (told.has(name)) return;
  // Recovery never gives up on a run: how often its replica died says nothing about it.
  DBOS.registerWorkflow((start: RunStart) => whileExecuting(DBOS.workflowID!, () => executeRun(start)), { name, maxRecoveryAttempts: 1_000_000 });
  told.add(name);
}
