import { type CreditMemoWrite, effectKey, type InvoiceWrite, plainDecimal, transition } from '#lib/canonical';
import { appendEvents, audit, BillingEvent, clientAt, Invoice, InvoiceLine, recordById, systemIdOf } from '#lib/store';
import { BusinessFailure, systemOf } from '#lib/process';
import type { EntityManager } from 'typeorm';
import { milestoneObstacles } from './milestone-guard.js';

/** Why a release was refused: what to tell the caller. */
export class ReleaseRefused extends Error {
  constructor(readonly reason: 'segregation' | 'state', message: string) {
    super(message);
    this.name = 'ReleaseRefused';
  }
}

/** Finance releases a draft: frozen from here on (INV-5), by a person other than the preparer (SE-009). */
export async function releaseDraft(em: EntityManager, invoiceId: string, actor: string): Promise<Invoice> {
  const invoice = await em.findOne(Invoice, { where: { id: invoiceId }, lock: { mode: 'pessimistic_write' } });
  if (!invoice) throw new ReleaseRefused('state', `There is no invoice ${invoiceId}`);
  if (invoice.status !== 'draft') throw new ReleaseRefused('state', `Invoice ${invoice.draft_key} is ${invoice.status}: only a draft can be released`);
  if (invoice.prepared_by === actor) throw new ReleaseRefused('segregation', `You prepared invoice ${invoice.draft_key}: another person has to release it`);
  await draftStands(em, invoice);
  transition('invoice', transition('invoice', invoice.status, 'approved'), 'released');
  const after = await em.save(Invoice, em.create(Invoice, { ...invoice, status: 'released', released_by: actor, released_at: new Date(), updated_at: new Date() }));
  const data = { invoice_id: invoice.id, kind: invoice.kind, contract_id: invoice.contract_id, total: invoice.total, currency: invoice.currency, prepared_by: invoice.prepared_by, released_by: actor };
  await appendEvents(em, [{ type: 'invoice.released', entity: 'invoice', entity_id: invoice.id, entity_version: after.version, partition_key: `contract:${invoice.contract_id}`, idempotency_key: `${invoice.id}:released:${after.version}`, approval_status: 'approved', correlation_id: invoice.correlation_id, data }]);
  await audit(em, { who: actor, what: `${invoice.kind}.released`, entity: 'invoice', entity_id: invoice.id, before: { status: 'draft' }, after: data, correlation_id: invoice.correlation_id });
  return after;
}

/** What the draft bills must still stand: nothing on it was taken back meanwhile, and every milestone passes its guard now (FF-5). */
async function draftStands(em: EntityManager, invoice: Invoice): Promise<void> {
  const [{ gone }] = await em.query(`select count(*)::int as gone from invoice_line l cross join unnest(l.billing_event_ids) as e(id) join billing_event b on b.id = e.id where l.invoice_id = $1 and (b.status <> 'on_draft' or b.invoice_id is distinct from $1)`, [invoice.id]);
  if (gone > 0) throw new ReleaseRefused('state', `Something on invoice ${invoice.draft_key} was taken back: the draft is being computed anew, look at it again`);
  if (invoice.kind !== 'invoice') return;
  for (const event of await em.findBy(BillingEvent, { invoice_id: invoice.id, kind: 'milestone', status: 'on_draft' })) {
    const failed = await milestoneObstacles(em, event);
    if (failed.length > 0) throw new ReleaseRefused('state', `Milestone ${event.source_id} on invoice ${invoice.draft_key} may not be invoiced: ${failed.join('; ')}`);
  }
}

export interface ErpDocument {
  verb: 'create_invoice' | 'create_credit_memo';
  key: string;
  body: InvoiceWrite | CreditMemoWrite;
  kind: string;
  status: string;
}

/**
 * Which document of an invoice to ask for: the one the ERP has; else the one asked for last, whose refusal may have been mended; else
 * the first. A run that is tried again must never ask for another beside one that exists.
 */
export async function documentNo(em: EntityManager, invoiceId: string): Promise<number> {
  const { kind, draft_key } = await em.findOneByOrFail(Invoice, { id: invoiceId });
  const first = kind === 'credit_memo' ? effectKey.creditMemo(draft_key, 1) : effectKey.invoice(draft_key, 1);
  const prefix = first.slice(0, -1);
  const rows: { key: string; state: string }[] = await em.query('select key, state from effect where system = $1 and starts_with(key, $2)', [systemOf('erp'), prefix]);
  const asked = rows.map((r) => ({ no: Number(r.key.slice(prefix.length)), state: r.state })).filter((r) => Number.isInteger(r.no));
  return asked.find((r) => r.state === 'confirmed')?.no ?? Math.max(1, ...asked.map((r) => r.no));
}

/** The document the ERP is asked for, from the frozen draft. `no` rises when it had to be dated anew. */
export async function erpDocument(em: EntityManager, invoiceId: string, no: number): Promise<ErpDocument> {
  const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
  const lines = await em.find(InvoiceLine, { where: { invoice_id: invoiceId } });
  const erp = systemOf('erp');
  const customer = await systemIdOf(em, invoice.client_id, erp, clientAt(invoice.legal_entity_code));
  if (!customer) throw new BusinessFailure('MISSING_ACCOUNT_DATA', undefined, `The client of invoice ${invoice.draft_key} is not a customer of ${invoice.legal_entity_code} in the ERP`, { invoice_id: invoiceId });
  const projects = new Map<string, string | undefined>();
  const units = new Map<string, { practice?: string; region?: string }>();
  for (const id of new Set(lines.map((l) => l.project_id).filter((p): p is string => p !== null))) {
    projects.set(id, await systemIdOf(em, id, erp, 'project'));
    const project = await recordById(em, id);
    units.set(id, { practice: project?.data['practice'], region: project?.data['region'] });
  }
  const body: InvoiceWrite = {
    legal_entity_code: invoice.legal_entity_code, customer_source_id: customer, currency: invoice.currency, invoice_date: invoice.invoice_date, ...(invoice.due_date ? { due_date: invoice.due_date } : {}), ...(invoice.po_number ? { po_number: invoice.po_number } : {}),
    ...(projects.size === 1 ? { project_source_id: [...projects.values()][0] } : {}), memo: `Work through ${invoice.billing_period}`,
    lines: lines.sort((a, b) => Number(a.line_no) - Number(b.line_no)).map((l) => ({
      line_no: l.line_no, description: l.description.slice(0, 900), quantity: plainDecimal(l.quantity), unit_price: plainDecimal(l.unit_price), net: plainDecimal(l.net), tax_code: l.tax_code, tax_rate: plainDecimal(l.tax_rate), account_role: l.account_role,
      project_source_id: l.project_id ? projects.get(l.project_id) : undefined, ...(l.project_id ? units.get(l.project_id) : {}),
    })),
    subtotal: plainDecimal(invoice.subtotal), tax_total: plainDecimal(invoice.tax_total), total: plainDecimal(invoice.total),
  };
  if (invoice.kind !== 'credit_memo') return { verb: 'create_invoice', key: effectKey.invoice(invoice.draft_key, no), body, kind: invoice.kind, status: invoice.status };
  const original = await em.findOneByOrFail(Invoice, { id: invoice.original_invoice_id! });
  return { verb: 'create_credit_memo', key: effectKey.creditMemo(invoice.draft_key, no), body: { ...body, invoice_source_id: original.erp_source_id!, reason_code: invoice.reason_code ?? 'correction' } as CreditMemoWrite, kind: invoice.kind, status: invoice.status };
}
