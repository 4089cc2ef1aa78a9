import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { sign } from '../books/decimal.js';
import { mustBeOpen, postingPeriod } from '../books/periods.js';
import { entriesOf, removeEntries, writeEntries } from '../books/posting.js';
import { settlementColumns, settledOf, totalOf, withdrawCredit } from '../books/settlement.js';
import { instant, isTrue } from '../books/values.js';
import { userError } from '../errors.js';
import { workOf } from '../work.js';

/** How a person names a transaction: any one of these. */
export interface TransactionName {
  id?: string;
  tranid?: string;
  externalid?: string;
}

/** Action approve_invoice: a pending invoice becomes approved and posts. */
export function approveInvoice(ctx: Ctx, order: TransactionName): Reply {
  const work = workOf(ctx);
  const row = named(ctx, order);
  if (row.approvalstatus !== '1') throw userError('This transaction is not pending approval.');
  mustBeOpen(periodOf(ctx, row), row.type === 'CustInvc');
  const entries = entriesOf(ctx.books, row.id);
  const status = row.type === 'Journal' ? { status: 'B', approved: 'T' } : settlementColumns(String(row.type), totalOf(row), settledOf(row), true);
  const approved = ctx.books.table('transaction').update(row.id, { ...status, approvalstatus: '2', posting: 'T', lastmodifieddate: instant(work.now) });
  removeEntries(ctx.books, row);
  writeEntries(ctx.books, approved, entries);
  return { status: 200, body: approved };
}

/** Action void_invoice: the document keeps its number and loses its amounts, in an open period only. Works for credit memos too. */
export function voidInvoice(ctx: Ctx, order: TransactionName): Reply {
  const work = workOf(ctx);
  const row = named(ctx, order);
  if (isTrue(row.voided)) throw userError('This transaction has already been voided.');
  mustBeOpen(periodOf(ctx, row), true);
  const free = row.type === 'CustCred' ? withdrawCredit(work, row) : row;
  if (sign(settledOf(free)) !== 0) throw userError('This transaction cannot be voided because it is linked to one or more transactions.');
  removeEntries(ctx.books, row);
  for (const line of ctx.books.table('transactionline').by('transaction', row.id)) ctx.books.table('transactionline').update(line.id, { foreignamount: '0', netamount: '0' });
  const zero = { foreigntotal: '0', subtotal: '0', taxtotal: '0', foreignamountunpaid: '0', foreignamountpaid: '0' };
  const voided = ctx.books.table('transaction').update(row.id, { ...zero, voided: 'T', status: 'V', posting: 'F', memo: 'VOID', lastmodifieddate: instant(work.now) });
  return { status: 200, body: voided };
}

/** Action dispute_invoice: a person marks an open invoice as disputed, or (`disputed: false`) takes the mark off. Nothing is posted. */
export function disputeInvoice(ctx: Ctx, order: TransactionName & { disputed?: boolean; reason?: string }): Reply {
  const row = named(ctx, order);
  if (row.type !== 'CustInvc' || row.approvalstatus !== '2' || isTrue(row.voided)) throw userError('Only an approved invoice can be disputed.');
  const disputed = order.disputed ?? true;
  return { status: 200, body: ctx.books.table('transaction').update(row.id, { custbody_disputed: disputed ? 'T' : 'F', custbody_dispute_reason: disputed ? order.reason : undefined, lastmodifieddate: instant(ctx.now()) }) };
}

/** The transaction a person means; throws when there is none. */
export function named(ctx: Ctx, { id, tranid, externalid }: TransactionName): Row {
  const table = ctx.books.table('transaction');
  const row = id !== undefined ? table.get(String(id)) : tranid !== undefined ? table.by('tranid', tranid)[0] : externalid !== undefined ? table.by('externalid', externalid)[0] : undefined;
  if (!row) throw userError('There is no such transaction. Name it by id, tranid or externalid.');
  return row;
}

const periodOf = (ctx: Ctx, row: Row): Row => ctx.books.table('accountingperiod').get(String(row.postingperiod)) ?? postingPeriod(ctx.books, String(row.trandate), undefined);
