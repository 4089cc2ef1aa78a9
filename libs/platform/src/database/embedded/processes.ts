import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** True if a process with this id exists. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A dead child nobody has collected yet still answers signal 0; in containers without an init it may stay for ever. */
function isZombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return undefined;
    }
  }
  if (process.platform === 'win32') return spawnSync('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'], { encoding: 'utf8' }).stdout;
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
}

/** True if this process is a PostgreSQL server; an id found in a lock file may long belong to something else. */
export function isPostgres(pid: number): boolean {
  return isAlive(pid) && /postgres/.test(commandOf(pid) ?? '');
}

/** What a running server writes into its cluster folder. */
export interface LockFile {
  pid: number;
  port: number;
}

/** Reads `postmaster.pid`; undefined if there is none or it is half-written. */
export function readLockFile(cluster: string): LockFile | undefined {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const [pid, port] = [Math.abs(Number(lines[0])), Number(lines[3])];
  return Number.isInteger(pid) && pid > 1 ? { pid, port: Number.isInteger(port) ? port : 0 } : undefined;
}

/** Waits until the process is gone; false if it is still there after `limitMs`. */
export async function gone(pid: number, limitMs: number): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; ) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return !isAlive(pid);
}

/**
 * Stops a server: SIGINT ends sessions and writes a checkpoint; if that takes longer than `patienceMs`, SIGQUIT
 * (recovery at the next start), at last SIGKILL. Committed transactions are safe in each case.
 */
export async function stopServer(pid: number, patienceMs = 15_000): Promise<void> {
  for (const [signal, limit] of [['SIGINT', patienceMs], ['SIGQUIT', 3_000], ['SIGKILL', 3_000]] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await gone(pid, limit)) return;
  }
}
