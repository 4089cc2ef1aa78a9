import type { EntityManager } from 'typeorm';
import type { InvoiceDetail, InvoicePage, InvoiceQuery, InvoiceSummary } from './invoice.dto.js';

const SELECT = `select i.id, i.kind, i.draft_key, i.invoice_number, i.legal_entity_code, cl.data->>'legal_name' as client, co.data->>'contract_number' as contract_number, i.currency, i.invoice_date, i.due_date, i.billing_period, i.po_number,
  trim_scale(i.subtotal)::text as subtotal, trim_scale(i.tax_total)::text as tax_total, trim_scale(i.total)::text as total, trim_scale(i.amount_paid)::text as amount_paid, trim_scale(i.credited)::text as credited, i.status, i.prepared_by, i.released_by, i.erp_source_id, i.correlation_id
  from invoice i join canonical_record cl on cl.id = i.client_id join canonical_record co on co.id = i.contract_id`;

/** Invoices in id order (ids rise with time), by keyset. */
export async function listInvoices(em: EntityManager, q: InvoiceQuery): Promise<InvoicePage> {
  const limit = q.limit ?? 100;
  const rows: InvoiceSummary[] = await em.query(
    `${SELECT} where ($1::text is null or i.status = $1) and ($2::text is null or i.billing_period = $2) and ($3::text is null or i.legal_entity_code = $3) and ($4::uuid is null or i.id > $4::uuid) and ($6::text is null or i.kind = $6) order by i.id limit $5`,
    [q.status ?? null, q.period ?? null, q.legal_entity_code ?? null, q.cursor ?? null, limit + 1, q.kind ?? null]);
  const more = rows.length > limit;
  const invoices = rows.slice(0, limit);
  return { invoices, next_cursor: more ? invoices.at(-1)!.id : null };
}

export async function invoiceDetail(em: EntityManager, id: string): Promise<InvoiceDetail | undefined> {
  const [head] = await em.query(`${SELECT} where i.id = $1`, [id]);
  if (!head) return undefined;
  const [extra] = await em.query('select tax_lines, why from invoice where id = $1', [id]);
  const lines = await em.query(
    `select line_no, description, trim_scale(quantity)::text as quantity, unit, trim_scale(unit_price)::text as unit_price, trim_scale(net)::text as net, tax_code, trim_scale(tax_rate)::text as tax_rate, account_role, service_from, service_to, billing_event_ids
     from invoice_line where invoice_id = $1 order by length(line_no), line_no`, [id]);
  return { ...head, ...extra, lines };
}

/** Why an invoice line is what it is: its rules and the billing events and time entries behind it. */
export async function explainLine(em: EntityManager, id: string, lineNo: string): Promise<{ subject: string; why: object[]; sources: object[] } | undefined> {
  const [line] = await em.query('select * from invoice_line where invoice_id = $1 and line_no = $2', [id, lineNo]);
  if (!line) return undefined;
  const [invoice] = await em.query('select draft_key, why from invoice where id = $1', [id]);
  const sources = await em.query(
    `select b.id as billing_event_id, b.kind, b.event_date, trim_scale(b.quantity)::text as quantity, trim_scale(b.rate)::text as rate, trim_scale(b.net)::text as net, b.currency, b.source_system, b.source_id, b.source_version, b.why, w.data->>'worker_number' as worker_number
     from billing_event b left join canonical_record w on w.id = b.worker_id where b.id = any($1::uuid[]) order by b.event_date, b.id`, [line.billing_event_ids]);
  return { subject: `line ${lineNo} of ${invoice.draft_key}: ${line.description}`, why: invoice.why, sources };
}
