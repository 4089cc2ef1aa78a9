import type { VendorContext } from '#lib/connector';
import { sqlColumn, sqlDay, type SqlRow, suiteql } from '../client/suiteql.js';
import type { NetsuiteSettings } from '../config.js';
import { dropped, knownInvoice, mapInvoice } from '../mappers/invoice.js';
import { among, deltaOf } from './walk.js';

/** Invoices and credit memos. The subsidiary stands on the main line. */
export const invoice = deltaOf((settings) => ({
  label: 'transaction.sale', key: 't.id', changed: 't.lastmodifieddate', where: `t.type IN ('CustInvc', 'CustCred')`,
  from: `transaction t JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T' LEFT JOIN subsidiary s ON s.id = m.subsidiary
    LEFT JOIN currency cur ON cur.id = t.currency LEFT JOIN accountingperiod p ON p.id = t.postingperiod LEFT JOIN customer c ON c.id = t.entity`,
  columns: `t.type, t.tranid, t.externalid, ${sqlDay('t.trandate')} AS trandate, ${sqlDay('t.duedate')} AS duedate, t.foreigntotal, t.foreignamountunpaid, t.status, t.voided, t.otherrefnum, m.createdfrom,
    cur.symbol AS currency, p.periodname, c.entityid AS customer_number, s.${sqlColumn(settings.legal_entity_field)} AS legal_entity`
    + (settings.dispute_field === 'none' ? '' : `, t.${sqlColumn(settings.dispute_field)} AS disputed`),
}), { map: mapInvoice, known: knownInvoice, dropped }, withTax);

/** Adds `tax`: the sum of the tax lines, signed as in the books. */
async function withTax(rows: SqlRow[], ctx: VendorContext<NetsuiteSettings>): Promise<SqlRow[]> {
  const sums = await suiteql(ctx, 'transactionline.tax', `
    SELECT l.transaction, SUM(l.foreignamount) AS tax FROM transactionline l WHERE ${among('l.transaction', rows)} AND l.taxline = 'T' AND l.mainline = 'F'
    GROUP BY l.transaction ORDER BY l.transaction`);
  const tax = new Map(sums.map((sum) => [sum.transaction, sum.tax]));
  return rows.map((row) => ({ ...row, tax: tax.get(row.id) ?? '0' }));
}
