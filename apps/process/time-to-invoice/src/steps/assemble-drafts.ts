import { addDays, type Client, type Contract, contentHash, dec, monthEnd, newId, type TaxCode } from '#lib/canonical';
import { accountingDate, groupForInvoice, type InvoiceGroup, type InvoiceGrouping, invoiceDisposition, type InvoiceTotals, invoiceTotals, RuleError } from '#lib/rules';
import { appendEvents, audit, BillingEvent, Invoice, periodsOf, recordById, recordByKey, type StoredRecord, TENANT } from '#lib/store';
import { BusinessFailure } from '#lib/process';
import type { EntityManager } from 'typeorm';
import { takeAdvances } from './advances.js';
import { changeEvent } from './billing-events.js';
import { recapLine } from './caps.js';
import { insertLines } from './draft-lines.js';
import { withoutHeldMilestones } from './milestone-guard.js';
import { moveFacts } from './settle-facts.js';

export interface DraftRequest {
  contract_id: string;
  /** `YYYY-MM`: work up to the end of this month is billed, earlier leftovers included. */
  period: string;
  prepared_by: string;
  run_id: string;
}

/**
 * INV-1…6: everything of a contract that is ready and due, of every kind, grouped into draft invoices with tax. Caps are shared out and
 * milestones checked once more first; advances of a money retainer are applied. Returns the ids of the drafts; none when nothing is due.
 */
export async function assembleDrafts(em: EntityManager, request: DraftRequest): Promise<string[]> {
  await em.query('select pg_advisory_xact_lock(hashtextextended($1, 8))', [`draft:${request.contract_id}`]);
  const contract = (await recordById<Contract>(em, request.contract_id))!;
  for (const line of contract.data.lines) await recapLine(em, contract, line.line_no);
  const client = (await recordById<Client>(em, contract.data.client_id!))!;
  const through = monthEnd(`${request.period}-01`);
  const open = await em.createQueryBuilder(BillingEvent, 'e').where('e.contract_id = :c', { c: contract.id }).andWhere(`e.kind not in ('credit', 'advance') and e.status = 'ready' and e.event_date <= :d`, { d: through }).orderBy('e.event_date').addOrderBy('e.id').getMany();
  const ready = await withoutHeldMilestones(em, open);
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
  const grouping: InvoiceGrouping = wish === 'project' ? 'per_project' : wish === 'milestone' ? 'per_milestone' : 'default';
  return groupForInvoice(events.map((e) => ({
    id: e.id, legal_entity_id: e.legal_entity_code, bill_to_id: e.client_id, contract_id: e.contract_id, currency: e.currency, billing_period: period, po_number: e.po_number, tax_profile: e.tax_profile, tax_code: e.tax_profile,
    client_id: e.client_id, project_id: e.project_id, milestone_id: e.milestone_id, event_date: e.event_date, kind: e.kind, task_id: e.task_id, worker_id: e.worker_id, role: e.role,
    // Only time adds up by role and price; anything else is a line of its own.
    line_key: e.kind === 'time' ? null : e.id, quantity: e.quantity, unit: e.unit, rate: e.rate, net: e.net,
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
  const { contract, request } = d;
  const prefix = `${contract.natural_key}:${request.period}:${contentHash(d.group.grouping_key).slice(0, 12)}`;
  const no = (await em.query('select count(*)::int as n from invoice where draft_key like $1', [`${prefix}:%`]))[0].n + 1;
  const draft_key = `${prefix}:${no}`;
  const tax = await taxOf(em, d.group.key['tax_profile'] ?? null, contract);
  // INV-6: at zero or below it is carried forward, the events stay ready.
  if (invoiceDisposition({ total: totalsOf(d.group, tax.data).total }).disposition !== 'invoice') return undefined;
  const invoiceDate = await dateOf(em, contract, d.through);
  const advances = await takeAdvances(em, { ...d, draft_key, date: d.through, limit: null });
  const events = [...d.events, ...advances];
  const group = withAdvances(d.group, advances);
  const totals = totalsOf(group, tax.data);
  const invoice = em.create(Invoice, {
    id: newId(), tenant_id: TENANT, kind: 'invoice', draft_key, legal_entity_code: contract.legal_entity_code!, client_id: d.client.id, contract_id: contract.id, currency: group.currency,
    invoice_date: invoiceDate, due_date: dueDate(invoiceDate, contract.data.payment_terms ?? d.client.data.payment_terms), billing_period: request.period, po_number: group.key['po_number'] ?? null, grouping_key: group.grouping_key,
    subtotal: totals.subtotal, discount_total: '0', tax_total: totals.tax_total, total: totals.total, tax_method: totals.tax_method, tax_lines: totals.tax_lines, status: 'draft', prepared_by: request.prepared_by,
    why: [...group.why, ...totals.why], correlation_id: contract.correlation_id, run_id: request.run_id,
  });
  await em.insert(Invoice, invoice);
  await insertLines(em, invoice, group.lines, tax.data, events);
  await putOnDraft(em, invoice.id, group, events);
  await moveFacts(em, d.events, 'unbilled', 'on_draft');
  await publishDraft(em, invoice, request.prepared_by);
  return invoice.id;
}

/** Totals of a group at one tax code. */
export function totalsOf(group: Pick<InvoiceGroup, 'currency' | 'lines'>, tax: TaxCode): InvoiceTotals {
  return invoiceTotals({ currency: group.currency, lines: group.lines.map((l) => ({ net: l.net, tax_code: tax.code, tax_rate: tax.rate, zero_reason: tax.zero_reason ?? null })) });
}

/** The group with what it takes of advances as lines at its end. */
export function withAdvances(group: InvoiceGroup, advances: BillingEvent[]): InvoiceGroup {
  const lines = advances.map((a): InvoiceGroup['lines'][number] => ({
    event_ids: [a.id], kind: 'advance', project_id: null, task_id: null, worker_id: null, role: null, description: a.description, quantity: a.quantity, unit: a.unit, unit_price: a.rate, net: a.net, tax_code: a.tax_profile, service_from: a.event_date, service_to: a.event_date,
  }));
  return { ...group, event_ids: [...group.event_ids, ...advances.map((a) => a.id)], lines: [...group.lines, ...lines] };
}

/** Ties each event to its line. */
export async function putOnDraft(em: EntityManager, invoiceId: string, group: Pick<InvoiceGroup, 'lines'>, events: BillingEvent[]): Promise<void> {
  for (const [i, line] of group.lines.entries()) {
    for (const event of events.filter((e) => line.event_ids.includes(e.id))) {
      if (event.status !== 'on_draft' || event.invoice_line_no !== String(i + 1)) await changeEvent(em, event, { status: 'on_draft', invoice_id: invoiceId, invoice_line_no: String(i + 1) });
    }
  }
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
