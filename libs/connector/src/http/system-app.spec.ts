import 'reflect-metadata';
import { createApp, createLogger, type MountedApps, mountApps, type Scope, supplySettings, useLogger } from '#lib/platform';
import { openStore } from '#lib/store';
import { TestIssuer } from '../../../platform/src/testing/test-issuer.js';
import { acme } from '../testing/acme-connector.js';
import { AcmeServer } from '../testing/acme-server.js';
import { type SpecDatabase, specDatabase } from '../testing/postgres.js';
import { projectBody } from '../testing/stage.js';
import { systemMeta, systemModule } from './system-module.js';

const vendor = new AcmeServer();
const lines: string[] = [];
let database: SpecDatabase;
let issuer: TestIssuer;
let server: MountedApps;
let n = 0;

beforeAll(async () => {
  useLogger(createLogger({ write: (line: string) => void lines.push(line) }, 'debug'));
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url });
  await vendor.start();
  database = await specDatabase();
  const options = { settings: { base_url: vendor.url, secret: 'acme-secret-value' }, store: () => openStore(database.url, { poolSize: 4 }) };
  server = await mountApps([{ prefix: '/system/acme', app: await createApp(systemModule(acme, options), systemMeta(acme)) }], { port: 0, host: '127.0.0.1' });
}, 60_000);

afterAll(async () => {
  await server?.close();
  await vendor.stop();
  await database?.stop();
  await issuer?.stop();
  useLogger(undefined);
}, 30_000);

beforeEach(() => (vendor.faults = []));

