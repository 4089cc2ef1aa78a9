import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findRunning } from './embedded/adopt.js';
import { installedBinaries } from './embedded/binaries.js';
import { whileStarting } from './embedded/claim.js';
import { ensureCluster } from './embedded/cluster.js';
import { ensureDatabase, urlOf } from './embedded/connection.js';
import { nextFreePort } from './embedded/ports.js';
import { readLockFile, isPostgres } from './embedded/processes.js';
import { newPassword, readState, stateFile, writeState } from './embedded/state.js';
import { Supervisor } from './embedded/supervisor.js';
import { clusterFolder, runAs, runnableBinaries } from './embedded/unprivileged.js';

export { EmbeddedPostgresUnavailable } from './embedded/binaries.js';

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Address with user and password; do not log it. */
  url: string;
  port: number;
  /** False if another live process of ours looks after it; `stop` then leaves it alone. */
  owned: boolean;
  /** Stops the server if it is ours; resolves when it is gone. Calling it again does nothing. */
  stop(): Promise<void>;
}

const running = new Map<string, Promise<EmbeddedPostgres>>();

async function start(dir: string, wantedPort: number): Promise<EmbeddedPostgres> {
  const as = runAs();
  const native = runnableBinaries(installedBinaries(), as);
  const before = readState(dir);
  const cluster = clusterFolder(dir, as);
  if (!before && existsSync(join(cluster, 'PG_VERSION'))) {
    throw new Error(`There is a database in ${cluster}, but ${stateFile(dir)} with its password is missing. Bring that file back, or remove the database to start over.`);
  }
  const state = { port: before?.port ?? wantedPort, password: before?.password ?? newPassword(), supervisor_pid: before?.supervisor_pid ?? 0, server_pid: 0 };
  // Kept before initdb uses it: a start killed between the two must find the same password again.
  writeState(dir, state);
  ensureCluster(cluster, native, state.password, as);

  const found = await findRunning(cluster, state);
  const port = found?.port ?? (await nextFreePort(state.port));
  const url = urlOf(port, state.password);
  const remember = (server_pid: number) => writeState(dir, { ...state, port, supervisor_pid: process.pid, server_pid });
  if (found && !found.orphan) {
    await ensureDatabase(port, state.password);
    return { url, port, owned: false, stop: async () => undefined };
  }

  const supervisor = new Supervisor({ native, cluster, log: join(dir, 'postgres.log'), as, port }, state.password, remember);
  if (found) {
    supervisor.adopt(found.pid);
    remember(found.pid);
  } else {
    await supervisor.start();
  }
  await ensureDatabase(port, state.password);
  const atExit = () => supervisor.stopAtExit();
  process.on('exit', atExit);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await supervisor.stop();
    process.off('exit', atExit);
    running.delete(dir);
    writeState(dir, { ...state, port, supervisor_pid: 0, server_pid: 0 });
  };
  return { url, port, owned: true, stop: () => (stopped ??= stop()) };
}

/**
 * The embedded PostgreSQL: a real server from npm's binaries, on loopback, with its files under `dir`. Makes the
 * cluster on first use, takes over a server left by a killed process, avoids taken ports (the one used is kept in
 * `<dir>/embedded.json`), restarts a crashed server, and runs it as `nobody` if we are root.
 * @throws EmbeddedPostgresUnavailable if there are no binaries for this machine; Error with the server's own words if it does not start.
 */
export function embeddedPostgres(options: { dir: string; port?: number }): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  let server = running.get(dir);
  if (!server) {
    server = whileStarting(dir, () => start(dir, options.port ?? 54_330));
    running.set(dir, server);
    server.catch(() => running.delete(dir));
  }
  return server;
}

/** Removes an embedded database with all it holds. @throws Error if its server still runs. */
export function removeEmbeddedPostgres(dir: string): void {
  const at = resolve(dir);
  const cluster = clusterFolder(at, runAs());
  const lock = readLockFile(cluster);
  if (lock && isPostgres(lock.pid)) throw new Error(`The embedded PostgreSQL in ${at} is running (process ${lock.pid}); stop it first.`);
  rmSync(cluster, { recursive: true, force: true });
  if (!cluster.startsWith(at)) rmSync(dirname(cluster), { recursive: true, force: true });
  rmSync(at, { recursive: true, force: true });
}
