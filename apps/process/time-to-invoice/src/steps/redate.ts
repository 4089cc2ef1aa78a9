import type { Client, Contract } from '#lib/canonical';
import { audit, Invoice, periodsOf, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { dueDate } from './assemble-drafts.js';

/** CLS-3: the ERP refused the date because its period is closed; the document takes the first day of the next period. False when none is open. */
export async function redate(em: EntityManager, invoiceId: string): Promise<boolean> {
  const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
  const next = (await periodsOf(em, invoice.legal_entity_code, 'billing')).find((p) => p.start > invoice.invoice_date && p.status === 'open');
  if (!next) return false;
  const contract = await recordById<Contract>(em, invoice.contract_id);
  const client = await recordById<Client>(em, invoice.client_id);
  const due_date = invoice.kind === 'credit_memo' ? null : dueDate(next.start, contract?.data.payment_terms ?? client?.data.payment_terms);
  await em.update(Invoice, { id: invoiceId }, { invoice_date: next.start, due_date, updated_at: new Date() });
  await audit(em, { who: 'process:time-to-invoice', what: 'invoice.redated', entity: 'invoice', entity_id: invoiceId, before: { invoice_date: invoice.invoice_date }, after: { invoice_date: next.start }, correlation_id: invoice.correlation_id, reason: 'The ERP has closed the period (CLS-3)' });
  return true;
}
