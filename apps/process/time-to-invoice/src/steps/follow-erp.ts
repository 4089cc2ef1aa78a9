import { canReach, dec, plainDecimal } from '#lib/canonical';
import { appendEvents, audit, clearExceptions, type ErpStanding, erpStanding, Invoice, raiseException, type StoredRecord } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { BillingEvent } from '#lib/store';
import { audienceOf, type PostedDocument } from './posted.js';

/** Whom to tell that a document has come to another status, and of what. */
export interface Told extends PostedDocument {
  status: 'posted' | 'partially_paid' | 'paid' | 'credited' | 'voided';
  /** Rises each time: a document may come to one status more than once. */
  no: number;
}

/** What says that the ERP's word on a document is new here. */
export function standingKey(invoice: Invoice, standing: ErpStanding): string | undefined {
  const same = standing.status === invoice.status && dec(standing.amount_paid).eq(invoice.amount_paid) && dec(standing.credited).eq(invoice.credited);
  const known = same && standing.differences.length === 0;
  return known ? undefined : [standing.status, standing.amount_paid, standing.credited, ...standing.records.map((r) => `${r.id}.${r.version}`)].join(':');
}

/**
 * Takes over what the ERP says of a posted document: status and what is paid, as events `invoice.paid` and `invoice.changed`. What the
 * gateway did not ask for (a void, another amount, a credit memo made by hand) becomes PAYMENT_MISMATCH with both sides' records, and
 * that is resolved when both agree again. Returns whom to tell; null when only amounts or nothing changed.
 */
export async function followErp(em: EntityManager, invoiceId: string, runId: string): Promise<Told | null> {
  const invoice = await em.findOneOrFail(Invoice, { where: { id: invoiceId }, lock: { mode: 'pessimistic_write' } });
  const standing = await erpStanding(em, invoice);
  if (!standing) return null;
  await compareSides(em, invoice, standing, runId);
  const paidBefore = dec(invoice.amount_paid);
  const to = canReach('invoice', invoice.status, standing.status) ? standing.status : invoice.status;
  const moved = to !== invoice.status;
  if (!moved && paidBefore.eq(standing.amount_paid) && dec(invoice.credited).eq(standing.credited)) return null;
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, status: to, amount_paid: standing.amount_paid, credited: standing.credited, updated_at: new Date() }));
  const data = { invoice_id: invoice.id, number: invoice.invoice_number, contract_id: invoice.contract_id, kind: invoice.kind, currency: invoice.currency, total: plainDecimal(invoice.total), amount_paid: plainDecimal(standing.amount_paid), credited: plainDecimal(standing.credited), status: to, previous_status: invoice.status };
  const event = { entity: 'invoice', entity_id: invoice.id, entity_version: after.version, partition_key: `contract:${invoice.contract_id}`, approval_status: 'approved', correlation_id: invoice.correlation_id, data };
  if (dec(standing.amount_paid).gt(paidBefore)) await appendEvents(em, [{ ...event, type: 'invoice.paid', idempotency_key: `${invoice.id}:paid:${after.version}`, data: { ...data, payment: dec(standing.amount_paid).minus(paidBefore).toFixed() } }]);
  if (moved || dec(standing.amount_paid).lt(paidBefore)) await appendEvents(em, [{ ...event, type: 'invoice.changed', idempotency_key: `${invoice.id}:changed:${after.version}` }]);
  await audit(em, { who: 'process:time-to-invoice', what: `invoice.${to}`, entity: 'invoice', entity_id: invoice.id, before: { status: invoice.status, amount_paid: invoice.amount_paid, credited: invoice.credited }, after: data, correlation_id: invoice.correlation_id, details: { erp: standing.records.map((r) => ({ source_id: r.source_id, version: r.source_version })) } });
  if (!moved || to === 'disputed') return null;
  const events = await em.findBy(BillingEvent, { invoice_id: invoiceId });
  return {
    ...(await audienceOf(em, invoice, events)), invoice_number: invoice.invoice_number!, kind: invoice.kind, invoice_date: invoice.invoice_date, total: plainDecimal(invoice.total), currency: invoice.currency,
    status: to as Told['status'], no: after.version,
  };
}

async function compareSides(em: EntityManager, invoice: Invoice, standing: ErpStanding, runId: string): Promise<void> {
  const business_key = mismatchKey(invoice);
  if (standing.differences.length === 0) {
    await clearExceptions(em, { business_key, code: 'PAYMENT_MISMATCH' }, 'cleared', { by: 'process:time-to-invoice', reason: 'The ERP and the gateway agree on the document' });
    return;
  }
  await raiseException(em, {
    code: 'PAYMENT_MISMATCH', business_key, workflow: 'follow-invoice', run_id: runId, correlation_id: invoice.correlation_id, legal_entity_code: invoice.legal_entity_code,
    message: `${invoice.kind === 'credit_memo' ? 'Credit memo' : 'Invoice'} ${invoice.invoice_number}: ${standing.differences.join('; ')}`,
    context: { invoice_id: invoice.id, differences: standing.differences, ...(standing.status === 'voided' ? { decide: `POST /process/time-to-invoice/v1/invoices/${invoice.id}/void-decision` } : {}) },
    evidence: [{ system: 'throughline', record: sideOf(invoice) }, ...standing.records.map((r) => ({ system: r.source_system, record: erpSide(r) }))],
  });
}

/** Business key of the exception about what the ERP says of a document. */
export const mismatchKey = (invoice: Pick<Invoice, 'draft_key'>): string => `invoice:${invoice.draft_key}:erp`;

const sideOf = (i: Invoice) => ({ invoice_id: i.id, invoice_number: i.invoice_number, status: i.status, subtotal: plainDecimal(i.subtotal), tax_total: plainDecimal(i.tax_total), total: plainDecimal(i.total), currency: i.currency, amount_paid: plainDecimal(i.amount_paid), credited: plainDecimal(i.credited) });
const erpSide = (r: StoredRecord) => ({ source_id: r.source_id, source_version: r.source_version, natural_key: r.natural_key, ...r.data });
