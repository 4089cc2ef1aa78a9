import { dec, type Decimal, type ErpInvoice } from '#lib/canonical';
import type { Known, Mapped } from '#lib/connector';
import type { SqlRow } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { amount } from './amounts.js';
import { documentStatus, isDisputed } from './statuses.js';

export const dropped = {
  createddate: 'the document date counts', exchangerate: 'the books convert; documents are compared in their own currency', foreignamountpaid: 'total less amount due',
  memo: 'free text', department: 'dimension of the lines', class: 'dimension of the lines', terms: 'the due date counts', lines: 'the document is compared by its totals',
};

const isOurs = (row: SqlRow): boolean => row.externalid?.startsWith('tl_') ?? false;

/** What a document says whatever its status and amounts. */
export function knownInvoice(row: SqlRow): Known {
  return {
    natural_key: row.tranid && row.legal_entity ? `${row.legal_entity}:${row.tranid}` : null,
    extensions: {
      ...(row.legal_entity ? { legal_entity_code: row.legal_entity } : {}), ...(row.customer_number ? { client_number: row.customer_number } : {}),
      ...(row.duedate ? { due_date: row.duedate } : {}), ...(row.otherrefnum ? { po_number: row.otherrefnum } : {}), ...(row.externalid && !isOurs(row) ? { external_id: row.externalid } : {}),
    },
  };
}

/**
 * Invoice or credit memo as the ledger has it. Amounts of a credit memo are negative, as in the ledger. `tax` is the sum of the tax lines, which
 * stand on the other side of the books than the total.
 */
export function mapInvoice(row: SqlRow, settings: NetsuiteSettings): Mapped<ErpInvoice> {
  const currency = row.currency ?? '';
  const credit = row.type === 'CustCred';
  const total = dec(row.foreigntotal ?? '0');
  const tax = dec(row.tax ?? '0').negated();
  const due = dec(row.foreignamountunpaid ?? '0').times(credit ? -1 : 1);
  const status = documentStatus(row, settings);
  return {
    ...knownInvoice(row), ...(row.legal_entity ? { refs: { legal_entity_id: { entity: 'legal_entity', natural_key: row.legal_entity } } } : {}),
    data: {
      kind: credit ? 'credit_memo' : 'invoice', ...(credit && row.createdfrom ? { original_source_id: row.createdfrom } : {}),
      ...(row.tranid ? { invoice_number: row.tranid } : {}), currency, invoice_date: row.trandate!,
      subtotal: amount(total.minus(tax).toFixed(), currency), tax_total: amount(tax.toFixed(), currency), total: amount(total.toFixed(), currency), amount_due: amount(due.toFixed(), currency),
      ...(row.periodname ? { period_name: row.periodname } : {}), ...(isOurs(row) ? { effect_key: row.externalid } : {}),
      status: standing(status, credit, due, total, row),
    },
  };
}

/** Of an open invoice: disputed where people say so, else partly paid where part of it is settled. */
function standing(status: string, credit: boolean, due: Decimal, total: Decimal, row: SqlRow): string {
  if (status !== 'posted' || credit) return status;
  if (isDisputed(row)) return 'disputed';
  return due.greaterThan(0) && due.lessThan(total) ? 'partially_paid' : status;
}
