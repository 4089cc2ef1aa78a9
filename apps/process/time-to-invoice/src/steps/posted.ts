import { dec, plainDecimal, sum } from '#lib/canonical';
import { appendEvents, audit, BillingEvent, Invoice, linkSystem, recordById, systemIdOf } from '#lib/store';
import { systemOf } from '#lib/process';
import { In, type EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { factsInvoiced, moveFacts } from './settle-facts.js';

export interface PostedDocument {
  invoice_number: string;
  kind: string;
  contract_source_id?: string;
  opportunity_source_id?: string;
  project_source_ids: string[];
  invoice_date: string;
  total: string;
  currency: string;
}

/** The ERP said `posted`: number, period and events follow, and those who must be told are looked up. Only this moves an invoice to posted (INV-5). */
export async function invoicePosted(em: EntityManager, invoiceId: string, erp: { system: string; source_id: string; number?: string; period?: string }): Promise<PostedDocument> {
  const invoice = await em.findOneByOrFail(Invoice, { id: invoiceId });
  const number = erp.number ?? erp.source_id;
  const events = await em.findBy(BillingEvent, { invoice_id: invoiceId });
  if (!invoice.posted_at) {
    const after = await em.save(Invoice, em.create(Invoice, { ...invoice, status: 'posted', invoice_number: number, erp_system: erp.system, erp_source_id: erp.source_id, erp_period: erp.period ?? null, posted_at: new Date(), updated_at: new Date() }));
    const type = invoice.kind === 'credit_memo' ? 'credit_memo.posted' : 'invoice.posted';
    await linkSystem(em, { canonical_type: invoice.kind, canonical_id: invoice.id, system: erp.system, system_type: invoice.kind, system_id: erp.source_id, role: 'owner' });
    for (const event of events.filter((e) => e.status === 'on_draft')) await changeEvent(em, event, { status: 'invoiced' });
    if (invoice.kind === 'credit_memo') await moveFacts(em, await settleCredited(em, events), 'billed', 'credited');
    else await factsInvoiced(em, events);
    const data = { invoice_id: invoice.id, number, contract_id: invoice.contract_id, total: invoice.total, tax_total: invoice.tax_total, currency: invoice.currency, period: erp.period ?? null, invoice_date: invoice.invoice_date };
    await appendEvents(em, [{ type, entity: 'invoice', entity_id: invoice.id, entity_version: after.version, partition_key: `contract:${invoice.contract_id}`, idempotency_key: `${invoice.legal_entity_code}:${invoice.kind}:${number}`, approval_status: 'approved', correlation_id: invoice.correlation_id, effective_date: invoice.invoice_date, data }]);
    await audit(em, { who: 'process:time-to-invoice', what: type, entity: 'invoice', entity_id: invoice.id, before: { status: invoice.status }, after: data, correlation_id: invoice.correlation_id, details: { erp_source_id: erp.source_id } });
  }
  return { ...(await audienceOf(em, invoice, events)), invoice_number: number, kind: invoice.kind, invoice_date: invoice.invoice_date, total: plainDecimal(invoice.total), currency: invoice.currency };
}

/** What posted credit memos take back as a whole is credited; a part of it leaves it invoiced. Answers the originals that are credited now. */
async function settleCredited(em: EntityManager, credits: BillingEvent[]): Promise<BillingEvent[]> {
  const originals = credits.map((e) => e.original_event_id).filter((id): id is string => id !== null);
  const credited: BillingEvent[] = [];
  for (const event of await em.findBy(BillingEvent, { id: In(originals), status: 'invoiced' })) {
    const taken = await em.findBy(BillingEvent, { kind: 'credit', original_event_id: event.id, status: 'invoiced' });
    if (sum(taken.map((c) => c.net)).abs().gte(dec(event.net).abs())) credited.push(await changeEvent(em, event, { status: 'credited' }));
  }
  return credited;
}

/** Who is told of a document: the projects it bills, and the deal and contract in the CRM. */
export async function audienceOf(em: EntityManager, invoice: Invoice, events: BillingEvent[]): Promise<Pick<PostedDocument, 'contract_source_id' | 'opportunity_source_id' | 'project_source_ids'>> {
  const ids: (string | undefined)[] = [];
  // By project code: where an invoice covers several projects, sales sees it at the deal of the first.
  const projects = (await Promise.all([...new Set(events.map((e) => e.project_id))].filter((id): id is string => id !== null).map((id) => recordById(em, id)))).sort((a, b) => ((a?.natural_key ?? '') < (b?.natural_key ?? '') ? -1 : 1));
  for (const project of projects) ids.push(project && (await systemIdOf(em, project.id, systemOf('psa'), 'project')));
  const opportunity = projects[0]?.data['opportunity_id'];
  return {
    contract_source_id: await systemIdOf(em, invoice.contract_id, systemOf('crm'), 'contract'),
    opportunity_source_id: opportunity ? await systemIdOf(em, opportunity, systemOf('crm'), 'opportunity') : undefined,
    project_source_ids: ids.filter((id): id is string => id !== undefined),
  };
}
