import { appendEvents } from '#lib/store';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Books } from './testing/books.js';
import { compileLibraries } from './testing/compiled.js';
import { type TestDatabase, testDatabase, until } from './testing/database.js';

jest.setTimeout(240_000);

let compiled: string;
let db: TestDatabase;
const books = new Books();
const children = new Set<ChildProcess>();
let batch = 0;

beforeAll(async () => {
  compiled = compileLibraries(process.cwd());
  db = await testDatabase();
  await db.ds.query('create table done (run text, what text)');
  await books.start();
});
afterAll(async () => {
  for (const c of children) c.kill('SIGKILL');
  await books.stop();
  await db.close();
  rmSync(compiled, { recursive: true, force: true });
});
afterEach(() => Promise.all([...children].map(stop)));

interface Worker {
  process: ChildProcess;
  ready: Promise<void>;
  gone: Promise<NodeJS.Signals | null>;
}

function worker(env: Record<string, string> = {}): Worker {
  const child = spawn(process.execPath, [join(compiled, 'libs/process/src/testing/worker.js')], {
    cwd: compiled, stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: db.url, SYSTEM_URL: books.url, LOG_LEVEL: 'fatal', PROCESS_SWEEP: '200ms', PROCESS_POLL: '20ms', PROCESS_UNAVAILABLE_CAP: '200ms', ...env },
  });
  children.add(child);
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => (children.delete(child), resolve(signal))));
  const ready = new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (d) => ((said += d), said.includes('READY') && resolve()));
    void gone.then((signal) => reject(new Error(`the worker ended with ${signal} before it was ready`)));
  });
  ready.catch(() => undefined);
  return { process: child, ready, gone };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await gone;
}

/** Publishes `n` facts over a few projects; returns their keys. */
async function publish(n: number): Promise<string[]> {
  const name = `b${++batch}`;
  const keys = Array.from({ length: n }, (_, i) => `${name}-${i}`);
  for (const [i, key] of keys.entries()) {
    await db.ds.transaction((em) => appendEvents(em, [{
      type: 'project.changed', entity: 'project', entity_id: key, entity_version: 1, partition_key: `${name}-p${i % 5}`, idempotency_key: key, approval_status: 'approved', correlation_id: key, data: {},
    }]));
  }
  return keys;
}

const ended = async (keys: string[]) => Number((await db.ds.query(`select count(*) as n from process_run where id = any($1) and state = 'completed'`, [keys.map((k) => `work:${k}`)]))[0].n);
const allEnded = (keys: string[], withinMs = 30_000) => until('all runs completed', () => ended(keys).catch(() => -1), (n) => n === keys.length, withinMs);

/** Nothing missing, nothing twice: rows, documents, runs, and nobody was bothered. */
async function expectOnce(keys: string[]): Promise<void> {
  const ids = keys.map((k) => `work:${k}`);
  const rows = await db.ds.query('select run, what, count(*)::int as n from done where run = any($1) group by run, what', [ids]);
  expect(rows).toHaveLength(keys.length * 2);
  expect(rows.filter((r: { n: number }) => r.n !== 1)).toEqual([]);
  for (const key of keys) for (const verb of ['post', 'close']) expect(books.documents.has(`${verb}:${key}`)).toBe(true);
  const states = await db.ds.query('select state, count(*)::int as n from process_run where id = any($1) group by state', [ids]);
  expect(states).toEqual([{ state: 'completed', n: keys.length }]);
  const results = await db.ds.query('select input, result from process_run where id = any($1)', [ids]);
  for (const r of results) expect(r.result).toBe(books.documents.get(`post:${r.input.key}`)?.id);
  expect(await db.ds.query(`select code, message from exception where status = 'open'`)).toEqual([]);
  await until('checkpoints are gone', () => db.ds.query(`select 1 from dbos.transaction_completion where workflow_id = any($1)`, [ids]), (r) => r.length === 0);
}

describe('killed with SIGKILL', () => {
  it.each([
    'start.before-commit:3', 'consumer.before-commit:1', 'consumer.after-commit:1', 'tx.before-commit:5', 'tx.after-commit:5',
    'effect.before-ask:4', 'effect.after-told:4', 'effect.after-record:3', 'run.before-finish:2', 'run.after-finish:2',
  ])('at %s, a restarted process goes on at once and ends with each thing done once', async (point) => {
    const first = worker({ THROUGHLINE_CRASH_AT: point });
    await first.ready;
    const keys = await publish(12);
    expect(await first.gone).toBe('SIGKILL');
    const before = await ended(keys);
    expect(before).toBeLessThan(keys.length);
    const again = worker();
    await again.ready;
    await until('goes on', () => ended(keys), (n) => n > before, 4_000);
    await allEnded(keys);
    await expectOnce(keys);
  });

  it('a replica that never comes back: the other one takes its runs over', async () => {
    const [a, b] = [worker({ WORK_MS: '300' }), worker({ WORK_MS: '300' })];
    await Promise.all([a.ready, b.ready]);
    const keys = await publish(60);
    await until('both at work', () => db.ds.query(`select executor_id from dbos.workflow_status where status = 'PENDING' group by executor_id`), (r) => r.length === 2);
    a.process.kill('SIGKILL');
    await a.gone;
    await allEnded(keys);
    await expectOnce(keys);
  });

  it('PostgreSQL: no run ends for it', async () => {
    const w = worker({ WORK_MS: '100' });
    await w.ready;
    const keys = await publish(60);
    await until('under way', () => ended(keys), (n) => n > 3);
    process.kill(JSON.parse(readFileSync(join(db.dir, 'embedded.json'), 'utf8')).server_pid, 'SIGKILL');
    await until('the database is gone', () => ended(keys).catch(() => -1), (n) => n === -1);
    await allEnded(keys, 180_000);
    await expectOnce(keys);
    expect(w.process.exitCode).toBeNull();
  });
});

it('a replica that freezes loses its runs to the other one and does nothing twice when it thaws', async () => {
  const settings = { WORK_MS: '200', PROCESS_LEASE: '2s' };
  const [a, b] = [worker(settings), worker(settings)];
  await Promise.all([a.ready, b.ready]);
  const keys = await publish(60);
  await until('both at work', () => db.ds.query(`select executor_id from dbos.workflow_status where status = 'PENDING' group by executor_id`), (r) => r.length === 2);
  a.process.kill('SIGSTOP');
  await allEnded(keys, 40_000);
  a.process.kill('SIGCONT');
  const more = await publish(20);
  await allEnded(more);
  await new Promise((r) => setTimeout(r, 500));
  await expectOnce([...keys, ...more]);
  expect(a.process.exitCode).toBeNull();
});

it('a process that is stopped lets its steps end, and the next one finishes the runs', async () => {
  const first = worker({ WORK_MS: '500' });
  await first.ready;
  const keys = await publish(10);
  await until('under way', () => db.ds.query(`select 1 from done where run like 'work:b${batch}%'`), (r) => r.length > 2);
  const asked = Date.now();
  first.process.kill('SIGTERM');
  expect(await first.gone).toBeNull();
  expect(Date.now() - asked).toBeLessThan(30_000);
  const next = worker();
  await next.ready;
  await allEnded(keys);
  await expectOnce(keys);
});
