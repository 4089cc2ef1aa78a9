import { type ChildProcess, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { useLogger } from '../log/logger.js';
import { binariesPackage, hydrateLinks, installedBinaries } from './embedded/binaries.js';
import { ensureCluster } from './embedded/cluster.js';
import { nextFreePort } from './embedded/ports.js';
import { isAlive, readLockFile } from './embedded/processes.js';
import { spawnServer } from './embedded/server.js';
import { readState, writeState } from './embedded/state.js';
import { clusterFolder, isReachable, runAs, runnableBinaries } from './embedded/unprivileged.js';
import { type EmbeddedPostgres, embeddedPostgres, removeEmbeddedPostgres } from './embedded-postgres.js';
import { safePool } from './safe-pool.js';

jest.setTimeout(60_000);
const root = mkdtempSync(join(tmpdir(), 'throughline-pg-'));
chmodSync(root, 0o755);
let port = 0;
const started: EmbeddedPostgres[] = [];

beforeAll(async () => {
  useLogger(pino({ level: 'silent' }));
  port = await nextFreePort(55_400 + (process.pid % 400));
});
afterAll(async () => {
  for (const s of started) await s.stop();
  rmSync(root, { recursive: true, force: true });
  useLogger(undefined);
});

async function up(dir: string, wanted = port) {
  const server = await embeddedPostgres({ dir: join(root, dir), port: wanted });
  started.push(server);
  return server;
}
async function one(url: string, sql: string): Promise<Record<string, unknown>> {
  const pool = safePool(url, 1);
  try {
    return (await pool.query(sql)).rows[0];
  } finally {
    await pool.end();
  }
}
const pidOf = (dir: string) => readState(join(root, dir))!.server_pid;

describe('first start', () => {
  it('makes a UTF-8 cluster with a pinned locale whatever LANG says, asks for a password, and keeps rows over a restart', async () => {
    const lang = process.env.LANG;
    process.env.LANG = 'xx_YY.nowhere';
    const first = await up('plain');
    process.env.LANG = lang;
    expect(await one(first.url, "select current_setting('server_encoding') e, datlocprovider p, datlocale l, current_setting('data_checksums') c from pg_database where datname = current_database()")).toEqual({ e: 'UTF8', p: 'b', l: 'C.UTF-8', c: 'on' });
    await one(first.url, 'create table kept as select 42 as n');
    await expect(one(first.url.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(root, 'plain', 'embedded.json')).mode & 0o077).toBe(0);

    const pid = pidOf('plain');
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await up('plain');
    expect(second.url).toBe(first.url);
    expect(await one(second.url, 'select n from kept')).toEqual({ n: 42 });
    await second.stop();
  });

  it('gives one server to callers that ask at the same time', async () => {
    const [a, b] = await Promise.all([up('plain'), up('plain')]);
    expect(a).toBe(b);
    await a.stop();
  });
});

describe('what a start may meet', () => {
  it('a taken port: uses the next free one and remembers it', async () => {
    const squatter = createServer().listen(port + 10, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const server = await up('taken', port + 10);
    expect(server.port).toBeGreaterThan(port + 10);
    await one(server.url, 'select 1');
    await server.stop();
    await new Promise((resolve) => squatter.close(resolve));
    const again = await up('taken', port + 10);
    expect(again.port).toBe(server.port);
    await again.stop();
  });

  it('a server orphaned by a killed parent: takes it over and can stop it', async () => {
    const dir = join(root, 'orphan');
    mkdirSync(dir);
    const as = runAs();
    const native = runnableBinaries(installedBinaries(), as);
    const cluster = clusterFolder(dir, as);
    ensureCluster(cluster, native, 'pw', as);
    const at = await nextFreePort(port + 30);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeState(dir, { port: at, password: 'pw', supervisor_pid: dead, server_pid: 0 });
    const orphan: ChildProcess = spawnServer({ native, cluster, log: join(dir, 'postgres.log'), as, port: at });
    while (!readLockFile(cluster)?.port) await new Promise((resolve) => setTimeout(resolve, 20));

    const server = await up('orphan', port);
    expect([server.owned, server.port, pidOf('orphan')]).toEqual([true, at, orphan.pid]);
    await one(server.url, 'select 1');
    await server.stop();
    expect(isAlive(orphan.pid!)).toBe(false);
  });

  it('a server another live process looks after: uses it and leaves it running', async () => {
    const dir = join(root, 'shared');
    mkdirSync(dir);
    const as = runAs();
    const native = runnableBinaries(installedBinaries(), as);
    const cluster = clusterFolder(dir, as);
    ensureCluster(cluster, native, 'pw', as);
    const at = await nextFreePort(port + 40);
    writeState(dir, { port: at, password: 'pw', supervisor_pid: process.ppid, server_pid: 0 });
    const other = spawnServer({ native, cluster, log: join(dir, 'postgres.log'), as, port: at });
    while (!readLockFile(cluster)?.port) await new Promise((resolve) => setTimeout(resolve, 20));
    const server = await up('shared');
    expect(server.owned).toBe(false);
    await server.stop();
    expect(isAlive(other.pid!)).toBe(true);
    other.kill('SIGINT');
    await new Promise((resolve) => other.once('exit', resolve));
  });

  it('a lock file whose process id now belongs to something else: removes it and starts', async () => {
    writeFileSync(join(root, 'plain', 'cluster', 'postmaster.pid'), `${process.pid}\n${join(root, 'plain', 'cluster')}\n1\n${port}\n\n127.0.0.1\n\nready\n`);
    const server = await up('plain');
    expect(await one(server.url, 'select n from kept')).toEqual({ n: 42 });
    await server.stop();
  });

  it('a cluster whose password file is lost: says so instead of hanging', async () => {
    rmSync(join(root, 'taken', 'embedded.json'));
    await expect(embeddedPostgres({ dir: join(root, 'taken'), port })).rejects.toThrow(/embedded\.json with its password is missing/);
  });

  it('a damaged cluster: fails with the words of the server', async () => {
    rmSync(join(root, 'orphan', 'cluster', 'global', 'pg_control'));
    await expect(embeddedPostgres({ dir: join(root, 'orphan'), port })).rejects.toThrow(/did not start[\s\S]*could not find the database system/);
  });

  (process.getuid?.() === 0 ? it : it.skip)('root and a private parent folder: puts the cluster where the unprivileged user can reach it, changing no permissions', async () => {
    const privately = join(root, 'private');
    mkdirSync(privately, { mode: 0o700 });
    const dir = join(privately, 'data', 'pg');
    const server = await embeddedPostgres({ dir, port });
    started.push(server);
    expect(await one(server.url, 'select 1 as n')).toEqual({ n: 1 });
    expect(statSync(privately).mode & 0o777).toBe(0o700);
    const cluster = clusterFolder(dir, runAs());
    expect(isReachable(join(cluster, '..'))).toBe(true);
    expect(() => removeEmbeddedPostgres(dir)).toThrow(/stop it first/);
    await server.stop();
    removeEmbeddedPostgres(dir);
    expect(existsSync(cluster)).toBe(false);
  });
});

describe('a running server', () => {
  it('killed: comes back on the same address, and a pool lives through it', async () => {
    const server = await up('plain');
    const pool = safePool(server.url, 4);
    const held = await pool.connect();
    await held.query('begin');
    const before = pidOf('plain');
    process.kill(before, 'SIGKILL');
    await expect(held.query('select pg_sleep(5)')).rejects.toThrow();
    held.release(true);
    let n: unknown;
    for (let i = 0; i < 400 && n === undefined; i++) {
      n = await pool.query('select n from kept').then((r) => r.rows[0].n, () => undefined);
      if (n === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(n).toBe(42);
    expect(pidOf('plain')).not.toBe(before);
    await pool.end();
    await server.stop();
    expect(readFileSync(join(root, 'plain', 'embedded.json'), 'utf8')).toContain('"server_pid": 0');
  });

  it('killed while its folder cannot be written to (a full disk): comes back all the same, and can be stopped', async () => {
    const server = await up('plain');
    const cluster = clusterFolder(join(root, 'plain'), runAs());
    const before = readLockFile(cluster)!.pid;
    const obstacle = join(root, 'plain', `embedded.json.${process.pid}`);
    mkdirSync(obstacle);
    process.kill(before, 'SIGKILL');
    let answered: unknown;
    for (let i = 0; i < 400 && answered === undefined; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (readLockFile(cluster)?.pid !== before) answered = await one(server.url, 'select 1 as one').catch(() => undefined);
    }
    expect(answered).toEqual({ one: 1 });
    // Long enough for a supervisor that believes that it failed to start a second one.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { pid } = readLockFile(cluster)!;
    rmSync(obstacle, { recursive: true });
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('ends a session that sits idle inside a transaction', async () => {
    const server = await up('plain');
    const pool = safePool(server.url, 1, { idle_in_transaction_ms: 150 });
    const client = await pool.connect();
    await client.query('begin');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    expect((await pool.query('select 1 as n')).rows[0]).toEqual({ n: 1 });
    await pool.end();
    await server.stop();
  });
});

describe('binaries', () => {
  (process.getuid?.() === 0 ? it : it.skip)('root and node_modules in a private folder: runs a copy others can reach, made once', () => {
    const native = join(root, 'rooted', 'pkg', 'native');
    mkdirSync(join(native, 'bin'), { recursive: true });
    writeFileSync(join(native, 'bin', 'postgres'), 'binary', { mode: 0o755 });
    writeFileSync(join(native, '..', 'package.json'), JSON.stringify({ version: `0.0.0-spec-${process.pid}` }));
    expect(runnableBinaries(native, runAs())).toBe(native);
    chmodSync(join(root, 'rooted'), 0o700);
    const copy = runnableBinaries(native, runAs());
    try {
      expect(copy).not.toBe(native);
      expect(isReachable(join(copy, 'bin', 'postgres'))).toBe(true);
      expect(runnableBinaries(native, runAs())).toBe(copy);
      expect(runnableBinaries(native, runAs(1000))).toBe(native);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
  it('missing package: names it and the way out', () => {
    expect(() => installedBinaries(() => { throw new Error('Cannot find module'); })).toThrow(/@embedded-postgres\/.* is not installed.*DATABASE_URL/s);
  });
  it('unknown machine: says so', () => {
    expect(() => binariesPackage('linux', 'riscv64')).toThrow(/no binaries for linux-riscv64.*DATABASE_URL/s);
    expect(binariesPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });
  it('library links missing after an install without scripts: makes them, twice without harm', () => {
    const native = join(root, 'pkg', 'native');
    mkdirSync(join(native, 'lib'), { recursive: true });
    writeFileSync(join(native, 'lib', 'libx.so.1.2'), 'lib');
    writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so' }]));
    hydrateLinks(native);
    hydrateLinks(native);
    expect(readFileSync(join(native, 'lib', 'libx.so'), 'utf8')).toBe('lib');
  });
});
