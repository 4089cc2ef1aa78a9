import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BodyOf } from './contract-types.js';
import { SystemApiError, SystemClient } from './system-client.js';

const ctx = { correlation_id: 'c-1', run_id: 'r-1', priority: 'finance' as const };
const journal: BodyOf<'erp', 'post_journal'> = { legal_entity_code: 'US01', currency: 'USD', posting_date: '2026-07-31', purpose: 'labor_cost', lines: [] };
const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: { status: number; body: unknown; headers?: Record<string, string> };
let client: SystemClient;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    asked.push({ method: request.method!, url: request.url!, headers: request.headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(JSON.stringify(answer.body));
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/system/x`;
  client = new SystemClient({ baseUrls: { erp: url, psa: url }, token: async () => 'T' });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => (asked.length = 0));

describe('reads', () => {
  it('the page of an entity is asked on its route, with the cursor and who asks', async () => {
    answer = { status: 200, body: { records: [], next_cursor: 'n', has_more: false } };
    expect((await client.page('psa', 'timesheet', 'c2.x', 50, ctx)).next_cursor).toBe('n');
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/system/x/v1/transactions/timesheets?cursor=c2.x&limit=50', headers: { authorization: 'Bearer T', 'x-correlation-id': 'c-1', 'x-run-id': 'r-1', 'x-priority': 'finance' } });
  });

  it('a record that the vendor does not have is undefined, an id travels encoded', async () => {
    answer = { status: 404, body: {} };
    expect(await client.one('erp', 'erp_invoice', 'a/b', ctx)).toBeUndefined();
    expect(asked[0]!.url).toBe('/system/x/v1/transactions/invoices/a%2Fb');
  });

  it('an error is thrown with its problem and when to ask again', async () => {
    answer = { status: 503, body: { detail: 'the ledger is down' }, headers: { 'retry-after': '7' } };
    await expect(client.page('erp', 'erp_invoice', '', 1, ctx)).rejects.toMatchObject({ constructor: SystemApiError, status: 503, retry_after_s: 7, message: expect.stringContaining('the ledger is down') });
  });

  it('records are typed by their entity, and names that no contract has do not compile', async () => {
    answer = { status: 200, body: { records: [{ data: { status: 'posted' } }] } };
    const status: string | undefined = (await client.page('erp', 'erp_invoice', '', 1, ctx)).records[0]?.data.status;
    expect(status).toBe('posted');
    // @ts-expect-error an invoice has no such field
    void (await client.page('erp', 'erp_invoice', '', 1, ctx)).records[0]?.data.colour;
    // @ts-expect-error the ledger has no timesheets
    await expect(client.page('erp', 'timesheet', '', 1, ctx)).rejects.toThrow('erp has no read of timesheet');
    const [domain, entity] = ['erp' as const, 'erp_invoice' as string];
    expect((await client.page(domain, entity, '', 1, ctx)).records).toHaveLength(1);
  });
});

describe('writes', () => {
  it('a write goes to its route under its business key', async () => {
    answer = { status: 201, body: { key: 'journal:1', state: 'confirmed' } };
    expect(await client.perform('erp', 'post_journal', 'journal:1', journal, ctx)).toMatchObject({ status: 201, effect: { state: 'confirmed' }, problem: undefined });
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/system/x/v1/transactions/journals', headers: { 'idempotency-key': 'journal:1' }, body: JSON.stringify(journal) });
  });

  it('a refusal is a value, reduced to what a flow decides by', async () => {
    answer = { status: 422, body: { class: 'business_rejection', code: 'PERIOD_CLOSED', detail: 'June is closed', errors: [{ field: 'posting_date', message: 'm', fix: 'f' }] } };
    expect(await client.perform('erp', 'post_journal', 'journal:2', journal, ctx)).toMatchObject({ status: 422, effect: undefined, problem: { code: 'PERIOD_CLOSED', detail: 'June is closed', field: 'posting_date' } });
  });

  it('how it stands is asked under the key, encoded', async () => {
    answer = { status: 202, body: { state: 'uncertain' }, headers: { 'retry-after': '1' } };
    expect(await client.effect('erp', 'a:b/c', ctx)).toMatchObject({ status: 202, effect: { state: 'uncertain' }, retry_after_s: 1 });
    expect(asked[0]!.url).toBe('/system/x/v1/effects/a%3Ab%2Fc');
  });

  it('bodies are typed by their verb', async () => {
    answer = { status: 201, body: {} };
    // @ts-expect-error a journal needs its lines
    await client.perform('erp', 'post_journal', 'journal:3', { ...journal, lines: undefined }, ctx);
    // @ts-expect-error no such verb
    await expect(client.perform('erp', 'erase_journal', 'journal:4', {}, ctx)).rejects.toThrow('erp has no write erase_journal');
    const [verb, body]: [string, object] = ['post_journal', {}];
    expect((await client.perform('erp', verb, 'journal:5', body, ctx)).status).toBe(201);
  });

  it('a domain without an address is said, a connection that fails is thrown', async () => {
    await expect(client.perform('crm', 'set_delivery_status', 'k', {} as never, ctx)).rejects.toThrow('set CRM_API_URL');
    const nowhere = new SystemClient({ baseUrls: { erp: 'http://127.0.0.1:9' }, token: async () => 'T' });
    await expect(nowhere.perform('erp', 'post_journal', 'k', journal, ctx)).rejects.toThrow(/ECONNREFUSED|ports? /);
  });
});
