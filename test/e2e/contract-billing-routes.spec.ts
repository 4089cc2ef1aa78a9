import type { Principal } from '#lib/platform';
import { Invoice } from '#lib/store';
import type { DataSource } from 'typeorm';
import { dailyDues } from '../../apps/process/contract-billing/src/flows/start-dues.js';
import { BillingDuesController } from '../../apps/process/contract-billing/src/http/billing-dues.controller.js';
import { RetentionsController } from '../../apps/process/contract-billing/src/http/retentions.controller.js';
import { TermsViewsController } from '../../apps/process/contract-billing/src/http/terms-views.controller.js';
import { UsageRecordsController } from '../../apps/process/contract-billing/src/http/usage-records.controller.js';
import { BillingEventsController } from '../../apps/process/time-to-invoice/src/http/billing-events.controller.js';
import { BillingRunsController } from '../../apps/process/time-to-invoice/src/http/billing-runs.controller.js';
import { CreditsController } from '../../apps/process/time-to-invoice/src/http/credits.controller.js';
import { InvoicesController } from '../../apps/process/time-to-invoice/src/http/invoices.controller.js';
import { until } from '../../libs/process/src/testing/database.js';
import { ContractFirm } from '../support/contract-firm.js';

jest.setTimeout(900_000);
let f: ContractFirm;
let ds: DataSource;
const ann = { sub: 'ann' } as Principal;
const bob = { sub: 'bob' } as Principal;
beforeAll(async () => {
  f = await ContractFirm.found();
  ds = f.t.db.ds;
}, 900_000);
afterAll(() => f.close());

