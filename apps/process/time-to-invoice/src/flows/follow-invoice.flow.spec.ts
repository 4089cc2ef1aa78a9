import 'reflect-metadata';
import { applySourceRecord, Invoice } from '#lib/store';
import { until } from '../../../../../libs/process/src/testing/database.js';
import { testEngine, type TestEngine } from '../../../../../libs/process/src/testing/engine.js';
import { sourceRecord } from '../../../../../libs/store/src/testing/source-record.js';
import { Books } from '../testing/books.js';
import { Firm } from '../testing/firm.js';
import { onErpInvoice } from '../triggers.js';
import { followInvoice } from './follow-invoice.flow.js';

jest.setTimeout(300_000);
let t: TestEngine;
let firm: Firm;
let books: Books;
beforeAll(async () => {
  t = await testEngine([followInvoice, onErpInvoice]);
  firm = await Firm.found(t.db.ds.manager);
  await firm.link('C-1', 'salesforce', 'contract', '800A');
  await firm.worker('E1');
  books = new Books(firm);
});
afterAll(() => t.close());

const invoice = (id: string) => firm.em.findOneByOrFail(Invoice, { id });
/** The ERP's feed, through the store and its event, as intake brings it. */
const erpSays = async (id: string, minute: number, data: Record<string, string>) => {
  const ours = await invoice(id);
  const full = { kind: 'invoice', currency: 'USD', invoice_date: ours.invoice_date, subtotal: '800.00', tax_total: '160.00', total: '960.00', amount_due: '960.00', effect_key: 'tl_x', status: 'posted', ...data };
  await t.db.ds.transaction((em) => applySourceRecord(em, sourceRecord('erp_invoice', ours.erp_source_id!, full, { source_system: 'netsuite', natural_key: `US01:${ours.erp_source_id}`, minute, approval_status: 'approved', refs: {} } as never), { domain: 'erp', correlation_id: 'c' }));
};
const told = (status: string) => t.system.calls.filter((c) => c.question === 'ask' && (c.body as { status?: string }).status === status).map((c) => c.system);
const runs = async () => (await t.rows(`select id from process_run where flow = 'follow-invoice'`)).length;

it('what the ERP echoes starts nothing; a payment is taken over and told to PSA and CRM once each; a void is told and waits for a person', async () => {
  await books.approve('2026-07-06', [{ date: '2026-07-06', hours: '8', id: 't1' }]);
  const [id] = (await books.bill('2026-07')).drafts;
  await books.post(id!);
  await erpSays(id!, 1, {});
  await erpSays(id!, 2, { status: 'partially_paid', amount_due: '460.00' });
  await until('it is partly paid', () => invoice(id!), (i) => i.status === 'partially_paid');
  await until('both are told', async () => told('partially_paid'), (systems) => systems.length >= 2);
  expect(told('partially_paid').sort()).toEqual(['crm', 'psa']);
  expect(await runs()).toBe(1);

  await erpSays(id!, 3, { status: 'paid', amount_due: '0.00' });
  await until('it is paid', () => invoice(id!), (i) => i.status === 'paid');
  await until('both are told', async () => told('paid'), (systems) => systems.length >= 2);
  expect(await invoice(id!)).toMatchObject({ amount_paid: '960.0000' });

  // The bank returns the payment, then people void the invoice.
  await erpSays(id!, 4, {});
  await until('it is open again', () => invoice(id!), (i) => i.status === 'posted');
  await erpSays(id!, 5, { status: 'voided', subtotal: '0.00', tax_total: '0.00', total: '0.00', amount_due: '0.00' });
  await until('both are told', async () => told('voided'), (systems) => systems.length >= 2);
  expect(await books.exceptions()).toEqual([expect.stringMatching(/^PAYMENT_MISMATCH invoice:C-1/)]);
  await until('runs end', () => t.rows(`select state from process_run where flow = 'follow-invoice' and state <> 'completed'`), (rows) => rows.length === 0);
  expect(new Set(t.system.calls.filter((c) => c.question === 'ask').map((c) => c.key)).size).toBe(t.system.calls.filter((c) => c.question === 'ask').length);
});
