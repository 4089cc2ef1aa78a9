import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, embeddedPostgres, removeEmbeddedPostgres } from '../../libs/platform/src/database/embedded-postgres.js';
import { sandboxEnvironment } from '../../apps/launcher/src/sandbox-environment.js';

const NOBODY_THERE = 'http://127.0.0.1:9';
const WAITS = 'the database does not answer; the start waits for it';
const dir = mkdtempSync(join(tmpdir(), 'throughline-boot-'));
let postgres: EmbeddedPostgres | undefined;
let child: ChildProcess | undefined;

afterEach(async () => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((r) => child!.once('exit', r));
  child.kill('SIGKILL');
  await gone;
});
afterAll(async () => {
  await postgres?.stop();
  removeEmbeddedPostgres(join(dir, 'postgres'));
  rmSync(dir, { recursive: true, force: true });
});

/** A suite as it is started in production, its log and how it ended; no vendor answers. */
async function boot(url: string, env: Record<string, string> = {}) {
  const vendors = Object.fromEntries(['salesforce', 'kantata', 'workday', 'netsuite'].map((v) => [v, NOBODY_THERE]));
  child = fork(resolve(__dirname, '../../dist/apps/suite/src/main.js'), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '', ...sandboxEnvironment(vendors, dir), THROUGHLINE_DATA_DIR: dir, DATABASE_URL: url, PORT: String(await freePort()), LOG_LEVEL: 'warn', LOG_DESTINATION: 'stderr', ...env },
  });
  let said = '';
  child.stderr!.on('data', (d: Buffer) => (said += d));
  const ended = new Promise<number | null>((r) => child!.once('exit', r));
  const ready = new Promise<void>((serving, failed) => {
    child!.on('message', (m: { ready?: boolean }) => m.ready && serving());
    void ended.then((code) => failed(new Error(`the suite ended with ${code}: ${said.slice(-1_000)}`)));
  });
  ready.catch(() => undefined);
  return { said: () => said, ready, ended };
}

/** The server's sessions are cut off, as when it is restarted; it is started again by itself. */
async function restart(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  admin.on('error', () => undefined);
  await admin.connect();
  const { rows } = await admin.query(`select pid from pg_stat_activity where backend_type = 'checkpointer'`);
  process.kill(parentOf(rows[0].pid), 'SIGINT');
  await admin.end().catch(() => undefined);
}

const parentOf = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);

it('started before PostgreSQL is up, the suite says what it waits for and serves when it is', async () => {
  const port = await freePort();
  postgres = await embeddedPostgres({ dir: join(dir, 'postgres'), port });
  const { url } = postgres;
  await postgres.stop();
  const suite = await boot(url);
  await until(() => suite.said().includes(WAITS));
  postgres = await embeddedPostgres({ dir: join(dir, 'postgres'), port });
  expect(postgres.url).toBe(url);
  await suite.ready;
}, 120_000);

(process.platform === 'linux' ? it : it.skip)('started while PostgreSQL is restarted again and again, the suite waits each time and serves in the end', async () => {
  const { url } = postgres!;
  const suite = await boot(url);
  let restarts = 0;
  const phases: string[] = [];
  child!.on('message', (m: { phase?: string }) => {
    // Not all: each restart costs seconds, and the apps between the first and the last are alike.
    if (!m.phase || !['migrations', 'intake', 'engine'].includes(m.phase)) return;
    phases.push(m.phase);
    void restart(url).then(() => (restarts += 1), () => undefined);
  });
  await suite.ready;
  expect(phases).toContain('engine');
  await until(() => restarts > 0);
}, 180_000);

it('patience has an end: status 1, and words for whoever has to start the database', async () => {
  const suite = await boot(`postgres://nobody:secret@127.0.0.1:${await freePort()}/none`, { DATABASE_BOOT_PATIENCE: '2s' });
  expect(await suite.ended).toBe(1);
  expect(suite.said()).toMatch(/The suite did not start: The database did not answer for \d s .*ECONNREFUSED/);
  expect(suite.said()).not.toContain('secret');
}, 60_000);

async function until(holds: () => boolean, limitMs = 60_000): Promise<void> {
  for (const end = Date.now() + limitMs; !holds(); await new Promise((r) => setTimeout(r, 50))) if (Date.now() > end) throw new Error('it does not come about');
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