it('dues are raised once per key; a retention waits until it is released; a schedule can be read', async () => {
  const k = await f.sign([{ contract_type: 'fixed_fee', amount: '1000', retention: '0.1', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-07-15', amount: '1000' }] }]);
  const dues = new BillingDuesController(ds);
  const first = await dues.start({ through: '2026-07-31', contract_number: k }, `dues-${k}-july`, ann);
  expect(await dues.start({ through: '2026-07-31', contract_number: k }, `dues-${k}-july`, ann)).toEqual(first);
  await expect(dues.start({ through: '2026-08-31', contract_number: k }, `dues-${k}-july`, ann)).rejects.toMatchObject({ status: 409 });
  await expect(dues.start({ through: '2026-08-31' }, undefined, ann)).rejects.toMatchObject({ status: 400 });
  expect(await until('the dues are raised', () => dues.progress(first.id), (p) => p.running === 0)).toMatchObject({ contracts: 1, done: 1, failed: 0 });
  expect((await new TermsViewsController(ds).schedules({ contract_number: k })).lines).toMatchObject([{ seq: '1', trigger: 'date', amount: '1000', status: 'due' }]);
  const retentions = new RetentionsController(ds);
  const [kept] = (await retentions.list({ contract_number: k })).retentions;
  expect(kept).toMatchObject({ net: '100', status: 'held' });
  expect(await retentions.release(kept!.id, { reason: 'final acceptance', bill_date: '2026-08-31' }, bob)).toMatchObject({ status: 'ready', event_date: '2026-08-31' });
  expect(await retentions.release(kept!.id, { reason: 'again' }, bob)).toMatchObject({ status: 'ready', event_date: '2026-08-31' });
  expect((await new BillingEventsController(ds).list({ contract_number: k, kind: 'schedule' })).billing_events.map((e) => [e.part, e.net, e.account_role]).sort()).toEqual([['billable', '900', 'contract_liability'], ['retention', '100', 'contract_liability']]);
});

it('a batch of usage says for each record what became of it; pages follow one another', async () => {
  const k = await f.sign([{ contract_type: 'managed_services', usage: [{ meter: 'calls', unit: 'call', tiers: [{ price: '2' }] }] }]);
  const usage = new UsageRecordsController(ds);
  const record = { contract_number: k, line_no: '1', meter: 'calls', subject: 's', period_start: '2026-07-01', period_end: '2026-07-31', quantity: '10', unit: 'call', source_system: 'm', source_ref: 'r' };
  const answer = await usage.batch({ records: [record, record, { ...record, meter: 'none' }, { ...record, subject: 't' }, { ...record, quantity: '11' }] });
  expect(answer).toMatchObject({ accepted: 2, unchanged: 1, refused: 2 });
  expect(answer.results.map((r) => r.outcome)).toEqual(['accepted', 'unchanged', 'rejected', 'accepted', 'conflict']);
  expect(answer.results[2]!.errors).toMatchObject([{ field: 'meter', fix: expect.stringContaining('calls') }]);
  await expect(usage.one({ ...record, unit: 'minute' })).rejects.toMatchObject({ status: 422, errors: [{ field: 'unit' }] });
  await expect(usage.one({ ...record, quantity: '12' })).rejects.toMatchObject({ status: 409, errors: [{ field: 'record_version' }] });
  const one = await usage.list({ contract_number: k, limit: 1 });
  const two = await usage.list({ contract_number: k, limit: 1, cursor: one.next_cursor! });
  expect([one.usage_records.length, two.usage_records.length, two.next_cursor]).toEqual([1, 1, null]);
});

it('a billing run of the month raises what is due first; a person lets a draft take less of an advance', async () => {
  const k = await f.sign([{ rate_card_code: 'STD', included_classes: ['time'] }, { contract_type: 'retainer', included_classes: ['fee'], retainer: { unit: 'money', fee: '500', included: '500', frequency_months: '12' } }]);
  const runs = new BillingRunsController(ds);
  const started = await runs.start({ period: '2026-07', contract_number: k }, `billing-${k}-07`, ann);
  expect(started.contracts).toBe(1);
  expect(await until('the run has ended', () => runs.progress(started.id), (p) => p.running === 0)).toMatchObject({ done: 1, invoices: 1 });
  const invoices = new InvoicesController(ds);
  const advance = (await invoices.list({ period: '2026-07' })).invoices.find((i) => i.contract_number === k)!;
  await f.post(await f.em.findOneByOrFail(Invoice, { id: advance.id }));
  await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '3' }]);
  const [draft] = await f.bill(k, '2026-07');
  expect(await invoices.one(draft!.id)).toMatchObject({ subtotal: '0' });
  const lowered = await invoices.advance(draft!.id, { amount: '100' }, ann);
  expect([lowered.subtotal, lowered.lines.map((l) => l.net)]).toEqual(['200', ['300', '-100']]);
  expect((await f.totals()).totals.every((t) => t.holds)).toBe(true);
});

