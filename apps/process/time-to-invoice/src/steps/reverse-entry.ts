import { canTransition, dec, newId } from '#lib/canonical';
import { reverseEntry } from '#lib/rules';
import { BillingEvent, creditBilling, Invoice, TimeEntry } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { cancelEvents, changeEvent } from './billing-events.js';
import { redraft } from './redraft.js';

const negated = (value: string | null): string | null => (value === null ? null : dec(value).negated().toFixed());

/** COR-1 and COR-2: the full negative copy of an entry, and what its billing status asks for: net, take off the draft, or credit. */
export async function reverse(em: EntityManager, original: TimeEntry, correlationId: string): Promise<void> {
  const { id, version: _version, ...fields } = original;
  const correction = reverseEntry({ ...fields, id, original_entry_id: id });
  await em.insert(TimeEntry, em.create(TimeEntry, {
    ...fields, ...correction, id: newId(), kind: 'reversal', original_entry_id: id, bill_net: negated(original.bill_net), cost_amount: negated(original.cost_amount),
    costing_status: original.costing_status === 'none' ? 'none' : 'pending', billing_status: original.billing_status === 'not_eligible' ? 'not_eligible' : 'reversed', accounting_date: null, source_version: `${original.source_version}!`, correlation_id: correlationId, updated_at: new Date(),
  } as never));
  await cancelEvents(em, { time_entry_id: id });
  let credited = false;
  // The work itself, and what a later rate added to it after it was billed (RATE-10).
  const carried = await em.findBy(BillingEvent, { time_entry_id: id, kind: In(['time', 'adjustment']), status: In(['on_draft', 'invoiced']) });
  for (const event of carried) {
    const invoice = await em.findOneByOrFail(Invoice, { id: event.invoice_id! });
    if (invoice.status === 'draft') {
      await changeEvent(em, event, { status: 'cancelled', invoice_id: null, invoice_line_no: null });
      await redraft(em, invoice.id);
    } else {
      await creditBilling(em, event);
      credited = true;
    }
  }
  // What the ERP has, or is about to have, is billed until its credit memo is posted.
  const status = credited ? original.billing_status : canTransition('time_billing', original.billing_status, 'reversed') ? 'reversed' : original.billing_status;
  await em.update(TimeEntry, { id }, { billing_status: status, updated_at: new Date() });
}
