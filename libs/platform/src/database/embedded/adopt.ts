import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logger } from '../../log/logger.js';
import { clusterAt } from './connection.js';
import { isAlive, isPostgres, readLockFile, stopServer } from './processes.js';
import type { EmbeddedState } from './state.js';

const RECOVERY_MS = 30_000;

/** A server found running at the start. */
export interface Found {
  pid: number;
  port: number;
  /** True if the process that started it is gone, so that it is ours to stop. */
  orphan: boolean;
}

async function answers(cluster: string, port: number, password: string, pid: number): Promise<boolean> {
  for (const end = Date.now() + RECOVERY_MS; Date.now() < end && isAlive(pid); ) {
    const at = await clusterAt(port, password);
    if (at !== undefined) return resolve(at) === resolve(cluster);
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}

/**
 * Looks for a server left from before. A live one that answers is taken over (with its port); one that does not answer
 * is stopped; a lock file whose process is gone, or is no PostgreSQL at all, is removed.
 */
export async function findRunning(cluster: string, state: EmbeddedState): Promise<Found | undefined> {
  const lock = readLockFile(cluster);
  if (!lock) return undefined;
  if (!isPostgres(lock.pid)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return undefined;
  }
  const orphan = state.supervisor_pid === process.pid || !isAlive(state.supervisor_pid);
  if (await answers(cluster, lock.port || state.port, state.password, lock.pid)) return { pid: lock.pid, port: lock.port || state.port, orphan };
  logger('database').warn({ pid: lock.pid, cluster }, 'an embedded PostgreSQL from before does not answer; it is stopped');
  await stopServer(lock.pid);
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}
