// Sandbox and suite as processes of their own on free ports, with a folder that goes away with them: what the benchmarks that need all of it stand on.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DIST = resolve(import.meta.dirname, '../../dist');

/** Starts both. The suite reads feeds when it is asked to (`POST /process/v1/syncs`), so that nothing runs beside what is measured. `settings` are environment variables of the suite. `close` stops them and removes what they kept. */
export async function openStage(settings = {}) {
  const { startPart } = await import(`${DIST}/apps/launcher/src/child.js`);
  const { People } = await import(`${DIST}/apps/launcher/src/people.js`);
  const { sandboxEnvironment, seedErpKey } = await import(`${DIST}/apps/launcher/src/sandbox-environment.js`);
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  mkdirSync(join(dataDir, 'logs'));
  const base = await freePorts(12);
  const sandbox = await startPart('sandbox', join(DIST, 'apps/sandbox/src/main.js'), ['--data', join(dataDir, 'sandbox'), '--port-base', String(base), '--with-parent'], process.env, join(dataDir, 'logs/sandbox.log'));
  const { vendors, firm } = sandbox.ready;
  await seedErpKey(vendors.netsuite, dataDir);
  const env = { ...process.env, ...sandboxEnvironment(vendors, dataDir), THROUGHLINE_DATA_DIR: dataDir, PORT: String(base + 8), EMBEDDED_PG_PORT: String(base + 9), LOG_LEVEL: 'warn', LOG_DESTINATION: 'stderr', INTAKE_POLL_MS: '3600000', ...settings };
  const suite = await startPart('suite', join(DIST, 'apps/suite/src/main.js'), [], env, join(dataDir, 'logs/suite.log'));
  const people = new People(suite.ready.url, join(dataDir, 'identity/demo-credentials.json'));
  return {
    url: suite.ready.url, vendors, firm, people, dataDir,
    /** Address of the embedded database, for counting rows. */
    database: () => {
      const { port, password } = JSON.parse(readFileSync(join(dataDir, 'postgres/embedded.json'), 'utf8'));
      return `postgres://throughline:${password}@127.0.0.1:${port}/throughline`;
    },
    /** The people of the firm do something in the vendors' systems. */
    act: async (path, body) => {
      const answer = await fetch(`${firm}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const json = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(json).slice(0, 300)}`);
      return json;
    },
    close: async () => {
      await suite.part.stop();
      await sandbox.part.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePorts(count) {
  const free = (port) => new Promise((done) => {
    const server = createServer().once('error', () => done(false)).listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
  for (;;) {
    const base = 21_000 + Math.floor(Math.random() * 20_000);
    if ((await Promise.all(Array.from({ length: count }, (_, i) => free(base + i)))).every(Boolean)) return base;
  }
}

/** Quantile of unsorted numbers. */
export function quantile(numbers, q) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

export const round = (n, digits = 2) => Number(n.toFixed(digits));
