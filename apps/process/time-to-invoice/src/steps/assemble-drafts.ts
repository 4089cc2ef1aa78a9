import { addDays, type Client, type Contract, contentHash, dec, monthEnd, newId, type Project, type TaxCode } from '#lib/canonical';
import { accountingDate, type GroupedLine, groupForInvoice, type InvoiceGroup, type InvoiceGrouping, invoiceDisposition, invoiceTotals, RuleError } from '#lib/rules';
import { appendEvents, audit, BillingEvent, Invoice, InvoiceLine, periodsOf, recordById, recordByKey, type StoredRecord, TENANT, TimeEntry } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import { In, type EntityManager } from 'typeorm';
import { changeEvent } from './billing-events.js';
import { recapLine } from './caps.js';

export interface DraftRequest {
  contract_id: string;
  /** `YYYY-MM`: work up to the end of this month is billed, earlier leftovers included. */
  period: string;
  prepared_by: string;
  run_id: string;
}

/**
 * INV-1…6: everything of a contract that is ready and due, grouped into draft invoices with tax. Caps are shared out once more
 * first, so that a draft never passes one. Returns the ids of the drafts; none when nothing is due.
 */
export async function assembleDrafts(em: EntityManager, request: DraftRequest): Promise<string[]> {
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [`draft:${request.contract_id}`]);
  const contract = (await recordById<Contract>(em, request.contract_id))!;
  for (const line of contract.data.lines) await recapLine(em, contract, line.line_no);
  const client = (await recordById<Client>(em, contract.data.client_id!))!;
  const through = monthEnd(`${request.period}-01`);
  const ready = await em.createQueryBuilder(BillingEvent, 'e').where('e.contract_id = :c', { c: contract.id }).andWhere(`e.kind <> 'credit' and e.status = 'ready' and e.event_date <= :d`, { d: through }).orderBy('e.event_date').addOrderBy('e.id').getMany();
  const ids: string[] = [];
  for (const group of groupEvents(ready, request.period, contract.data, client.data)) {
    const id = await insertDraft(em, { request, contract, client, group, events: ready.filter((e) => group.event_ids.includes(e.id)), through });
    if (id) ids.push(id);
  }
  return ids;
}

/** The groups a set of events makes under the contract's or client's invoicing preference (INV-1, INV-2). */
export function groupEvents(events: BillingEvent[], period: string, contract: Contract, client: Client): InvoiceGroup[] {
  const wish = contract.lines.find((l) => l.invoice_grouping)?.invoice_grouping ?? client.invoice_grouping;
  const grouping: InvoiceGrouping = wish === 'project' ? 'per_project' : 'default';
  return groupForInvoice(events.map((e) => ({
    id: e.id, legal_entity_id: e.legal_entity_code, bill_to_id: e.client_id, contract_id: e.contract_id, currency: e.currency, billing_period: period, po_number: e.po_number, tax_profile: e.tax_profile, tax_code: e.tax_profile,
    client_id: e.client_id, project_id: e.project_id, event_date: e.event_date, kind: 'time', task_id: e.task_id, worker_id: e.worker_id, role: e.role, quantity: e.quantity, unit: e.unit, rate: e.rate, net: e.net,
  })), { grouping, aggregation: 'by_role' });
}

interface DraftParts {
  request: DraftRequest;
  contract: StoredRecord<Contract>;
  client: StoredRecord<Client>;
  group: InvoiceGroup;
  events: BillingEvent[];
  through: string;
}

async function insertDraft(em: EntityManager, d: DraftParts): Promise<string | undefined> {
  const { contract, group, request } = d;
  const tax = await taxOf(em, group.key['tax_profile'] ?? null, contract);
  const totals = invoiceTotals({ currency: group.currency, lines: group.lines.map((l) => ({ net: l.net, tax_code: tax.data.code, tax_rate: tax.data.rate, zero_reason: tax.data.zero_reason ?? null })) });
  if (invoiceDisposition({ total: totals.total }).disposition !== 'invoice') return undefined; // INV-6: carried forward, the events stay ready
  const invoiceDate = await dateOf(em, contract, d.through);
  const prefix = `${contract.natural_key}:${request.period}:${contentHash(group.grouping_key).slice(0, 12)}`;
  const no = (await em.query('select count(*)::int as n from invoice where draft_key like $1', [`${prefix}:%`]))[0].n + 1;
  const invoice = em.create(Invoice, {
    id: newId(), tenant_id: TENANT, kind: 'invoice', draft_key: `${prefix}:${no}`, legal_entity_code: contract.legal_entity_code!, client_id: d.client.id, contract_id: contract.id, currency: group.currency,
    invoice_date: invoiceDate, due_date: dueDate(invoiceDate, contract.data.payment_terms ?? d.client.data.payment_terms), billing_period: request.period, po_number: group.key['po_number'] ?? null, grouping_key: group.grouping_key,
    subtotal: totals.subtotal, discount_total: '0', tax_total: totals.tax_total, total: totals.total, tax_method: totals.tax_method, tax_lines: totals.tax_lines, status: 'draft', prepared_by: request.prepared_by,
    why: [...group.why, ...totals.why], correlation_id: contract.correlation_id, run_id: request.run_id,
  });
  await em.insert(Invoice, invoice);
  await insertLines(em, invoice, group.lines, tax.data);
  for (const [i, line] of group.lines.entries()) {
    for (const event of d.events.filter((e) => line.event_ids.includes(e.id))) await changeEvent(em, event, { status: 'on_draft', invoice_id: invoice.id, invoice_line_no: String(i + 1) });
  }
  await em.update(TimeEntry, { id: In(d.events.map((e) => e.time_entry_id!)), billing_status: 'unbilled' }, { billing_status: 'on_draft', updated_at: new Date() });
  await publishDraft(em, invoice, request.prepared_by);
  return invoice.id;
}

