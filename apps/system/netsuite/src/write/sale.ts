import { type CreditMemoWrite, dec, type InvoiceWrite } from '#lib/canonical';
import { type Asked, ExactNumber, type Mismatch, refuse, type VendorContext, type VendorRequest, type Written, type WriteVerb } from '#lib/connector';
import { currencyId, idsOf, itemId, periodOf, subsidiaryId, taxCodeId } from '../client/lookups.js';
import { readRecord, type Ref, upsert, writtenId } from '../client/records.js';
import type { NetsuiteSettings } from '../config.js';
import { amount } from '../mappers/amounts.js';
import { receiptStatus } from '../mappers/statuses.js';
import { Comparison, taxTolerance } from './compare.js';
import { ref, segmentRefs, type Segments, segmentsOf } from './segments.js';

/** Ids of the codes on an invoice or credit memo. */
export interface SaleIds extends Segments {
  subsidiary: string;
  currency: string;
  period?: string;
  /** Item of each line, in the order of the lines. */
  items: readonly string[];
  taxes: Readonly<Record<string, string>>;
}

/** An invoice or credit memo as the record service shows it, numbers as text. */
export interface SaleRecord {
  id: string;
  tranId?: string;
  subsidiary?: Ref;
  entity?: Ref;
  currency?: Ref;
  job?: Ref;
  createdFrom?: Ref;
  postingPeriod?: Ref;
  tranDate?: string;
  dueDate?: string;
  otherRefNum?: string;
  subtotal?: string;
  taxTotal?: string;
  total?: string;
  status?: Ref;
  approvalStatus?: Ref;
  item?: { hasMore?: boolean; items?: { line?: string; item?: Ref; amount?: string; taxCode?: Ref; job?: Ref }[] };
}

type Body = InvoiceWrite & Partial<Pick<CreditMemoWrite, 'invoice_source_id' | 'reason_code'>>;
type AskedSale = Asked<Body, NetsuiteSettings, SaleIds>;
type Ctx = VendorContext<NetsuiteSettings>;

export async function prepareSale(body: InvoiceWrite, ctx: Ctx): Promise<SaleIds> {
  const names = body.lines.map((line, at) => itemOf(line, at, ctx.settings));
  const [subsidiary, currency, period, items, taxes, segments] = await Promise.all([
    subsidiaryId(ctx, body.legal_entity_code), currencyId(ctx, body.currency), periodOf(ctx, body.invoice_date), idsOf(names, (name) => itemId(ctx, name)),
    idsOf(body.lines.map((l) => l.tax_code), (code, at) => taxCodeId(ctx, code, `lines[${at}].tax_code`)), segmentsOf(body.lines, ctx),
  ]);
  return { subsidiary, currency, period, items: names.map((name) => items[name]!), taxes, ...segments };
}

/** The item whose income account is the role a line credits (GL-2). Refuses `revenue_services` where no item is set for it. */
function itemOf(line: InvoiceWrite['lines'][number], at: number, settings: NetsuiteSettings): string {
  if (line.account_role === 'contract_liability') return settings.advance_item;
  if (line.account_role === 'revenue_services') {
    if (!settings.revenue_item) throw refuse('no item credits revenue at once: set NETSUITE_REVENUE_ITEM, or bill against a contract balance', { field: `lines[${at}].account_role` });
    return settings.revenue_item;
  }
  return dec(line.net).isNegative() ? settings.adjustment_item : settings.service_item;
}

/** The document under our key. Net amounts are given, never left to quantity times rate (INV-2); tax is NetSuite's to compute. */
export function buildSale(type: 'invoice' | 'creditMemo', { body, key, prepared: ids }: AskedSale, more: object = {}): VendorRequest {
  const items = body.lines.map((line, at) => ({
    item: ref(ids.items[at]), quantity: new ExactNumber(line.quantity), rate: new ExactNumber(line.unit_price), amount: new ExactNumber(line.net),
    description: line.description, taxCode: ref(ids.taxes[line.tax_code]), ...segmentRefs(line, ids), job: ref(line.project_source_id),
  }));
  return upsert(type, key, {
    subsidiary: ref(ids.subsidiary), entity: ref(body.customer_source_id), currency: ref(ids.currency), job: ref(body.project_source_id), tranDate: body.invoice_date,
    postingPeriod: ref(ids.period), otherRefNum: body.po_number, ...more, item: { items },
  }, 'item');
}

/** What the record says of itself. */
export function saleReceipt(record: SaleRecord, currency: string): Written {
  const money = (text: string | undefined): string | undefined => (text === undefined ? undefined : amount(text, currency));
  const facts = { period: record.postingPeriod?.refName, posting_date: record.tranDate, subtotal: money(record.subtotal), tax_total: money(record.taxTotal), total: money(record.total) };
  return {
    source_id: record.id, ...(record.tranId ? { number: record.tranId } : {}), status: receiptStatus(record), record,
    facts: Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined)),
  };
}

/** Party, currency, period, lines and totals as stored against what was asked; tax and total within MON-6. */
export function echoSale({ body, prepared: ids }: AskedSale, record: SaleRecord): Comparison {
  const tolerance = taxTolerance(body.currency, body.lines.length);
  const c = new Comparison()
    .same('legal_entity_code', ids.subsidiary, record.subsidiary?.id).same('customer_source_id', body.customer_source_id, record.entity?.id)
    .same('currency', ids.currency, record.currency?.id).same('invoice_date', body.invoice_date, record.tranDate)
    .amount('subtotal', body.subtotal, record.subtotal).amount('tax_total', body.tax_total, record.taxTotal ?? '0', tolerance).amount('total', body.total, record.total, tolerance);
  if (ids.period) c.same('period', ids.period, record.postingPeriod?.id);
  if (body.project_source_id) c.same('project_source_id', body.project_source_id, record.job?.id);
  const stored = [...(record.item?.items ?? [])].sort((a, b) => Number(a.line ?? 0) - Number(b.line ?? 0));
  // A document too long for one answer is compared by its totals alone.
  if (record.item?.hasMore) return c;
  c.same('lines', String(body.lines.length), String(stored.length));
  body.lines.forEach((line, at) => stored[at] && c.same(`lines[${at}].account_role`, ids.items[at], stored[at].item?.id).amount(`lines[${at}].net`, line.net, stored[at].amount).same(`lines[${at}].tax_code`, ids.taxes[line.tax_code], stored[at].taxCode?.id));
  return c;
}

/** What an invoice and a credit memo share: look for it and read it back by the record itself. */
export function saleVerb(type: 'invoice' | 'creditMemo', more: (body: Body) => object, compared: (body: Body, record: SaleRecord, c: Comparison) => Comparison): Omit<WriteVerb<Body, NetsuiteSettings, SaleIds>, 'undo'> {
  return {
    prepare: prepareSale,
    build: (asked) => buildSale(type, asked, more(asked.body)),
    parse: (answer) => ({ source_id: writtenId(answer), facts: {} }),
    find: async ({ key, body }, ctx) => {
      const record = await readRecord<SaleRecord>(ctx, type, { key });
      return record === null ? 'absent' : saleReceipt(record, body.currency);
    },
    readBack: async (written, { body }, ctx) => {
      const record = await readRecord<SaleRecord>(ctx, type, written.source_id);
      return record === null ? written : saleReceipt(record, body.currency);
    },
    echo: (asked, { record }): Mismatch[] => {
      if (!record) return [{ field: '', asked: `${type} ${asked.key}`, stored: '(none)' }];
      return compared(asked.body, record as SaleRecord, echoSale(asked, record as SaleRecord)).found;
    },
  };
}