it('RET-5: what no invoice took of a refundable advance is given back by a credit memo, once; what was taken or is being taken is not', async () => {
  const money = (refundable: boolean) => [{ rate_card_code: 'STD', included_classes: ['time'] }, { contract_type: 'retainer', included_classes: ['fee'], retainer: { unit: 'money', fee: '500', included: '500', frequency_months: '12', refundable } }];
  const credits = new CreditsController(ds);
  const refund = (id: string, net: string, key: string, more: object = {}) => credits.credit(id, { lines: [{ line_no: '1', net }], reason_code: 'refund', reason: 'the retainer has ended', ...more }, `refund-${key}`, ann);
  const k = await f.sign(money(true));
  const [advance] = await f.bill(k, '2026-07');
  await f.post(advance!);
  await f.work(k, '2026-07-06', [{ date: '2026-07-06', hours: '3' }]);
  const [work] = await f.bill(k, '2026-07');
  await expect(refund(advance!.id, '200.01', `${k}-1`)).rejects.toMatchObject({ status: 422, code: 'OVER_REFUND', errors: [{ field: 'lines[0].net', fix: 'Credit at most 200.00.' }] });
  await expect(refund(work!.id, '100', `${k}-2`)).rejects.toMatchObject({ status: 409 });
  await f.post(work!);
  await expect(refund(work!.id, '100', `${k}-3`)).rejects.toMatchObject({ status: 422, code: 'NOT_REFUNDABLE' });
  await expect(refund(advance!.id, '100', `${k}-4`, { rebill: true })).rejects.toMatchObject({ status: 422, errors: [{ field: 'rebill' }] });
  const memo = await refund(advance!.id, '200', `${k}-5`);
  expect(await refund(advance!.id, '200', `${k}-5`)).toEqual(memo);
  await expect(refund(advance!.id, '0.01', `${k}-6`)).rejects.toMatchObject({ status: 422, code: 'OVER_REFUND' });
  // While it is proposed, an invoice cannot take the same money.
  await f.work(k, '2026-07-13', [{ date: '2026-07-13', hours: '1' }]);
  expect((await f.bill(k, '2026-07')).map((d) => [d.kind, Number(d.subtotal)])).toEqual([['invoice', 100]]);
  await expect(new InvoicesController(ds).release(memo.id, ann)).rejects.toMatchObject({ status: 403 });
  const { verb, body } = await f.post(await f.em.findOneByOrFail(Invoice, { id: memo.id }));
  expect([verb, body.subtotal, body.lines.map((l: { account_role: string }) => l.account_role)]).toEqual(['create_credit_memo', '200', ['contract_liability']]);
  await f.dues(k, '2026-07-31');
  expect((await f.totals()).retainers.filter((r) => r.contract_number === k)).toMatchObject([{ granted: '500', drawn: '300', refunded: '200', balance: '0', holds: true }]);
  expect((await f.totals()).totals.every((t) => t.holds)).toBe(true);
  const fixed = await f.sign(money(false));
  const [kept] = await f.bill(fixed, '2026-07');
  await f.post(kept!);
  await expect(refund(kept!.id, '500', `${fixed}-1`)).rejects.toMatchObject({ status: 422, code: 'NOT_REFUNDABLE' });
});

it('COR-2: a charge that was credited is not credited once more when dues are raised, given up or billed anew', async () => {
  for (const rebill of [false, true]) {
    const k = await f.sign([{ contract_type: 'managed_services', recurring: { amount: '300', timing: 'advance', service_start: '2026-07-01', anchor_day: '1' } }]);
    const [invoice] = await f.bill(k, '2026-07');
    await f.post(invoice!);
    await new CreditsController(ds).credit(invoice!.id, { lines: [{ line_no: '1', net: '100' }], reason_code: 'goodwill', reason: 'an outage', rebill }, `goodwill-${k}`, ann);
    const events = ['credit billable:credit-1 07-01 on_draft -100', 'recurring 07-01 invoiced 300', rebill ? 'recurring billable:rebill-1 07-01 ready 100' : 'recurring billable:waived-1 07-01 written_off 100'];
    expect(await f.billing(k)).toEqual(events);
    await f.dues(k, '2026-07-31');
    expect(await f.billing(k)).toEqual(events);
  }
  expect((await f.totals()).totals.every((t) => t.holds)).toBe(true);
});

it('BILLING_DUES_DAILY raises what falls due up to the day, once however many replicas ask', async () => {
  const k = await f.sign([{ contract_type: 'fixed_fee', amount: '900', billing_schedule: [{ seq: '1', trigger: 'date', bill_date: '2026-09-15', amount: '400' }, { seq: '2', trigger: 'date', bill_date: '2026-10-15', amount: '500' }] }]);
  await Promise.all([1, 2, 3].map(() => dailyDues.start(ds, '2026-09-20')));
  await f.eventually(k, ['schedule 09-15 ready 400']);
  const runs = await f.t.rows(`select count(*)::int as n from process_run where flow = 'contract-dues' and input->>'contract_id' = $1 and input->>'through' = '2026-09-20'`, [f.firm.id(k)]);
  expect(runs).toEqual([{ n: 1 }]);
});
