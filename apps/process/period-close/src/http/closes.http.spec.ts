import 'reflect-metadata';
import { createApp, createLogger, forgetIssuers, forgetSettings, mountApps, type Scope, supplySettings, useLogger } from '#lib/platform';
import { useStore } from '#lib/store';
import { TestIssuer } from '../../../../../libs/platform/src/testing/test-issuer.js';
import { testDatabase, type TestDatabase } from '../../../../../libs/process/src/testing/database.js';
import { PeriodCloseModule } from '../period-close.module.js';
import { CloseBooks } from '../testing/close-books.js';

jest.setTimeout(300_000);
let db: TestDatabase;
let books: CloseBooks;
let issuer: TestIssuer;
let server: Awaited<ReturnType<typeof mountApps>>;
beforeAll(async () => {
  db = await testDatabase();
  useStore(db.ds);
  useLogger(createLogger({ write: () => undefined }, 'error'));
  issuer = await TestIssuer.start();
  supplySettings({ 'auth.issuer': issuer.url });
  const app = await createApp(PeriodCloseModule, { name: 'process-period-close', prefix: '/process/period-close', title: 'Close', version: '1.0.0', description: 'Spec.' });
  server = await mountApps([{ prefix: '/process/period-close', app }], { port: 0 });
  books = await CloseBooks.found(db.ds.manager);
});
afterAll(async () => {
  await server.close();
  await issuer.stop();
  await db.close();
  forgetSettings();
  forgetIssuers();
  useLogger(undefined);
});

type Token = { sub?: string; scopes?: Scope[]; roles?: string[]; legal_entities?: string[] };
const call = async (method: 'GET' | 'POST', path: string, token: Token, body?: object) => {
  const headers = { ...(await issuer.bearer(token as never)), ...(body ? { 'content-type': 'application/json' } : {}) };
  const r = await fetch(`${server.url}/process/period-close/v1/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: r.status, body: (await r.json()) as any };
};
const fiona: Token = { sub: 'fiona', scopes: ['process.read', 'process.write'], roles: ['finance'] };
const frank: Token = { sub: 'frank', scopes: ['process.read', 'process.write', 'finance.release', 'experience.cost'], roles: ['finance_approver'] };
const at = 'closes/US01/2026-07';

it('reads the close with its checklist; a caller of another legal entity is refused', async () => {
  const { status, body } = await call('GET', 'closes?legal_entity=US01&period=2026-07', fiona);
  expect([status, body.erp_status, body.ready, body.subledgers.length, body.checklist.length]).toEqual([200, 'open', false, 6, 13]);
  expect((await call('GET', 'closes?legal_entity=US01&period=2026-07', { ...fiona, legal_entities: ['GB01'] })).status).toBe(403);
  expect((await call('POST', `${at}/subledgers/time/soft-close`, { ...fiona, legal_entities: ['GB01'] })).status).toBe(403);
  expect((await call('GET', 'closes?legal_entity=US01&period=July', fiona)).body.errors[0].field).toBe('period');
  expect((await call('GET', 'closes?legal_entity=US01&period=0096-11', fiona)).body.errors[0].field).toBe('period');
  expect((await call('POST', 'closes/XX99/2026-07/reconciliation', { ...fiona, scopes: ['process.read', 'process.write', 'finance.release'], roles: ['finance', 'finance_approver'] }, {})).body).toMatchObject({ status: 404, code: 'MISSING_LEGAL_ENTITY' });
});

it('soft close by one person, close by another; who may not is told why', async () => {
  await books.sheet('2026-07-06', 'draft', [['2026-07-06', '8']]);
  expect((await call('POST', `${at}/subledgers/billing/soft-close`, fiona)).body).toMatchObject({ status: 409, code: 'CLOSE_ORDER' });
  expect((await call('POST', `${at}/subledgers/time/soft-close`, fiona)).status).toBe(200);
  expect((await call('POST', `${at}/subledgers/time/close`, fiona)).status).toBe(403);
  const refused = await call('POST', `${at}/subledgers/time/close`, frank);
  expect(refused.body).toMatchObject({ status: 409, code: 'CLOSE_CHECKLIST', errors: [{ field: 'unsubmitted_timesheets', fix: expect.stringContaining('waive') }] });
  const found = await call('GET', `${at}/checks/unsubmitted_timesheets`, fiona);
  expect(found.body).toMatchObject({ records: [{ what: 'E1, week of 2026-07-06, P1' }], next_cursor: null });
  expect((await call('POST', `${at}/checks/unsubmitted_timesheets/waiver`, frank, { reason: 'x' })).status).toBe(400);
  expect((await call('POST', `${at}/checks/unsubmitted_timesheets/waiver`, frank, { reason: 'on leave' })).status).toBe(200);
  const closed = await call('POST', `${at}/subledgers/time/close`, frank);
  expect(closed.body.subledgers[0]).toMatchObject({ subledger: 'time', status: 'closed', changed_by: 'fiona', approved_by: 'frank' });
});

it('reopening is asked by one and approved by another', async () => {
  const asked = await call('POST', `${at}/subledgers/time/reopening`, fiona, { reason: 'late sheet', expires_on: '2999-01-01' });
  const { id } = asked.body.reopenings[0];
  expect((await call('POST', `reopenings/${id}/approval`, { ...frank, sub: 'fiona' })).body).toMatchObject({ status: 403, code: 'SEGREGATION_OF_DUTIES' });
  expect((await call('POST', `reopenings/${id}/approval`, frank)).body.subledgers[0]).toMatchObject({ status: 'open', expires_on: '2999-01-01', reason: 'late sheet' });
});

it('what does not exist is said so, with the names there are', async () => {
  expect((await call('GET', `${at}/checks/nothing`, fiona)).body).toMatchObject({ status: 404, detail: expect.stringContaining('unsubmitted_timesheets') });
  expect((await call('POST', `${at}/subledgers/cash/soft-close`, fiona)).status).toBe(404);
  expect((await call('GET', 'closes/US01/2026-7/balances', fiona)).body).toMatchObject({ status: 400, errors: [{ field: 'period' }] });
  expect((await call('GET', `${at}/checks/unsubmitted_timesheets?cursor=zzz`, fiona)).body).toMatchObject({ status: 400, errors: [{ field: 'cursor' }] });
  expect((await call('GET', `${at}/metrics`, frank)).status).toBe(404);
  expect((await call('POST', `${at}/preparation`, fiona)).body).toMatchObject({ status: 400, errors: [{ field: 'header:Idempotency-Key' }] });
});

it('reconciles on request and shows each control', async () => {
  expect((await call('POST', `${at}/reconciliation`, fiona)).status).toBe(200);
  const { body } = await call('GET', `${at}/reconciliations`, fiona);
  expect(body.reconciliations.map((r: { control: string }) => r.control)).toEqual(['cost_posted', 'documents_posted', 'journals_balance', 'journals_posted', 'time_billed', 'time_recorded']);
  expect((await call('GET', `${at}/balances`, fiona)).body).toEqual({ balances: [] });
});
