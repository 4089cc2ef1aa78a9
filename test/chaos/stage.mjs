// PostgreSQL, sandbox and suite as processes of their own on free ports, with a folder that goes away with them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Lives } from './lives.mjs';
import { letThrough, SmallDisk } from './small-disk.mjs';

const DIST = resolve(import.meta.dirname, '../../dist');

/**
 * Starts PostgreSQL (looked after here, so that it outlives the suite), the sandbox, and the first life of the suite.
 * `smallDisk`: PostgreSQL lives on a file system of its own that can be filled. `skewOf`: by how much the clock of the life to be loaded is off. `second`: a second suite works on the same database.
 */
export async function openStage({ seed, env: more = {}, smallDisk = false, skewOf, second = false, note = () => undefined }) {
  const { startPart } = await import(`${DIST}/apps/launcher/src/child.js`);
  const { patientPeople } = await import('./people.mjs');
  const { sandboxEnvironment, seedErpKey } = await import(`${DIST}/apps/launcher/src/sandbox-environment.js`);
  const { embeddedPostgres, removeEmbeddedPostgres } = await import(`${DIST}/libs/platform/src/index.js`);
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-chaos-'));
  mkdirSync(join(dataDir, 'logs'));
  const base = await freePorts(12);
  if (smallDisk) letThrough(dataDir);
  const disk = smallDisk ? SmallDisk.mountedAt(join(dataDir, 'postgres'), note) : undefined;
  const postgres = await embeddedPostgres({ dir: join(dataDir, 'postgres'), port: base + 9 });
  const startSandbox = () => startPart('sandbox', join(DIST, 'apps/sandbox/src/main.js'), ['--data', join(dataDir, 'sandbox'), '--port-base', String(base), '--seed', `chaos-${seed}`, '--with-parent'], process.env, join(dataDir, 'logs/sandbox.log'));
  let sandbox = await startSandbox();
  const { vendors, firm } = sandbox.ready;
  await seedErpKey(vendors.netsuite, dataDir);
  const env = { ...process.env, ...sandboxEnvironment(vendors, dataDir), THROUGHLINE_DATA_DIR: dataDir, DATABASE_URL: postgres.url, PORT: String(base + 8), LOG_LEVEL: 'warn', LOG_DESTINATION: 'stderr', INTAKE_POLL_MS: '3600000', INTAKE_PARKING_S: '86400', KANTATA_OVERLAP: '5s', ...more };
  const lives = new Lives(env, join(dataDir, 'logs/suite.log'), skewOf);
  await (await lives.begin()).ready;
  // The second one has sign-in data and a port of its own; database and vendors are the same.
  const others = second ? new Lives({ ...env, PORT: String(base + 10), THROUGHLINE_DATA_DIR: join(dataDir, 'second') }, join(dataDir, 'logs/second.log'), skewOf) : undefined;
  const db = new pg.Pool({ connectionString: postgres.url, max: 3, application_name: 'chaos' });
  db.on('error', () => undefined);
  return {
    dataDir, vendors, firm, lives, others, disk, db, url: `http://127.0.0.1:${base + 8}`,
    people: await patientPeople(`http://127.0.0.1:${base + 8}`, join(dataDir, 'identity/demo-credentials.json')),
    databaseUrl: postgres.url,
    /** Settings of one vendor's connector by key, as the suite gets them by variable. */
    settings: (vendor) => Object.fromEntries(Object.entries(sandboxEnvironment(vendors, dataDir)).filter(([name]) => name.startsWith(`${vendor.toUpperCase()}_`) && !/_(SETTLE_WINDOW|FIND_LAG|TIMEOUT)$/.test(name)).map(([name, value]) => [name.slice(vendor.length + 1).toLowerCase(), value])),
    /** From now on the suite reads the feeds by itself; before, they are read when somebody asks (`POST /process/v1/syncs`). */
    readFeeds: async () => {
      await lives.kill();
      lives.change({ INTAKE_POLL_MS: '500' });
      await (await lives.begin()).ready;
      if (!others) return;
      mkdirSync(join(dataDir, 'second'), { recursive: true });
      others.change({ INTAKE_POLL_MS: '500' });
      await (await others.begin()).ready;
    },
    /** Rows of a query; waits for a PostgreSQL that restarts. */
    rows: async (sql, values) => (await patiently(() => db.query(sql, values))).rows,
    /** Ends the PostgreSQL server: at once (SIGKILL, as a crash), or cutting every session off (SIGINT, as a fast restart). It is started again by itself. */
    strikePostgres: (signal) => process.kill(JSON.parse(readFileSync(join(dataDir, 'postgres/embedded.json'), 'utf8')).server_pid, signal),
    /** SIGKILL for the vendors; away for a while, then back with the books they had. */
    strikeVendors: async (awayMs) => {
      const gone = new Promise((r) => sandbox.part.process.once('exit', r));
      sandbox.part.process.kill('SIGKILL');
      await gone;
      await new Promise((r) => setTimeout(r, awayMs));
      sandbox = await startSandbox();
    },
    control: (vendor, method, path, body) => control(vendors[vendor], method, path, body),
    act: (path, body) => call(`${firm}${path}`, 'POST', body),
    close: async ({ keep = false } = {}) => {
      disk?.free();
      await Promise.all([lives.end(), others?.end()]);
      await db.end().catch(() => undefined);
      await sandbox.part.stop();
      await postgres.stop();
      disk?.unmount();
      if (keep) return process.stderr.write(`chaos: everything is kept in ${dataDir}\n`);
      removeEmbeddedPostgres(join(dataDir, 'postgres'));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const control = (url, method, path, body) => call(`${url}/__sandbox/${path}`, method, body);

/** Asks again while nobody listens: vendors may be away. */
async function call(url, method, body, attempt = 1) {
  const answer = await fetch(url, { method, headers: { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) }).catch((error) => {
    if (attempt === 100) throw error;
  });
  if (!answer) {
    await new Promise((r) => setTimeout(r, 300));
    return call(url, method, body, attempt + 1);
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : undefined;
}

async function patiently(ask) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      // A broken connection or a server that is starting; what PostgreSQL says about a statement stands.
      const passing = !/^[0-9A-Z]{5}$/.test(error.code ?? '') || /^(57|08|53)/.test(error.code);
      if (!passing || attempt === 150) throw error;
      await new Promise((r) => setTimeout(r, 200));
    }
  }
}

async function freePorts(count) {
  const free = (port) => new Promise((done) => {
    const server = createServer().once('error', () => done(false)).listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
  for (;;) {
    const base = 21_000 + Math.floor(Math.random() * 11_000);
    if ((await Promise.all(Array.from({ length: count }, (_, i) => free(base + i)))).every(Boolean)) return base;
  }
}
