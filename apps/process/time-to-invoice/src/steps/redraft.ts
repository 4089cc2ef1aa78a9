import { type Client, type Contract } from '#lib/canonical';
import { invoiceTotals } from '#lib/rules';
import { appendEvents, BillingEvent, Invoice, InvoiceLine, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { withdrawProposal } from './propose-credit.js';
import { groupEvents, insertLines, publishDraft, taxOf } from './assemble-drafts.js';

/** A draft computes itself anew from the events it still has (INV-5); with none left it is voided. */
export async function redraft(em: EntityManager, invoiceId: string): Promise<void> {
  const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
  if (invoice.status !== 'draft') throw new Error(`invoice ${invoice.id} is ${invoice.status}: only drafts are computed anew`);
  const events = await em.findBy(BillingEvent, { invoice_id: invoiceId, status: 'on_draft' });
  await em.delete(InvoiceLine, { invoice_id: invoiceId });
  if (events.length === 0) return voidDraft(em, invoice);
  const contract = (await recordById<Contract>(em, invoice.contract_id))!;
  const client = (await recordById<Client>(em, invoice.client_id))!;
  const groups = groupEvents(events, invoice.billing_period, contract.data, client.data);
  const lines = groups.flatMap((g) => g.lines);
  const tax = await taxOf(em, groups[0]!.key['tax_profile'] ?? null, contract);
  const totals = invoiceTotals({ currency: invoice.currency, lines: lines.map((l) => ({ net: l.net, tax_code: tax.data.code, tax_rate: tax.data.rate, zero_reason: tax.data.zero_reason ?? null })) });
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, subtotal: totals.subtotal, tax_total: totals.tax_total, total: totals.total, tax_lines: totals.tax_lines, why: [...groups.flatMap((g) => g.why), ...totals.why], updated_at: new Date() }));
  await insertLines(em, after, lines, tax.data);
  for (const [i, line] of lines.entries()) for (const event of events.filter((e) => line.event_ids.includes(e.id))) if (event.invoice_line_no !== String(i + 1)) await changeEvent(em, event, { invoice_line_no: String(i + 1) });
  await publishDraft(em, after, 'throughline');
}

/** Voids a draft; whatever it carried goes back to ready. */
export async function voidDraft(em: EntityManager, invoice: Invoice): Promise<void> {
  const carried = await em.findBy(BillingEvent, { invoice_id: invoice.id, status: 'on_draft' });
  for (const event of carried) await changeEvent(em, event, { status: 'ready', invoice_id: null, invoice_line_no: null });
  if (carried.length > 0) await em.query(`update time_entry set billing_status = 'unbilled', updated_at = now() where id = any($1::uuid[]) and billing_status = 'on_draft'`, [carried.map((e) => e.time_entry_id)]);
  await withdrawProposal(em, invoice, carried);
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, status: 'voided', updated_at: new Date() }));
  await appendEvents(em, [{ type: 'invoice.voided', entity: 'invoice', entity_id: invoice.id, entity_version: after.version, partition_key: `contract:${invoice.contract_id}`, idempotency_key: `${invoice.id}:voided`, approval_status: 'approved', correlation_id: invoice.correlation_id, data: { invoice_id: invoice.id, draft_key: invoice.draft_key } }]);
}
