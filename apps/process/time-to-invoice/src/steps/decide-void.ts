import { audit, BillingEvent, clearExceptions, Invoice } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { mismatchKey } from './follow-erp.js';

export interface VoidDecision {
  /** `rebill`: what the document carried is ready again. `write_off`: its value is given up (COR-6). */
  decision: 'rebill' | 'write_off';
  reason: string;
  by: string;
}

/** The document is not voided, or what it carried was decided already. */
export class NothingToDecide extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NothingToDecide';
  }
}

/**
 * A person decides what becomes of the work on a document that the ERP voided. Work that was corrected meanwhile is not billed again: its
 * correction takes it back. Ends the PAYMENT_MISMATCH of the void.
 */
export async function decideVoid(em: EntityManager, invoiceId: string, d: VoidDecision): Promise<void> {
  const invoice = await em.findOneOrFail(Invoice, { where: { id: invoiceId }, lock: { mode: 'pessimistic_write' } });
  if (invoice.status !== 'voided' || !invoice.erp_source_id) throw new NothingToDecide(`Document ${invoice.invoice_number ?? invoice.draft_key} is ${invoice.status}: only one that the ERP voided needs a decision.`);
  const carried = await em.findBy(BillingEvent, { invoice_id: invoiceId, status: 'invoiced' });
  if (carried.length === 0) throw new NothingToDecide(`What became of the work on document ${invoice.invoice_number} was decided already.`);
  const corrections = await em.findBy(BillingEvent, { kind: 'credit', status: 'ready', original_event_id: In(carried.map((e) => e.id)) });
  for (const event of carried) {
    const corrected = corrections.find((c) => c.original_event_id === event.id);
    const open = await changeEvent(em, event, { status: 'ready', invoice_id: null, invoice_line_no: null });
    if (corrected) {
      await changeEvent(em, corrected, { status: 'cancelled' });
      await changeEvent(em, open, { status: 'cancelled' });
    } else if (d.decision === 'write_off') await changeEvent(em, open, { status: 'written_off', hold_reason: d.reason });
    if (invoice.kind !== 'credit_memo') await settleFacts(em, event, corrected ? 'reversed' : d.decision === 'rebill' ? 'unbilled' : 'written_off');
  }
  await clearExceptions(em, { business_key: mismatchKey(invoice), code: 'PAYMENT_MISMATCH' }, 'marked_done', { by: d.by, reason: d.reason });
  await audit(em, { who: d.by, what: 'invoice.void_decided', entity: 'invoice', entity_id: invoice.id, before: { billing_events: 'invoiced' }, after: { decision: d.decision, billing_events: carried.length }, correlation_id: invoice.correlation_id, reason: d.reason });
}

/** The time, expense or instalment behind an event of a voided invoice is open again, or given up. What a credit memo took back stays with its correction. */
async function settleFacts(em: EntityManager, event: BillingEvent, status: string): Promise<void> {
  for (const [table, id] of [['time_entry', event.time_entry_id], ['expense_line', event.expense_line_id]] as const) {
    if (id) await em.query(`update ${table} set billing_status = $2, version = version + 1, updated_at = now() where id = $1 and billing_status = 'billed'`, [id, status]);
  }
  if (event.schedule_line_id) await em.query(`update billing_schedule_line set status = 'due', version = version + 1, updated_at = now() where id = $1 and status = 'invoiced'`, [event.schedule_line_id]);
}
