import { type Client, type Contract, monthEnd } from '#lib/canonical';
import { invoiceDisposition } from '#lib/rules';
import { appendEvents, BillingEvent, Invoice, InvoiceLine, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { returnAdvances, takeAdvances } from './advances.js';
import { groupEvents, publishDraft, putOnDraft, taxOf, totalsOf, withAdvances } from './assemble-drafts.js';
import { insertLines } from './draft-lines.js';
import { withdrawProposal } from './propose-credit.js';
import { moveFacts } from './settle-facts.js';

/** A draft computes itself anew from the events it still has (INV-5), advances included; with none left it is voided. */
export async function redraft(em: EntityManager, invoiceId: string): Promise<void> {
  const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
  if (invoice.status !== 'draft') throw new Error(`invoice ${invoice.id} is ${invoice.status}: only drafts are computed anew`);
  await returnAdvances(em, invoiceId);
  const kept = await em.findBy(BillingEvent, { invoice_id: invoiceId, status: 'on_draft' });
  await em.delete(InvoiceLine, { invoice_id: invoiceId });
  if (kept.length === 0) return voidDraft(em, invoice);
  const contract = (await recordById<Contract>(em, invoice.contract_id))!;
  const client = (await recordById<Client>(em, invoice.client_id))!;
  const [first, ...more] = groupEvents(kept, invoice.billing_period, contract.data, client.data);
  const plain = { ...first!, lines: [first!, ...more].flatMap((g) => g.lines), why: [first!, ...more].flatMap((g) => g.why) };
  const tax = await taxOf(em, plain.key['tax_profile'] ?? null, contract);
  // INV-6: what is left is nothing or less: carried forward.
  if (invoice.kind === 'invoice' && invoiceDisposition({ total: totalsOf(plain, tax.data).total }).disposition !== 'invoice') return voidDraft(em, invoice);
  const advances = invoice.kind === 'invoice' ? await takeAdvances(em, { contract, client, events: kept, draft_key: invoice.draft_key, date: monthEnd(`${invoice.billing_period}-01`), limit: invoice.advance_limit }) : [];
  const events = [...kept, ...advances];
  const group = withAdvances(plain, advances);
  const totals = totalsOf(group, tax.data);
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, subtotal: totals.subtotal, tax_total: totals.tax_total, total: totals.total, tax_lines: totals.tax_lines, why: [...group.why, ...totals.why], updated_at: new Date() }));
  await insertLines(em, after, group.lines, tax.data, events);
  await putOnDraft(em, invoiceId, group, events);
  await publishDraft(em, after, 'throughline');
}

/** Voids a draft; whatever it carried goes back to ready, and advances to the client's balance. */
export async function voidDraft(em: EntityManager, invoice: Invoice): Promise<void> {
  await returnAdvances(em, invoice.id);
  const carried = await em.findBy(BillingEvent, { invoice_id: invoice.id, status: 'on_draft' });
  for (const event of carried) await changeEvent(em, event, { status: 'ready', invoice_id: null, invoice_line_no: null });
  await moveFacts(em, carried, 'on_draft', 'unbilled');
  await withdrawProposal(em, invoice, carried);
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, status: 'voided', updated_at: new Date() }));
  await appendEvents(em, [{ type: 'invoice.voided', entity: 'invoice', entity_id: invoice.id, entity_version: after.version, partition_key: `contract:${invoice.contract_id}`, idempotency_key: `${invoice.id}:voided`, approval_status: 'approved', correlation_id: invoice.correlation_id, data: { invoice_id: invoice.id, draft_key: invoice.draft_key } }]);
}
