import type { InvoiceWrite } from '#lib/canonical';
import type { WriteVerb } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import { type SaleIds, saleVerb } from './sale.js';

/** The released invoice, under our key. Posted as soon as NetSuite shows it approved. */
export const createInvoice: WriteVerb<InvoiceWrite, NetsuiteSettings, SaleIds> = {
  ...saleVerb('invoice',
    (body) => ({ dueDate: body.due_date, memo: body.memo }),
    (body, record, c) => (body.due_date ? c.same('due_date', body.due_date, record.dueDate) : c).same('po_number', body.po_number, record.otherRefNum)),
  undo: 'create_credit_memo',
};
