import type { DBOSClient } from '@dbos-inc/dbos-sdk';
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

/** The launched engine. Throws before `launchEngine`. */
export function engineState(): EngineState {
  if (!current) throw new Error('The engine is not launched: call launchEngine after the apps are initialized');
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
