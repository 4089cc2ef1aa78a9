import type { Principal } from '#lib/platform';
import { Invoice } from '#lib/store';
import type { DataSource } from 'typeorm';
import { BillingDuesController } from '../../apps/process/contract-billing/src/http/billing-dues.controller.js';
import { RetentionsController } from '../../apps/process/contract-billing/src/http/retentions.controller.js';
import { TermsViewsController } from '../../apps/process/contract-billing/src/http/terms-views.controller.js';
import { UsageRecordsController } from '../../apps/process/contract-billing/src/http/usage-records.controller.js';
import { BillingEventsController } from '../../apps/process/time-to-invoice/src/http/billing-events.controller.js';
import { BillingRunsController } from '../../apps/process/time-to-invoice/src/http/billing-runs.controller.js';
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
