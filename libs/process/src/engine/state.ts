import type { DBOSClient } from '@dbos-inc/dbos-sdk';
import { Problem } from '#lib/platform';
import type pg from 'pg';
import type { DatabaseClock } from '#lib/store';
import type { DataSource } from 'typeorm';
import type { SystemClient } from '../effects/types.js';
import type { Outages } from '../effects/outages.js';
import type { ProcessSettings } from '../settings.js';
import type { Gates } from './gate.js';
import type { Liveness } from './liveness.js';

/** What a launched engine is made of. One per process: the engine below keeps its registry in the process as well. */
export interface EngineState {
  executor: string;
  ds: DataSource;
  /** Bookkeeping sessions that do not wait for the disk. */
  pool: pg.Pool;
  client: DBOSClient;
  systems: SystemClient;
  settings: ProcessSettings;
  gates: Gates;
  outages: Outages;
  /** Time by which waits of flows are judged. */
  clock: DatabaseClock;
  liveness: Liveness;
  stopPruning: () => void;
}

let current: EngineState | undefined;

/**
 * The launched engine. Before `launchEngine` and after `shutdownEngine` a request that needs it is told to come again: a replica listens
 * a moment before it can run flows.
 * @throws Problem `vendor_unavailable`, code ENGINE_STARTING
 */
export function engineState(): EngineState {
  if (!current) throw new Problem('vendor_unavailable', 'The process engine of this replica is not running yet. Send the same request again.', { code: 'ENGINE_STARTING', retry_after_s: 1 });
  return current;
}

export function isLaunched(): boolean {
  return current !== undefined;
}

export function setEngineState(state: EngineState | undefined): void {
  current = state;
}

/** For the readiness check: throws while this process cannot run flows. */
export async function engineReady(): Promise<void> {
  const { pool, liveness } = engineState();
  if (!liveness.holds) throw new Error('The engine has lost its session and is connecting again');
  await pool.query('select 1');
}