async function call(method: string, path: string, o: { body?: unknown; headers?: Record<string, string>; scopes?: Scope[] } = {}) {
  const token = await issuer.token({ sub: 'caller-1', scopes: o.scopes ?? ['system.read', 'system.write', 'operations.write'] });
  const answer = await fetch(`${server.url}/system/acme${path}`, {
    method, headers: { authorization: `Bearer ${token}`, ...(o.body === undefined ? {} : { 'content-type': 'application/json' }), ...o.headers }, body: o.body === undefined ? undefined : JSON.stringify(o.body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
}
const write = (key: string | undefined, body: unknown = projectBody(), more: Record<string, string> = {}) => call('POST', '/v1/master/projects', { body, headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...more } });
const newKey = () => `project:http-${++n}`;

describe('writing over HTTP', () => {
  it('201 with the effect, then the same answer marked as replayed', async () => {
    const key = newKey();
    const first = await write(key, projectBody(), { 'x-correlation-id': 'corr-7', 'x-run-id': 'run-9' });
    expect(first).toMatchObject({ status: 201, body: { key, system: 'acme', verb: 'create_project', state: 'confirmed', attempts: 1, correlation_id: 'corr-7' } });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(vendor.wire.at(-1)!.correlation).toBe('corr-7');
    const again = await write(key);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await database.db.query('select actor, run_id from effect where key = $1', [key])).toEqual([{ actor: 'caller-1', run_id: 'run-9' }]);
  });

  it('202 with Location while the outcome is open, and the resolver of the app ends it', async () => {
    const key = newKey();
    vendor.fault('POST', '/projects', { kind: 'answer_lost' });
    const open = await write(key);
    expect(open).toMatchObject({ status: 202, body: { state: 'uncertain' } });
    expect(open.headers.get('location')).toBe(`/system/acme/v1/effects/${encodeURIComponent(key)}`);
    expect(open.headers.get('retry-after')).toBe('1');
    for (let i = 0; i < 60; i++) {
      const view = await call('GET', `/v1/effects/${encodeURIComponent(key)}`);
      if (view.body.state === 'confirmed') return;
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error('the effect was never confirmed');
  });

  it('400 without a key, with a bad key, with wrong fields and with unknown ones: each says where and what to do', async () => {
    const posts = vendor.sent('POST', '/projects');
    expect(await write(undefined)).toMatchObject({ status: 400, body: { class: 'idempotency_key_required', errors: [{ field: 'header:Idempotency-Key' }] } });
    expect(await write('short')).toMatchObject({ status: 400, body: { class: 'validation', errors: [{ field: 'header:Idempotency-Key' }] } });
    const wrong = await write(newKey(), { ...projectBody(), currency: 'dollars', colour: 'red' });
    expect(wrong).toMatchObject({ status: 400, body: { class: 'validation' } });
    expect(wrong.body.errors.map((e: { field: string }) => e.field).sort()).toEqual(['colour', 'currency']);
    expect(vendor.sent('POST', '/projects')).toBe(posts);
  });

  it('409 for another body, 422 stored for a refusal, 429 and 503 with Retry-After when not applied', async () => {
    const key = newKey();
    await write(key);
    expect(await write(key, projectBody('Else'))).toMatchObject({ status: 409, body: { class: 'idempotency_conflict' } });
    const refused = newKey();
    vendor.fault('POST', '/projects', { kind: 'status', status: 422, body: { message: 'no such template' } });
    expect(await write(refused)).toMatchObject({ status: 422, body: { class: 'business_rejection', code: 'EFFECT_REJECTED', detail: 'no such template' } });
    expect(await write(refused)).toMatchObject({ status: 422 });
    vendor.fault('POST', '/projects', { kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    const throttled = await write(newKey());
    expect(throttled).toMatchObject({ status: 429, body: { class: 'rate_limited', retry_after_s: 1 } });
    expect(throttled.headers.get('retry-after')).toBe('1');
    vendor.fault('POST', '/projects', { kind: 'status', status: 403, body: { message: 'account is locked out' } });
    const away = await write(newKey());
    expect(away).toMatchObject({ status: 503, body: { class: 'vendor_unavailable' } });
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('403 without the scope, and nothing is written down', async () => {
    const key = newKey();
    expect(await call('POST', '/v1/master/projects', { body: projectBody(), headers: { 'idempotency-key': key }, scopes: ['system.read'] })).toMatchObject({ status: 403 });
    expect(await call('GET', `/v1/effects/${encodeURIComponent(key)}`)).toMatchObject({ status: 404 });
  });
});

describe('reading over HTTP', () => {
  it('pages with cursors, one record by id, and a foreign cursor is the caller’s mistake', async () => {
    const page = await call('GET', '/v1/master/projects?limit=2');
    expect(page.status).toBe(200);
    expect(page.body.records[0]).toMatchObject({ entity: 'project', source_system: 'acme', approval_status: 'approved', data: { currency: 'USD', status: 'provisional' } });
    const one = await call('GET', `/v1/master/projects/${page.body.records[0].source_id}`);
    expect(one).toMatchObject({ status: 200, body: { source_id: page.body.records[0].source_id } });
    expect(await call('GET', '/v1/master/projects/none')).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/master/projects?cursor=abc')).toMatchObject({ status: 400, body: { errors: [{ field: 'cursor' }] } });
    expect(await call('GET', '/v1/master/projects?limit=0')).toMatchObject({ status: 400, body: { errors: [{ field: 'limit' }] } });
  });

  it('offers only what the connector declares', async () => {
    expect(await call('GET', '/v1/transactions/timesheets')).toMatchObject({ status: 404 });
    expect((await call('GET', '/v1/capabilities')).body).toMatchObject({
      system: 'acme', domain: 'psa', idempotency: 'search', limits: { concurrency: 4 },
      reads: [{ entity: 'project', route: '/v1/master/projects', feed: 'delta', by_id: true }],
      writes: [{ verb: 'create_project', steps: 1, undo: 'irreversible' }, { verb: 'publish_demand', steps: 2, undo: 'withdraw_demand' }],
    });
  });
});

describe('the vendor behind it', () => {
  it('schema: accepted at first sight, drift told by class, accepted again by a person', async () => {
    const field = (name: string, kind: string) => vendor.books.add('fields', { object: 'project', name, kind });
    const [, budget] = [field('name', 'text'), field('budget_cents', 'int')];
    const start = field('start', 'date');
    expect((await call('GET', '/v1/schema')).body).toMatchObject({ drift: [] });
    budget['name'] = 'budget_in_cents';
    start['kind'] = 'datetime';
    field('colour', 'text');
    const drifted = (await call('GET', '/v1/schema')).body;
    expect(drifted.drift.map((d: { kind: string; breaking: boolean }) => [d.kind, d.breaking]).sort()).toEqual([['added', false], ['renamed', true], ['retyped', true]]);
    expect(await call('POST', '/v1/schema/acceptance', { body: { fingerprint: '0123456789' } })).toMatchObject({ status: 409 });
    expect(await call('POST', '/v1/schema/acceptance', { body: { fingerprint: drifted.fingerprint } })).toMatchObject({ status: 200, body: { drift: [] } });
  });

  it('probe says what to grant', async () => {
    expect((await call('GET', '/v1/probe')).body).toEqual({ ok: true, probes: [{ name: 'read projects', ok: true, detail: '' }] });
    vendor.fault('GET', '/projects', { kind: 'status', status: 403 });
    expect((await call('GET', '/v1/probe')).body).toMatchObject({ ok: false, probes: [{ detail: expect.stringContaining('grant') }] });
  });

  it('no token, secret or body of a vendor call is in the logs', () => {
    const log = lines.join('\n');
    expect(log).toContain('vendor call');
    expect(log).not.toMatch(/Bearer (?!\[hidden)/);
    expect(log).not.toContain('acme-secret-value');
    expect(log).not.toContain('Data platform');
  });
});
