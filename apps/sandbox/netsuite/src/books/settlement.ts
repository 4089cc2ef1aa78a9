import type { Row } from '../../../kernel/src/index.js';
import { userError } from '../errors.js';
import type { Work } from '../work.js';
import { type Decimal, ZERO, amountOf, compared, minus, negated, plus, sign, textOf } from './decimal.js';
import { instant, isTrue } from './values.js';

/** Settled and open part of an invoice or credit memo, and the status that follows. Amounts are unsigned document amounts. */
export function settlementColumns(type: string, total: Decimal, settled: Decimal, approved: boolean): Record<string, string> {
  const open = minus(total, settled);
  const status = !approved ? 'D' : sign(open) === 0 ? 'B' : 'A';
  return { foreignamountpaid: textOf(settled), foreignamountunpaid: textOf(open), status: type === 'CustCred' && status === 'D' ? 'A' : status };
}

/** Unsigned total of a stored invoice or credit memo. */
export const totalOf = (row: Row): Decimal => {
  const total = amountOf(row.foreigntotal);
  return row.type === 'CustCred' ? negated(total) : total;
};

/** Settles so much more (or, negative, less) of an invoice or credit memo. Throws when more would be settled than is open. */
export function settle(work: Work, row: Row, amount: Decimal): Row {
  const settled = plus(amountOf(row.foreignamountpaid), amount);
  if (compared(settled, totalOf(row)) > 0) throw userError('The amount applied exceeds the amount remaining of the transaction.');
  return work.books.table('transaction').update(row.id, {
    ...settlementColumns(String(row.type), totalOf(row), settled, row.approvalstatus === '2'), lastmodifieddate: instant(work.now),
  });
}

/** Applies a credit memo to the invoice it was made from, as far as both are open; answers the memo as it then stands. */
export function applyCredit(work: Work, memo: Row): Row {
  const invoice = sourceOf(work, memo);
  if (!invoice || invoice.approvalstatus !== '2' || isTrue(invoice.voided)) return memo;
  const [offered, open] = [amountOf(memo.foreignamountunpaid), amountOf(invoice.foreignamountunpaid)];
  const amount = compared(offered, open) < 0 ? offered : open;
  if (sign(amount) <= 0) return memo;
  settle(work, invoice, amount);
  return settle(work, memo, amount);
}

/** Takes a credit memo's application back, before it is changed, voided or deleted. */
export function withdrawCredit(work: Work, memo: Row): Row {
  const applied = amountOf(memo.foreignamountpaid);
  const invoice = sourceOf(work, memo);
  if (!invoice || sign(applied) === 0) return memo;
  settle(work, invoice, negated(applied));
  return settle(work, memo, negated(applied));
}

/** What has been settled on a document so far. */
export const settledOf = (row: Row | undefined): Decimal => (row ? amountOf(row.foreignamountpaid) : ZERO);

const sourceOf = (work: Work, memo: Row): Row | undefined => {
  const source = memo.type === 'CustCred' ? work.books.table('transaction').get(String(memo.createdfrom ?? '')) : undefined;
  return source?.type === 'CustInvc' ? source : undefined;
};
