import 'reflect-metadata';
import { newId } from '#lib/canonical';
import { createApp, createLogger, forgetIssuers, forgetSettings, type MountedApps, mountApps, type Role, type Scope, supplySettings, useLogger } from '#lib/platform';
import { type ExceptionInput, raiseException, useStore, verifyAudit } from '#lib/store';
import { TestIssuer } from '../../../../libs/platform/src/testing/test-issuer.js';
import { testDatabase, type TestDatabase } from '../../../../libs/process/src/testing/database.js';
import { OperationsModule } from './operations.module.js';

let db: TestDatabase;
let issuer: TestIssuer;
let server: MountedApps;

beforeAll(async () => {
  db = await testDatabase();
  useStore(db.ds);
  useLogger(createLogger({ write: () => undefined }, 'error'));
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url });
  const app = await createApp(OperationsModule, { name: 'experience-operations', prefix: '/experience/operations', title: 'Operations', version: '1.0.0', description: 'Spec.' });
  server = await mountApps([{ prefix: '/experience/operations', app }], { port: 0 });
}, 60_000);
afterAll(async () => {
  await server.close();
  await issuer.stop();
  await db.close();
  forgetSettings();
  forgetIssuers();
  useLogger(undefined);
});
beforeEach(() => db.ds.query('truncate exception, effect, event, event_partition, process_run'));

const OLGA: { sub: string; roles: Role[]; scopes: Scope[] } = { sub: 'olga', roles: ['operations'], scopes: ['operations.read', 'operations.write'] };

