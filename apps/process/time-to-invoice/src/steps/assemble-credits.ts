import { type Contract, dec, newId, sum, type TaxCode } from '#lib/canonical';
import { creditLine, invoiceTotals } from '#lib/rules';
import { BillingEvent, Invoice, InvoiceLine, recordById, recordByKey, TENANT } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import { In, type EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { dateOf, type DraftRequest, publishDraft } from './assemble-drafts.js';
import { monthEnd } from '#lib/canonical';

/**
 * COR-2, COR-7: credit memo drafts for corrected work whose invoice is posted. Each line credits its original line at the original
 * rate and tax, and never more than is left of it. Amounts on the document are positive; the ERP knows it is a credit.
 */
export async function assembleCredits(em: EntityManager, request: DraftRequest): Promise<string[]> {
  const credits = await em.findBy(BillingEvent, { contract_id: request.contract_id, kind: 'credit', status: 'ready' });
  if (credits.length === 0) return [];
  const originals = new Map((await em.findBy(BillingEvent, { id: In(credits.map((c) => c.original_event_id!)) })).map((e) => [e.id, e]));
  const byInvoice = new Map<string, BillingEvent[]>();
  for (const credit of credits) {
    const invoiceId = originals.get(credit.original_event_id!)?.invoice_id;
    if (invoiceId) byInvoice.set(invoiceId, [...(byInvoice.get(invoiceId) ?? []), credit]);
  }
  const ids: string[] = [];
  for (const [invoiceId, events] of [...byInvoice].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
    if (!['posted', 'partially_paid', 'paid', 'disputed'].includes(invoice.status)) continue; // the credit waits until the ERP has the invoice
    ids.push(await draftCredit(em, request, invoice, events, originals, 'correction'));
  }
  return ids;
}

/** One credit memo draft for credit events of one invoice, each line at the rate, tax and account of the line it credits. */
export async function draftCredit(em: EntityManager, request: DraftRequest, original: Invoice, events: BillingEvent[], originals: Map<string, BillingEvent>, reasonCode: string): Promise<string> {
  const contract = (await recordById<Contract>(em, original.contract_id))!;
  const lines = await em.find(InvoiceLine, { where: { invoice_id: original.id }, order: { line_no: 'ASC' } });
  const perLine = lines.map((line) => ({ line, events: events.filter((e) => originals.get(e.original_event_id!)?.invoice_line_no === line.line_no) })).filter((l) => l.events.length > 0);
  const parts = [];
  for (const { line, events: credited } of perLine) {
    const amount = sum(credited.map((e) => e.net)).negated();
    const checked = creditLine({ line_net: line.net, credited: [await creditedOf(em, original.id, line.line_no)], amount: amount.toFixed(), currency: original.currency });
    if (!checked.ok) throw new BusinessFailure('OVERCREDIT', `credit:${original.invoice_number}:${line.line_no}`, `Credit of ${amount.toFixed()} on line ${line.line_no} of invoice ${original.invoice_number} exceeds what is left of it (${checked.remaining})`, { remaining: checked.remaining });
    parts.push({ line, events: credited, net: amount.toFixed(), quantity: sum(credited.map((e) => e.quantity)).negated().toFixed() });
  }
  const zeroReason = async (code: string) => (await recordByKey<TaxCode>(em, 'tax_code', code))?.data.zero_reason ?? null;
  const totals = invoiceTotals({ currency: original.currency, tax_method: original.tax_method as 'per_category', lines: await Promise.all(parts.map(async (p) => ({ net: p.net, tax_code: p.line.tax_code, tax_rate: p.line.tax_rate, zero_reason: dec(p.line.tax_rate).isZero() ? await zeroReason(p.line.tax_code) : null }))) });
  const no = (await em.countBy(Invoice, { original_invoice_id: original.id, kind: 'credit_memo' })) + 1;
  const memo = em.create(Invoice, {
    id: newId(), tenant_id: TENANT, kind: 'credit_memo', draft_key: `${original.draft_key}:credit:${no}`, legal_entity_code: original.legal_entity_code, client_id: original.client_id, contract_id: original.contract_id, currency: original.currency,
    invoice_date: await dateOf(em, contract, monthEnd(`${request.period}-01`)), due_date: null, billing_period: request.period, po_number: original.po_number, grouping_key: original.grouping_key, subtotal: totals.subtotal, discount_total: '0', tax_total: totals.tax_total, total: totals.total,
    tax_method: original.tax_method, tax_lines: totals.tax_lines, status: 'draft', prepared_by: request.prepared_by, original_invoice_id: original.id, reason_code: reasonCode, why: totals.why, correlation_id: original.correlation_id, run_id: request.run_id,
  });
  await em.insert(Invoice, memo);
  for (const [i, p] of parts.entries()) {
    await em.insert(InvoiceLine, em.create(InvoiceLine, { ...p.line, invoice_id: memo.id, line_no: String(i + 1), description: `Credit of invoice ${original.invoice_number} line ${p.line.line_no}: ${p.line.description}`, quantity: p.quantity, net: p.net, billing_event_ids: p.events.map((e) => e.id), original_line_no: p.line.line_no }));
    for (const event of p.events) await changeEvent(em, event, { status: 'on_draft', invoice_id: memo.id, invoice_line_no: String(i + 1) });
  }
  await publishDraft(em, memo, request.prepared_by);
  return memo.id;
}

/** What memos that stand, drafts included, credit of a line. */
export async function creditedOf(em: EntityManager, invoiceId: string, lineNo: string): Promise<string> {
  const [{ before }] = await em.query(
    `select coalesce(sum(l.net), 0)::text as before from invoice_line l join invoice i on i.id = l.invoice_id where i.kind = 'credit_memo' and i.status <> 'voided' and i.original_invoice_id = $1 and l.original_line_no = $2`, [invoiceId, lineNo]);
  return before;
}
