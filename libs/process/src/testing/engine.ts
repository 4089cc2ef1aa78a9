import { supplySettings } from '#lib/platform';
import { useLogger } from '#lib/platform';
import { pino } from 'pino';
import { launchEngine, shutdownEngine } from '../engine/launch.js';
import { registerParts } from '../engine/registry.js';
import type { Consumer } from '../events/consumer.js';
import type { Flow } from '../flow/define.js';
import { testDatabase, type TestDatabase, until } from './database.js';
import { ScriptedSystem } from './scripted-system.js';

export interface TestEngine {
  db: TestDatabase;
  system: ScriptedSystem;
  /** The row of a run, once it has ended. */
  ended(id: string): Promise<Record<string, any>>;
  rows(sql: string, params?: unknown[]): Promise<Record<string, any>[]>;
  /** Stops the engine and launches it again, as a release does. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A launched engine on its own database, impatient enough for a test. */
export async function testEngine(parts: readonly (Flow | Consumer)[]): Promise<TestEngine> {
  useLogger(pino({ level: process.env['SPEC_LOG'] ?? 'silent' }));
  supplySettings({
    'process.poll_ms': 20, 'process.step_attempts': 3, 'process.retry_cap_ms': 50, 'process.unavailable_cap_ms': 100, 'process.unavailable_after_ms': 400,
    'process.person_poll_ms': 50, 'process.sweep_ms': 200, 'process.drain_ms': 1000,
  });
  const db = await testDatabase();
  const system = new ScriptedSystem();
  registerParts('spec', parts);
  await launchEngine({ url: db.url, client: system });
  const rows = (sql: string, params?: unknown[]) => db.ds.query(sql, params);
  return {
    db, system, rows,
    ended: (id) => until(`run ${id} ends`, async () => (await rows('select * from process_run where id = $1', [id]))[0]!, (r) => ['completed', 'waiting', 'failed'].includes(r?.state)),
    async restart() {
      await shutdownEngine();
      await launchEngine({ url: db.url, client: system });
    },
    async close() {
      await shutdownEngine();
      await db.close();
      useLogger(undefined);
    },
  };
}