async function call(method: 'GET' | 'POST', path: string, body?: object, who: object = OLGA, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/experience/operations/v1/${path}`, {
    method, headers: { ...(await issuer.bearer(who)), ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as any };
}
const get = (path: string, who?: object) => call('GET', path, undefined, who);
const post = (path: string, body?: object, who?: object, headers?: Record<string, string>) => call('POST', path, body, who, headers);

const raise = (e: Partial<ExceptionInput> = {}) => db.ds.transaction((em) => raiseException(em, { code: 'MISSING_RATE', business_key: `timesheet:${newId()}`, workflow: 'post-timesheet', message: 'No price for CONSULTANT', correlation_id: 'c-1', ...e }));

async function effect(key: string, state: string, more: { verb?: string; run_id?: string; system?: string; planned_at?: string; request?: object } = {}) {
  await db.ds.query(
    `insert into effect (system, key, verb, hash, vendor_key, request, state, attempts, correlation_id, run_id, actor, planned_at) values ($1,$2,$3,'h','v',$4,$5,1,'c-1',$6,'process',$7)`,
    [more.system ?? 'netsuite', key, more.verb ?? 'create_invoice', JSON.stringify(more.request ?? { total: '100' }), state, more.run_id ?? null, more.planned_at ?? '2026-07-01T00:00:00Z']);
}
const stateOf = async (key: string) => (await db.ds.query('select state, receipt from effect where key = $1', [key]))[0];
const audits = (id: string) => db.ds.query('select who, what, reason from audit where entity_id = $1 order by at, n', [id]);
const retryEvents = () => db.ds.query(`select entity_id, data, idempotency_key from event where type = 'exception.retry_requested' order by seq`);

describe('exceptions', () => {
  test('are listed latest first, filtered, and paged without loss', async () => {
    const raised = [];
    for (let n = 0; n < 5; n++) raised.push(await raise());
    await raise({ code: 'SCHEMA_DRIFT', workflow: 'intake' });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`exceptions?code=MISSING_RATE&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.exceptions.map((e: any) => e.id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(raised.map((r) => r.id).reverse());
    expect((await get('exceptions?owner_team=it')).body.exceptions.map((e: any) => e.code)).toEqual(['SCHEMA_DRIFT']);
    expect((await get('exceptions?status=waived')).body.exceptions).toEqual([]);
  });

  test('show evidence, the run and the vendor write they are about', async () => {
    await db.ds.query(`insert into process_run (id, flow, business_key, correlation_id, state, input) values ('run-1', 'release-invoice', 'k', 'c-1', 'running', '{}')`);
    await effect('invoice:D-1:1', 'exception', { run_id: 'run-1' });
    const e = await raise({ code: 'EFFECT_UNCERTAIN', run_id: 'run-1', context: { system: 'erp', verb: 'create_invoice', effect_key: 'invoice:D-1:1' }, evidence: [{ asked: { total: '100' } }] });
    const { body } = await get(`exceptions/${e.id}`);
    expect(body).toMatchObject({
      evidence: [{ asked: { total: '100' } }], run: { id: 'run-1', href: '/process/v1/runs/run-1' }, effect: { system: 'netsuite', state: 'exception', href: '/experience/operations/v1/effects/netsuite/invoice%3AD-1%3A1' },
      decisions: ['retries', 'mark-done', 'waivers', 'assignments'], suggested_action: expect.stringContaining('look in the vendor'),
    });
  });

  test('a retry is passed on once however often it is asked for, and again when the first one changed nothing', async () => {
    const e = await raise();
    expect(await post(`exceptions/${e.id}/retries`, { reason: 'Rate added' })).toMatchObject({ status: 202, body: { requested: true } });
    expect(await post(`exceptions/${e.id}/retries`)).toMatchObject({ status: 202, body: { requested: false } });
    expect(await retryEvents()).toEqual([{ entity_id: e.id, data: { actor: 'olga', reason: 'Rate added' }, idempotency_key: `${e.id}:1` }]);
    await db.ds.query(`update event set time = now() - interval '1 minute'`);
    expect((await post(`exceptions/${e.id}/retries`, {})).body.requested).toBe(true);
    expect(await retryEvents()).toHaveLength(2);
    expect((await audits(e.id)).map((a: any) => [a.who, a.what])).toEqual([['olga', 'exception.retry_requested'], ['olga', 'exception.retry_requested']]);
  });

  test('are waived with a reason that stays in the audit, and are then closed to further decisions', async () => {
    const e = await raise();
    expect(await post(`exceptions/${e.id}/waivers`, { reason: 'Written off by agreement' })).toMatchObject({ status: 200, body: { status: 'waived', resolved_by: 'olga', resolution_reason: 'Written off by agreement' } });
    expect(await audits(e.id)).toEqual([{ who: 'olga', what: 'exception.waived', reason: 'Written off by agreement' }]);
    for (const path of ['retries', 'mark-done', 'assignments']) expect(await post(`exceptions/${e.id}/${path}`, { reason: 'too late', ...(path === 'assignments' ? { to: null } : {}) })).toMatchObject({ status: 409, body: { code: 'NOT_OPEN' } });
    expect(await verifyAudit(db.ds)).toEqual([]);
  });

  test('of finance are waived by finance or operations only, and never without a reason', async () => {
    const e = await raise();
    expect((await post(`exceptions/${e.id}/waivers`, { reason: 'not mine' }, { ...OLGA, roles: ['delivery'] })).status).toBe(403);
    expect((await post(`exceptions/${e.id}/waivers`, { reason: 'not mine' }, { ...OLGA, scopes: ['operations.read'] })).status).toBe(403);
    const refused = await post(`exceptions/${e.id}/waivers`, {});
    expect(refused).toMatchObject({ status: 400, body: { class: 'validation', errors: [{ field: 'reason', fix: expect.any(String) }, {}] } });
    expect((await post(`exceptions/${e.id}/waivers`, { reason: 'Client agreed' }, { ...OLGA, sub: 'fiona', roles: ['finance'] })).status).toBe(200);
  });

  test('a decision on an outdated view is refused', async () => {
    const e = await raise({ business_key: 'k-1' });
    await raise({ business_key: 'k-1' });
    const stale = await post(`exceptions/${e.id}/assignments`, { to: 'fiona' }, OLGA, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { class: 'stale_version' } });
    expect(await post(`exceptions/${e.id}/assignments`, { to: 'fiona', expected_version: 2 })).toMatchObject({ status: 200, body: { status: 'assigned', assigned_to: 'fiona', version: 3 } });
    expect(await post(`exceptions/${e.id}/assignments`, { to: null })).toMatchObject({ body: { status: 'open', assigned_to: null } });
    expect((await post(`exceptions/${e.id}/assignments`, {})).body.errors[0].field).toBe('to');
    expect((await post(`exceptions/${e.id}/waivers`, { reason: 'because' }, OLGA, { 'if-match': 'abc' })).body.errors[0].field).toBe('header:If-Match');
  });

  test('about a vendor write are done only with the id found there, and settle the write', async () => {
    await effect('invoice:D-1:1', 'exception');
    const e = await raise({ code: 'EFFECT_UNCERTAIN', context: { system: 'erp', verb: 'create_invoice', effect_key: 'invoice:D-1:1' } });
    expect(await post(`exceptions/${e.id}/mark-done`, { reason: 'Found in the ERP' })).toMatchObject({ status: 400, body: { errors: [{ field: 'source_id' }] } });
    expect((await get(`exceptions/${e.id}`)).body.status).toBe('open');
    expect((await post(`exceptions/${e.id}/mark-done`, { reason: 'Found in the ERP', source_id: '88123' })).body).toMatchObject({ status: 'resolved', resolution: 'marked_done' });
    expect(await stateOf('invoice:D-1:1')).toMatchObject({ state: 'confirmed', receipt: { source_id: '88123' } });
  });

  test.each([['waivers', 'rejected'], ['retries', 'planned']])('about a vendor write that waits: %s makes the write %s', async (path, state) => {
    await effect('invoice:D-1:1', 'exception');
    const e = await raise({ code: 'EFFECT_UNCERTAIN', context: { system: 'erp', verb: 'create_invoice', effect_key: 'invoice:D-1:1' } });
    expect((await post(`exceptions/${e.id}/${path}`, { reason: 'Looked in the ERP' })).status).toBeLessThan(300);
    expect(await stateOf('invoice:D-1:1')).toMatchObject({ state });
  });

  test('show no cost figures without the scope experience.cost', async () => {
    const e = await raise({ evidence: [{ record: { entity: 'cost_rate', data: { rate: '87.65' } } }, { entry: { hours: '8', cost_amount: '701.20' } }], context: { cost_rate: '87.65' } });
    const hidden = await get(`exceptions/${e.id}`);
    expect(JSON.stringify(hidden.body)).not.toMatch(/87\.65|701\.20/);
    expect(hidden.body.evidence_left_out).toContain('experience.cost');
    expect(JSON.stringify((await get(`exceptions/${e.id}`, { ...OLGA, scopes: ['operations.read', 'experience.cost'] })).body)).toMatch(/701\.20/);
  });

  test('of another legal entity do not exist for a caller limited to one', async () => {
    const [gb, us] = [await raise({ legal_entity_code: 'GB01' }), await raise({ legal_entity_code: 'US01' })];
    const limited = { ...OLGA, legal_entities: ['GB01'] };
    expect((await get('exceptions', limited)).body.exceptions.map((e: any) => e.id)).toEqual([gb.id]);
    expect((await get(`exceptions/${us.id}`, limited)).status).toBe(404);
    expect((await post(`exceptions/${us.id}/waivers`, { reason: 'not mine' }, limited)).status).toBe(404);
  });

  test.each([['exceptions?status=done', 'status'], ['exceptions?code=NOPE', 'code'], ['exceptions?cursor=zzz', 'cursor'], ['exceptions?limit=1000', 'limit'], ['exceptions/not-a-uuid', 'path:id'], ['effects?state=lost', 'state'], ['effects?cursor=zzz', 'cursor']])('%s is refused', async (path, field) => {
    const { status, body } = await get(path);
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  });
});

