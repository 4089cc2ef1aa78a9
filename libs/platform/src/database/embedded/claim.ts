import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './processes.js';
import { makeWalkable } from './unprivileged.js';

const PATIENCE_MS = 60_000;

function tryClaim(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function holder(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

/** Runs `work` while no other process starts the same cluster: two at once would both make it. A claim of a dead process does not count. */
export async function whileStarting<T>(dir: string, work: () => Promise<T>): Promise<T> {
  makeWalkable(dir);
  const path = join(dir, 'starting.lock');
  for (const end = Date.now() + PATIENCE_MS; !tryClaim(path); ) {
    const pid = holder(path);
    if (pid > 0 && (!isAlive(pid) || pid === process.pid)) rmSync(path, { force: true });
    else if (Date.now() > end) throw new Error(`Another process (${pid}) has been starting the embedded PostgreSQL in ${dir} for a minute. Stop it, or remove ${path}.`);
    else await new Promise((resolve) => setTimeout(resolve, 50));
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
