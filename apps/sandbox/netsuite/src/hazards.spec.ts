import { setTimeout as wait } from 'node:timers/promises';
import { account } from '../testing/chart.js';
import { type Office, customerBody, invoiceBody, jobBody, openOffice } from '../testing/office.js';

describe('hazards of writing to NetSuite', () => {
  let office: Office;
  let customer: string;
  beforeAll(async () => void (office = await openOffice()));
  beforeEach(async () => {
    for (const fault of await office.control('GET', 'faults')) await office.control('DELETE', `faults/${fault.id}`);
    await office.seed();
    customer = await office.create('customer', customerBody());
  });
  afterAll(() => office.stop());

  const put = (query = '') => office.call('PUT', `/record/v1/invoice/eid:tl_i1${query}`, invoiceBody(customer, [[2, 100]]));
  const invoices = () => office.query("SELECT id, tranid, subtotal FROM transaction WHERE externalid = 'tl_i1'");

  it('answer lost after commit: the invoice is there once, found by its external id', async () => {
    await office.fault({ kind: 'answer_lost', times: 1, match: { method: 'PUT' } });
    await expect(put()).rejects.toThrow();
    expect(await invoices()).toHaveLength(1);
    expect((await put('?replace=item')).status).toBe(204);
    expect(await invoices()).toEqual([expect.objectContaining({ tranid: 'INV-US01-000001', subtotal: '200' })]);
  });

  it('late commit after a retry that landed: one document, but its lines twice unless they are replaced', async () => {
    await office.fault({ kind: 'late_commit', delay_ms: 40, answer: 'lost', times: 2, match: { method: 'PUT' } });
    await expect(put()).rejects.toThrow();
    await expect(put()).rejects.toThrow();
    await wait(150);
    expect(await invoices()).toEqual([expect.objectContaining({ subtotal: '400' })]);
    await put('?replace=item');
    expect(await invoices()).toEqual([expect.objectContaining({ subtotal: '200' })]);
  });

  it('late commit of a POST whose key has been used meanwhile changes nothing', async () => {
    const post = () => office.call('POST', '/record/v1/invoice', invoiceBody(customer, [[2, 100]]));
    await office.fault({ kind: 'late_commit', delay_ms: 40, answer: 'error', times: 1, match: { method: 'POST', path: 'invoice' } });
    expect((await post()).status).toBe(503);
    expect((await post()).status).toBe(204);
    await wait(120);
    expect(await invoices()).toEqual([expect.objectContaining({ tranid: 'INV-US01-000001', subtotal: '200' })]);
    expect(await office.control('GET', 'documents/duplicates')).toEqual([]);
  });

  it('the idempotency key counts on jobs only', async () => {
    const key = { 'x-netsuite-idempotency-key': 'b8f7d0d2-2a4e-4d2e-9d41-111111111111' };
    const plain = (n: number) => office.call('POST', '/record/v1/customer', { companyName: `Plain ${n}`, subsidiary: '1' }, key);
    expect([(await plain(1)).status, (await plain(2)).status]).toEqual([204, 204]);
    const asJob = (name: string) => office.call('POST', '/record/v1/customer', { companyName: name, subsidiary: '1' }, { ...key, prefer: 'respond-async' });
    const first = await asJob('Job 1');
    expect([first.status, first.headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    const again = await asJob('Job 2');
    expect([again.status, again.json.title, again.code, again.headers.get('location')]).toEqual([400, 'Conflict', 'IDEMPOTENCY_ERROR', first.headers.get('location')]);
    const job = first.headers.get('location')!.split('/services/rest')[1]!;
    expect((await office.call('GET', job)).json).toMatchObject({ completed: true, progress: 'succeeded' });
    const result = await office.call('GET', `${job}/task/1/result`);
    expect([result.status, result.headers.get('location')]).toEqual([204, expect.stringMatching(/customer\/\d+$/)]);
    expect(await office.query("SELECT companyname FROM customer WHERE companyname LIKE 'Job%'")).toEqual([{ companyname: 'Job 1' }]);
  });

  it('a job that fails leaves nothing behind but its result', async () => {
    const answer = await office.call('POST', '/record/v1/invoice', invoiceBody(customer, [[1, -5]]), { prefer: 'respond-async' });
    expect(answer.status).toBe(202);
    const job = answer.headers.get('location')!.split('/services/rest')[1]!;
    expect((await office.call('GET', job)).json.progress).toBe('failed');
    const result = await office.call('GET', `${job}/task/1/result`);
    expect([result.status, result.code]).toEqual([400, 'USER_ERROR']);
    expect(await office.query('SELECT id FROM transaction')).toEqual([]);
  });

  it('a job shows as pending until its time has come', async () => {
    await office.control('POST', 'switches/async_delay_ms', { value: 60 });
    const answer = await office.call('POST', '/record/v1/customer', { companyName: 'Slow', subsidiary: '1' }, { prefer: 'respond-async' });
    const job = answer.headers.get('location')!.split('/services/rest')[1]!;
    expect((await office.call('GET', job)).json).toMatchObject({ completed: false, progress: 'pending' });
    expect((await office.call('GET', `${job}/task/1/result`)).status).toBe(404);
    await wait(90);
    expect((await office.call('GET', job)).json.completed).toBe(true);
  });

  it('more requests at a time than the account allows are answered 429', async () => {
    await office.control('POST', 'switches/concurrency_limit', { value: 2 });
    expect((await office.call('GET', '/system/v1/governanceLimits')).json.accountConcurrencyLimit).toBe(2);
    await office.fault({ kind: 'latency', ms: 80, match: { path: 'record/v1/customer' } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => office.call('GET', '/record/v1/customer')));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 429, 429]);
    expect(answers.find((answer) => answer.status === 429)).toMatchObject({ code: 'CONCURRENCY_LIMIT_EXCEEDED' });
  });

  it('injected errors speak in the shape of NetSuite', async () => {
    await office.fault({ kind: 'error', status: 503, times: 1 });
    expect(await office.call('GET', '/record/v1/customer')).toMatchObject({ status: 503, code: 'UNEXPECTED_ERROR' });
    await office.fault({ kind: 'rate_limit', times: 1 });
    const limited = await office.call('GET', '/record/v1/customer');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, null]);
  });

  it('a person\'s edit shows up in the next delta read', async () => {
    await office.control('POST', 'clock', { now: '2026-07-16T10:00:00Z', frozen: true });
    const delta = () => office.query("SELECT entityid, email FROM customer WHERE lastmodifieddate >= TO_DATE('2026-07-16 00:00:00','YYYY-MM-DD HH24:MI:SS') ORDER BY lastmodifieddate, id");
    expect(await delta()).toEqual([]);
    await office.act('edit_customer', { entityid: 'C-1001', changes: { email: 'new@initech.test' } });
    expect(await delta()).toEqual([{ entityid: 'C-1001', email: 'new@initech.test' }]);
    await expect(office.act('edit_customer', { id: customer, changes: { companyName: null } })).rejects.toThrow('Company Name');
  });

  it('documents hold the business content under the firm\'s codes, without ids or times', async () => {
    const job = await office.create('job', jobBody(customer));
    await office.create('invoice', invoiceBody(customer, [[2, 100]], { job: { id: job }, otherRefNum: 'PO-1', memo: 'run 77' }));
    await office.create('journalEntry', {
      subsidiary: '1', tranDate: '2026-07-10', externalId: 'tl_je1',
      line: { items: [{ account: account('2300'), credit: 5 }, { account: account('5000'), debit: 5, entity: job, department: { externalId: 'DATA' }, class: { externalId: 'AMER' } }] },
    });
    const documents: any[] = await office.control('GET', 'documents');
    expect(documents.map((one: any) => [one.type, one.effect_key])).toEqual([['customer', 'tl_c1'], ['invoice', 'tl_i1'], ['job', 'tl_j1'], ['journalEntry', 'tl_je1']]);
    expect(documents[1].digest).toEqual({
      subsidiary: 'US01', currency: 'USD', exchange_rate: '1', tran_date: '2026-07-15', period: 'Jul 2026', status: 'Open', approval: 'Approved', customer: 'C-1001', job: 'US01-OPP-1',
      due_date: '2026-08-14', po: 'PO-1', subtotal: '200', tax_total: '16.5', total: '216.5', amount_remaining: '216.5',
      lines: [{ item: 'SVC-TIME', quantity: '2', rate: '100', amount: '200', tax_code: 'US-TX-STD' }],
    });
    expect(documents[3].digest.lines).toEqual([
      { account: '2300', credit: '5' }, { account: '5000', debit: '5', entity: 'US01-OPP-1', department: 'DATA', class: 'AMER' },
    ]);
    expect(JSON.stringify(documents.map((one: any) => one.digest))).not.toMatch(/run 77|2026-07-1\dT/);
  });
});