describe('effects', () => {
  test('are listed uncertain first, then those that wait for a person, and paged across states', async () => {
    await effect('k-planned', 'planned', { planned_at: '2026-01-01T00:00:00Z' });
    await effect('k-uncertain-2', 'uncertain', { planned_at: '2026-07-02T00:00:00.000001Z' });
    await effect('k-uncertain-1', 'uncertain', { planned_at: '2026-07-02T00:00:00Z' });
    await effect('k-exception', 'exception');
    await effect('k-confirmed', 'confirmed');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`effects?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.effects.map((e: any) => e.key));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(['k-uncertain-1', 'k-uncertain-2', 'k-exception', 'k-planned']);
    expect((await get('effects?state=confirmed')).body.effects.map((e: any) => e.key)).toEqual(['k-confirmed']);
  });

  test('are sent again, marked as done or waived by a person, each only in a state it fits', async () => {
    await effect('invoice:D-9:1', 'exception');
    await effect('invoice:D-2:1', 'confirmed');
    const at = (key: string) => `effects/netsuite/${encodeURIComponent(key)}`;
    expect((await get(at('invoice:D-9:1'))).body).toMatchObject({ state: 'exception', decisions: ['retries', 'mark-done', 'waivers'], request: { total: '100' } });
    expect(await post(`${at('invoice:D-2:1')}/waivers`, { reason: 'no more' })).toMatchObject({ status: 409, body: { code: 'EFFECT_STATE' } });
    expect((await post(`${at('invoice:D-9:1')}/retries`, { reason: 'again', expected_version: 7 })).status).toBe(412);
    expect(await post(`${at('invoice:D-9:1')}/retries`, { reason: 'ERP is back' })).toMatchObject({ status: 202, body: { state: 'planned' } });
    expect((await post(`${at('nothing')}/retries`, { reason: 'ERP is back' })).status).toBe(404);
    await db.ds.query(`update effect set state = 'uncertain' where key = 'invoice:D-9:1'`);
    expect((await post(`${at('invoice:D-9:1')}/mark-done`, { reason: 'seen there' })).body.errors[0].field).toBe('source_id');
    expect((await post(`${at('invoice:D-9:1')}/mark-done`, { reason: 'seen there', source_id: '77' })).body).toMatchObject({ state: 'confirmed', receipt: { source_id: '77' } });
    expect((await audits('netsuite/invoice:D-9:1')).map((a: any) => a.what)).toEqual(['effect sent again', 'effect marked as done']);
  });

  test('labor cost journals show their body, their receipt and their trouble only with the scope experience.cost', async () => {
    await effect('journal:1', 'confirmed', { verb: 'post_journal', request: { lines: [{ debit: '701.20' }] } });
    expect((await get('effects/netsuite/journal%3A1')).body).toMatchObject({ request: null, request_left_out: expect.stringContaining('experience.cost') });
    expect((await get('effects/netsuite/journal%3A1', { ...OLGA, scopes: ['operations.read', 'experience.cost'] })).body.request).toEqual({ lines: [{ debit: '701.20' }] });
    await db.ds.query(`update effect set state = 'exception', receipt = '{"source_id": "2", "facts": {"total": "701.20"}}', problem = '{"class": "echo_mismatch", "detail": "total is 701.20"}'`);
    const e = await raise({ code: 'ECHO_MISMATCH', message: 'total is 701.20', context: { system: 'erp', verb: 'post_journal', effect_key: 'journal:1' }, evidence: [{ receipt: { facts: { total: '701.20' } } }] });
    for (const path of ['effects/netsuite/journal%3A1', 'effects', `exceptions/${e.id}`, 'exceptions']) {
      expect(JSON.stringify((await get(path)).body)).not.toContain('701.20');
      expect(JSON.stringify((await get(path, { ...OLGA, scopes: ['operations.read', 'experience.cost'] })).body)).toContain('701.20');
    }
  });
});

test('the summary counts what is open and what is under way', async () => {
  await raise();
  await raise({ code: 'SCHEMA_DRIFT' });
  await effect('k', 'uncertain');
  expect((await get('summary')).body).toMatchObject({ exceptions: { open: 2, by_code: { MISSING_RATE: 1, SCHEMA_DRIFT: 1 }, by_team: { finance_ops: 1, it: 1 } }, effects: { uncertain: 1 }, runs: {}, parked: 0 });
});
