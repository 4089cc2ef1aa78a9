import 'reflect-metadata';
import { vendorKey } from '#lib/canonical';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AcmeFault } from '../testing/acme-server.js';
import { compiledWorker } from '../testing/compiled.js';
import { ask, Stage } from '../testing/stage.js';

const stage = new Stage();
let worker: ReturnType<typeof compiledWorker>;

beforeAll(async () => {
  worker = compiledWorker(join(import.meta.dirname ?? __dirname, '../../../..'));
  await stage.open();
}, 60_000);
afterAll(async () => {
  await stage.close();
  rmSync(worker.folder, { recursive: true, force: true });
}, 30_000);
beforeEach(() => (stage.server.faults = []));

/** Runs one write in a process of its own that dies at the crash point; resolves with the signal that ended it and what it said. */
function die(key: string, crashAt: string, resolve = false): Promise<{ signal: string | null; said: string }> {
  const env = { ...process.env, THROUGHLINE_CRASH_AT: `${crashAt}:1`, LOG_LEVEL: 'fatal' };
  const child = spawn(process.execPath, [worker.program, stage.database.url, stage.server.url, key, ...(resolve ? ['resolve'] : [])], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (d: Buffer) => (said += d));
  child.stderr.on('data', (d: Buffer) => (said += d));
  return new Promise((done) => child.once('exit', (_code, signal) => done({ signal, said })));
}

const killed = { signal: 'SIGKILL', said: expect.anything() };
const documents = (key: string) => stage.server.books.byKey('projects', vendorKey('acme', key)).length;

describe('killed (SIGKILL) while delivering', () => {
  it('at any crash point: asked again elsewhere, each write ends confirmed with one document', async () => {
    const points = ['effect.after-plan', 'effect.after-prepare', 'effect.after-sent', 'effect.after-answer', 'effect.before-settle', 'effect.after-settle'];
    const keys = points.map(() => stage.key());
    expect(await Promise.all(points.map((point, i) => die(keys[i]!, point)))).toEqual(points.map(() => killed));
    const survivor = stage.replica();
    const asked = await Promise.all(keys.map((key) => survivor.effects.perform(ask(key))));
    expect(asked.map((o) => o.row.state).filter((s) => !['planned', 'sent', 'uncertain', 'confirmed'].includes(s))).toEqual([]);
    for (const key of keys) await stage.until(survivor, key, 'confirmed');
    expect(keys.map(documents)).toEqual(keys.map(() => 1));
  }, 60_000);

  it('before anything was sent, and nobody asks again: the resolver of another replica adopts it', async () => {
    const key = stage.key();
    expect(await die(key, 'effect.after-prepare')).toEqual(killed);
    await stage.until(stage.replica(), key, 'confirmed');
    expect(documents(key)).toBe(1);
  }, 30_000);
});

describe('killed (SIGKILL) while resolving an unknown outcome', () => {
  const lost: AcmeFault = { kind: 'hang', commit: false };
  it.each<[string, AcmeFault]>([['resolver.after-find', lost], ['resolver.after-replan', lost], ['effect.after-find', lost], ['resolver.after-resolve', { kind: 'answer_lost' }]])('at %s: another replica ends it, with one document', async (point, fault) => {
    const key = stage.key();
    stage.server.fault('POST', '/projects', fault);
    expect(await die(key, point, true)).toEqual(killed);
    await stage.until(stage.replica(), key, 'confirmed');
    expect(documents(key)).toBe(1);
  }, 30_000);
});
