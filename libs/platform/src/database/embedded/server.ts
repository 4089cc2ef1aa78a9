import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedEnvironment } from './cluster.js';
import type { RunAs } from './unprivileged.js';

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** Where one server runs and under whom. */
export interface ServerPlan {
  native: string;
  cluster: string;
  log: string;
  as: RunAs;
  port: number;
}

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // A client that vanished (kill -9) must not hold its locks for hours.
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** Starts the server as a process group of its own: Ctrl-C reaches us, and we stop it after the last transaction. */
export function spawnServer(plan: ServerPlan): ChildProcess {
  const log = openLog(plan.log);
  try {
    return spawn(
      join(plan.native, 'bin', 'postgres'),
      ['-D', plan.cluster, '-p', String(plan.port), '-k', '', ...Object.entries(SETTINGS).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      { ...plan.as, env: pinnedEnvironment(), cwd: plan.cluster, detached: true, stdio: ['ignore', log, log] },
    );
  } finally {
    closeSync(log);
  }
}

/** The last lines of the server's log, for an error a person reads. */
export function lastWords(path: string, lines = 8): string {
  if (!existsSync(path)) return '';
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
