import { type Decimal, dec, type ErpInvoice, minorUnits, sum, ZERO } from '#lib/canonical';
import type { EntityManager } from 'typeorm';
import { canonicalIdOf } from '../cross-reference.js';
import { recordById, type StoredRecord } from '../records.js';
import { Invoice } from '../tables/invoice.table.js';

/** How an invoice or credit memo stands by the ERP's word, beside what the gateway asked for. Amounts in the document's currency. */
export interface ErpStanding {
  /** `posted | partially_paid | paid | disputed | credited | voided`. */
  status: string;
  /** Settled by payments; what credit memos settled is not among it. */
  amount_paid: string;
  /** Total of its credit memos, those made by people in the ERP included. */
  credited: string;
  /** What the ERP has and nobody asked for, in words; empty when both sides agree. */
  differences: string[];
  /** The ERP's records, credit memos included. */
  records: StoredRecord<ErpInvoice>[];
}

const OPEN = ['posted', 'partially_paid', 'paid', 'disputed'];
/** Largest difference in tax that the ERP's own rounding may make, in minor units of a document (MON-6). */
const ROUNDING_UNITS = 5;

/**
 * Reads what the ERP last told of a posted document (feed `erp_invoice`) against the gateway's own. Undefined while that cannot be told:
 * the record has not come, the document is not posted here, or a credit memo of it is posted and not yet read back, so that its
 * settlement would look like a payment.
 */
export async function erpStanding(em: EntityManager, invoice: Invoice): Promise<ErpStanding | undefined> {
  if (!invoice.erp_source_id || !(OPEN.includes(invoice.status) || invoice.status === 'credited')) return undefined;
  const record = await erpRecord(em, invoice);
  if (!record) return undefined;
  const { data } = record;
  const memos = await creditMemosOf(em, invoice);
  if (memos.some((m) => m.record === undefined)) return undefined;
  const applied = sum(memos.map((m) => dec(m.record!.data.total).abs().minus(dec(m.record!.data.amount_due).abs())));
  const total = dec(data.total).abs();
  const settled = total.minus(dec(data.amount_due).abs());
  const paid = invoice.kind === 'credit_memo' || data.status === 'voided' ? ZERO : settled.minus(applied);
  const credited = sum(memos.map((m) => dec(m.record!.data.total).abs()));
  const foreign = memos.filter((m) => !m.ours);
  return {
    status: statusOf(invoice, data, { total, paid, applied }), amount_paid: paid.toFixed(), credited: credited.toFixed(), records: [record, ...memos.map((m) => m.record!)],
    differences: [
      ...(data.status === 'voided' ? [`voided in the ERP; here it is ${invoice.status}`] : amounts(invoice, data)),
      ...foreign.map((m) => `credit memo ${m.record!.data.invoice_number ?? m.record!.source_id} over ${dec(m.record!.data.total).abs().toFixed()} ${data.currency} was not asked for`),
      ...(paid.isNegative() ? [`${paid.abs().toFixed()} ${data.currency} less is settled than its credit memos settle`] : []),
    ],
  };
}

function statusOf(invoice: Invoice, data: ErpInvoice, { total, paid, applied }: { total: Decimal; paid: Decimal; applied: Decimal }): string {
  if (data.status === 'voided') return 'voided';
  if (invoice.kind === 'credit_memo') return 'posted';
  if (applied.gt(0) && applied.gte(total)) return 'credited';
  if (data.status === 'disputed') return 'disputed';
  if (dec(data.amount_due).isZero() && total.gt(0)) return 'paid';
  return paid.gt(0) ? 'partially_paid' : 'posted';
}

/** Net amounts must agree; tax may differ by what the ERP's rounding makes (MON-6). */
function amounts(invoice: Invoice, data: ErpInvoice): string[] {
  const unit = dec(10).pow(-minorUnits(invoice.currency));
  const told: [string, string, string, Decimal][] = [['subtotal', invoice.subtotal, data.subtotal, ZERO], ['tax', invoice.tax_total, data.tax_total, unit.times(ROUNDING_UNITS)]];
  const off = told.filter(([, ours, theirs, tolerance]) => dec(ours).minus(dec(theirs).abs()).abs().gt(tolerance)).map(([name, ours, theirs]) => `${name} ${dec(theirs).abs().toFixed()} in the ERP, ${dec(ours).toFixed()} asked for`);
  return data.currency === invoice.currency ? off : [`currency ${data.currency} in the ERP, ${invoice.currency} asked for`];
}

async function erpRecord(em: EntityManager, invoice: Pick<Invoice, 'erp_system' | 'erp_source_id'>): Promise<StoredRecord<ErpInvoice> | undefined> {
  const id = await canonicalIdOf(em, invoice.erp_system!, 'erp_invoice', invoice.erp_source_id!);
  const record = id ? await recordById<ErpInvoice>(em, id) : undefined;
  return record?.deleted ? undefined : record;
}

/** Credit memos of an invoice: those the gateway posted, and those people made from it in the ERP. */
async function creditMemosOf(em: EntityManager, invoice: Invoice): Promise<{ ours: boolean; record: StoredRecord<ErpInvoice> | undefined }[]> {
  if (invoice.kind === 'credit_memo') return [];
  const posted = (await em.findBy(Invoice, { original_invoice_id: invoice.id, kind: 'credit_memo' })).filter((m) => m.erp_source_id && m.status !== 'voided');
  const ours = await Promise.all(posted.map(async (m) => ({ ours: true, record: await erpRecord(em, m) })));
  const others: StoredRecord<ErpInvoice>[] = await em.query(
    `select * from canonical_record where entity = 'erp_invoice' and source_system = $1 and data->>'original_source_id' = $2 and not (source_id = any($3::text[])) and not deleted and status <> 'voided' order by source_id`,
    [invoice.erp_system, invoice.erp_source_id, posted.map((m) => m.erp_source_id)]);
  // One that carries a key of ours was asked for: its release has just not been recorded here.
  return [...ours, ...others.map((record) => ({ ours: record.data.effect_key !== undefined, record }))];
}

/** The gateway's document a record of the ERP is about: the one it posted as, or, for a credit memo, the invoice it was made from. */
export async function invoicesAbout(em: EntityManager, erp: { source_system: string; source_id: string; original_source_id?: string }): Promise<Invoice[]> {
  const found = await em.findBy(Invoice, { erp_system: erp.source_system, erp_source_id: erp.source_id });
  const originals = found.filter((i) => i.original_invoice_id).map((i) => i.original_invoice_id!);
  const named = erp.original_source_id ? await em.findBy(Invoice, { erp_system: erp.source_system, erp_source_id: erp.original_source_id }) : [];
  const more = originals.length > 0 ? await em.findBy(Invoice, originals.map((id) => ({ id }))) : [];
  return [...new Map([...found, ...named, ...more].map((i) => [i.id, i])).values()];
}
