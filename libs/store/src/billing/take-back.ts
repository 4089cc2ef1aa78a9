import { dec, newId } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { BillingEvent } from '../tables/billing-event.table.js';
import { Invoice } from '../tables/invoice.table.js';
import { changeBillingEvent, raiseBilling } from './billing-events.js';

const negated = (value: string): string => dec(value).negated().toFixed();

/** COR-2: what was billed, taken back: the mirror of the event at its original rate, waiting for a credit memo. */
export async function creditBilling(em: EntityManager, billed: BillingEvent, detail = 'billed work was corrected: credited at its original rate'): Promise<BillingEvent> {
  const credit = em.create(BillingEvent, {
    ...billed, id: newId(), kind: 'credit', part: billed.part, original_event_id: billed.id, quantity: negated(billed.quantity), gross: negated(billed.gross), discount: negated(billed.discount), fee: negated(billed.fee), net: negated(billed.net),
    status: 'ready', decision: 'invoiceable', hold_reason: null, invoice_id: null, invoice_line_no: null, version: 1, description: `Correction of ${billed.description}`,
    why: [{ rule: 'COR-2', detail, numbers: { net: billed.net } }], updated_at: new Date(),
  });
  return raiseBilling(em, credit);
}

/**
 * Takes one event back by where it stands (COR-2): cancelled while no invoice carries it or its invoice is a draft, which is then computed
 * anew without it; credited once the invoice was released. Returns what was done.
 */
export async function takeBackBilling(em: EntityManager, event: BillingEvent, detail: string): Promise<'cancelled' | 'credited' | 'nothing'> {
  if (event.status === 'cancelled' || event.status === 'credited') return 'nothing';
  const invoice = event.invoice_id ? await em.findOne(Invoice, { where: { id: event.invoice_id }, lock: { mode: 'pessimistic_write' } }) : null;
  if (!invoice || invoice.status === 'draft') {
    await changeBillingEvent(em, event, { status: 'cancelled', invoice_id: null, invoice_line_no: null });
    return 'cancelled';
  }
  const before = await em.existsBy(BillingEvent, { original_event_id: event.id, kind: 'credit' });
  if (before) return 'nothing';
  await creditBilling(em, event, detail);
  return 'credited';
}