/** Lines in the words a client reads: project, role, month. */
export async function insertLines(em: EntityManager, invoice: Invoice, lines: GroupedLine[], tax: TaxCode): Promise<void> {
  for (const [i, line] of lines.entries()) {
    const project = line.project_id ? await recordById<Project>(em, line.project_id) : undefined;
    await em.insert(InvoiceLine, em.create(InvoiceLine, {
      invoice_id: invoice.id, line_no: String(i + 1), description: [project?.data.name, title(line.role), `${line.service_from} to ${line.service_to}`].filter(Boolean).join(', '),
      quantity: line.quantity, unit: line.unit ?? 'hour', unit_price: line.unit_price, net: line.net, tax_code: tax.code, tax_rate: tax.rate, project_id: line.project_id, service_from: line.service_from, service_to: line.service_to, billing_event_ids: line.event_ids,
    }));
  }
}

function title(role: string | null): string | undefined {
  return role ? role.toLowerCase().split('_').map((w) => w[0]!.toUpperCase() + w.slice(1)).join(' ') : undefined;
}

/** TAX-6: a tax code that the ERP does not know, or a zero without its reason, stops the draft; no tax is never assumed. */
export async function taxOf(em: EntityManager, profile: string | null, contract: StoredRecord<Contract>): Promise<StoredRecord<TaxCode>> {
  const tax = profile ? await recordByKey<TaxCode>(em, 'tax_code', profile) : undefined;
  if (!tax || tax.deleted) throw new BusinessFailure('INVALID_TAX', undefined, `Contract ${contract.data.contract_number}: tax profile ${profile ?? '(none)'} is not known from the ERP`, { tax_profile: profile }, [], contract.legal_entity_code ?? undefined);
  if (dec(tax.data.rate).isZero() !== Boolean(tax.data.zero_reason)) throw new BusinessFailure('INVALID_TAX', undefined, `Contract ${contract.data.contract_number}: tax code ${profile} has rate ${tax.data.rate} and ${tax.data.zero_reason ? `is ${tax.data.zero_reason}` : 'no reason for it'}`, { tax_profile: profile }, [], contract.legal_entity_code ?? undefined);
  return tax;
}

/** The last day of the billing period if its accounting period is open, else the first open day (CLS-4). */
export async function dateOf(em: EntityManager, contract: StoredRecord<Contract>, through: string): Promise<string> {
  try {
    return accountingDate({ work_date: through, periods: await periodsOf(em, contract.legal_entity_code!, 'billing') }).posting_date;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new BusinessFailure('PERIOD_CLOSED', undefined, `Contract ${contract.data.contract_number} cannot be invoiced for ${through}: ${error.detail}`, { date: through }, [], contract.legal_entity_code ?? undefined);
  }
}

/** `NET30` is thirty days after the invoice date; terms the gateway does not know give no due date, the ERP's own apply. */
export function dueDate(invoiceDate: string, terms: string | undefined): string | null {
  const days = /^NET(\d{1,3})$/.exec(terms ?? '')?.[1];
  return days ? addDays(invoiceDate, Number(days)) : null;
}

export async function publishDraft(em: EntityManager, invoice: Invoice, actor: string): Promise<void> {
  const data = { invoice_id: invoice.id, kind: invoice.kind, draft_key: invoice.draft_key, contract_id: invoice.contract_id, client_id: invoice.client_id, currency: invoice.currency, subtotal: invoice.subtotal, tax_total: invoice.tax_total, total: invoice.total, billing_period: invoice.billing_period, status: invoice.status };
  await appendEvents(em, [{ type: 'invoice.drafted', entity: 'invoice', entity_id: invoice.id, entity_version: 1, partition_key: `contract:${invoice.contract_id}`, idempotency_key: `${invoice.id}:drafted:${contentHash(data).slice(0, 12)}`, approval_status: 'approved', correlation_id: invoice.correlation_id, data }]);
  await audit(em, { who: actor, what: `${invoice.kind}.drafted`, entity: 'invoice', entity_id: invoice.id, after: data, correlation_id: invoice.correlation_id });
}
