import 'reflect-metadata';
import { systemMeta, systemModule } from '#lib/connector';
import { createApp, createLogger, type MountedApps, mountApps, supplySettings, useLogger } from '#lib/platform';
import { openStore } from '#lib/store';
import { netsuite } from '../../apps/system/netsuite/src/connector.js';
import { TestIssuer } from '../../libs/platform/src/testing/test-issuer.js';
import { NetsuiteAccount } from './netsuite-account.js';
import { customerBody, invoiceBody } from './netsuite-bodies.js';

const account = new NetsuiteAccount();
const log: string[] = [];
let issuer: TestIssuer;
let server: MountedApps;

beforeAll(async () => {
  useLogger(createLogger({ write: (line: string) => void log.push(line) }, 'debug'));
  issuer = await TestIssuer.start();
  await account.open();
  await account.fresh();
  supplySettings({ 'auth.issuer': issuer.url, ...Object.fromEntries(Object.entries(account.given()).map(([name, value]) => [`netsuite.${name}`, value])) });
  const options = { manifest: { settleWindowMs: 300 }, store: () => openStore(account.database.url, { poolSize: 4 }) };
  server = await mountApps([{ prefix: '/system/netsuite', app: await createApp(systemModule(netsuite, options), systemMeta(netsuite)) }], { port: 0, host: '127.0.0.1' });
}, 60_000);
afterAll(async () => {
  await server?.close();
  await account.close();
  await issuer?.stop();
  useLogger(undefined);
}, 30_000);

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const token = await issuer.token({ sub: 'caller-1', scopes: ['system.read', 'system.write'] });
  const answer = await fetch(`${server.url}/system/netsuite${path}`, {
    method, headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, body: body ? JSON.stringify(body) : undefined,
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
}
const post = (path: string, key: string, body: object) => call('POST', path, body, { 'idempotency-key': key });

describe('the system API of NetSuite', () => {
  it('offers the whole erp contract', async () => {
    const { body } = await call('GET', '/v1/capabilities');
    expect(body).toMatchObject({ system: 'netsuite', domain: 'erp', idempotency: 'external_id' });
    expect([body.reads.length, body.writes.length]).toEqual([7, 7]);
    expect(body.reads.every((read: { by_id: boolean }) => read.by_id)).toBe(true);
  });

  it('a sale from customer to posted invoice: 201, and the same answer again', async () => {
    const customer = await post('/v1/master/customers', 'customer:US01:C-1001', customerBody());
    expect(customer).toMatchObject({ status: 201, body: { state: 'confirmed', receipt: { number: 'C-1001' } } });
    const asked = invoiceBody(customer.body.receipt.source_id);
    const invoice = await post('/v1/transactions/invoices', 'invoice:draft-1:1', asked);
    expect(invoice).toMatchObject({ status: 201, body: { state: 'confirmed', receipt: { number: 'INV-US01-000001', status: 'posted' } } });
    const again = await post('/v1/transactions/invoices', 'invoice:draft-1:1', asked);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect((await post('/v1/transactions/invoices', 'invoice:draft-1:1', { ...asked, memo: 'other' })).status).toBe(409);
    const page = await call('GET', '/v1/transactions/invoices?limit=10');
    expect(page).toMatchObject({ status: 200, body: { has_more: false, records: [{ natural_key: 'US01:INV-US01-000001', data: { status: 'posted', total: '1953.91' } }] } });
    expect(await call('GET', `/v1/transactions/invoices/${invoice.body.receipt.source_id}`)).toMatchObject({ status: 200, body: { entity: 'erp_invoice' } });
    expect((await call('GET', '/v1/transactions/invoices/99999')).status).toBe(404);
  });

  it('what NetSuite refuses is 422 with class, code and field; a malformed request is 400', async () => {
    const [{ id }] = await account.rows('customer') as [{ id: string }];
    const closed = await post('/v1/transactions/invoices', 'invoice:draft-2:1', invoiceBody(id, { invoice_date: '2020-01-31' }));
    expect(closed).toMatchObject({ status: 422, body: { code: 'PERIOD_CLOSED' } });
    expect((await call('GET', '/v1/effects/invoice:draft-2:1')).body).toMatchObject({ state: 'rejected', problem: { class: 'period_closed', field: 'invoice_date', vendor_code: 'USER_ERROR' } });
    expect((await post('/v1/transactions/invoices', 'invoice:draft-3:1', { ...invoiceBody(id), total: '12,5' })).status).toBe(400);
  });

  it('an answer that is lost is 202, and confirmed a moment later by itself', async () => {
    await account.desk.fault({ kind: 'answer_lost', match: { method: 'PUT', path: '/customer/eid' }, times: 1 });
    const asked = await post('/v1/master/customers', 'customer:US01:C-2002', customerBody({ client_number: 'C-2002' }));
    expect([asked.status, asked.headers.get('location')]).toEqual([202, expect.stringContaining('/v1/effects/')]);
    let state = '';
    for (const end = Date.now() + 10_000; state !== 'confirmed' && Date.now() < end; await new Promise((done) => setTimeout(done, 100))) state = (await call('GET', '/v1/effects/customer:US01:C-2002')).body.state;
    expect(state).toBe('confirmed');
    expect((await account.documents('customer')).filter((c) => c.digest.entity_id === 'C-2002')).toHaveLength(1);
  });

  it('logs neither keys nor tokens', () => {
    expect(log.length).toBeGreaterThan(10);
    expect(log.join('\n')).not.toMatch(/PRIVATE KEY|client_assertion|Bearer ey/);
  });
});
