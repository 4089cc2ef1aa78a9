import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { RECEIVABLE, UNDEPOSITED_FUNDS, accountNumbered } from '../books/accounts.js';
import { currencyDecimals } from '../books/currency.js';
import { type Decimal, amountOf, compared, decimalOf, negated, rounded, sign, textOf, times } from '../books/decimal.js';
import { exchangeRate } from '../books/exchange-rate.js';
import { newInternalId } from '../books/numbering.js';
import { mustBeOpen, postingPeriod } from '../books/periods.js';
import { entriesOf, removeEntries, writeEntries } from '../books/posting.js';
import { settle, settlementColumns, settledOf, totalOf, withdrawCredit } from '../books/settlement.js';
import { storeHeader } from '../books/transaction-header.js';
import { dayIn, instant, isDay, isTrue } from '../books/values.js';
import { userError } from '../errors.js';
import { type Work, workOf } from '../work.js';

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

/** Action pay_invoice: a customer payment in the invoice's currency, all that is open unless an amount is given. */
export function payInvoice(ctx: Ctx, order: TransactionName & { amount?: string | number; date?: string; account?: string }): Reply {
  const work = workOf(ctx);
  const invoice = named(ctx, order);
  if (invoice.type !== 'CustInvc' || invoice.approvalstatus !== '2' || isTrue(invoice.voided)) throw userError('Only an approved invoice can be paid.');
  const open = amountOf(invoice.foreignamountunpaid);
  const amount = order.amount === undefined ? open : decimalOf(order.amount);
  if (!amount || sign(amount) <= 0 || compared(amount, open) > 0) throw userError('The payment must be more than zero and no more than the amount remaining.');
  const payment = bookPayment(work, invoice, amount, order.date ?? dayIn(work.now, work.timeZone), order.account ?? UNDEPOSITED_FUNDS);
  settle(work, invoice, amount);
  return { status: 200, body: { payment: payment.id, tranid: payment.tranid, invoice: ctx.books.table('transaction').get(invoice.id) } };
}

/** Debits the bank at the payment's rate against the receivable; NetSuite's later gain or loss posting is left to the period end. */
function bookPayment(work: Work, invoice: Row, amount: Decimal, date: string, account: string): Row {
  const { books } = work;
  if (!isDay(date)) throw userError(`Invalid date ${date}.`);
  const period = postingPeriod(books, date, undefined);
  mustBeOpen(period, true);
  const base = String(books.table('subsidiary').get(String(invoice.subsidiary))?.currency ?? '');
  const rate = exchangeRate(books, undefined, String(invoice.currency), base, date);
  const now = instant(work.now);
  const bank = bankAccount(work, account);
  const payment = storeHeader(work, undefined, {
    id: '', type: 'CustPymt', recordtype: 'customerpayment', entity: invoice.entity, subsidiary: invoice.subsidiary, currency: invoice.currency, exchangerate: textOf(rate),
    trandate: date, postingperiod: period.id, account: bank, foreigntotal: textOf(amount), status: 'C', approvalstatus: '2', posting: 'T', voided: 'F',
    createdfrom: invoice.id, createddate: now, lastmodifieddate: now,
  });
  const posted = rounded(times(amount, rate), currencyDecimals(books, base));
  writeEntries(books, payment, [
    { account: bank, amount: posted, line: '0' },
    { account: accountNumbered(books, RECEIVABLE).id, amount: negated(posted), line: '1' },
  ]);
  return payment;
}

/** The bank account of that number. Every NetSuite account has undeposited funds; a chart seeded without them gets them here. */
function bankAccount(work: Work, number: string): string {
  const known = work.books.table('account').by('acctnumber', number)[0];
  if (known) return known.id;
  if (number !== UNDEPOSITED_FUNDS) throw userError(`There is no account ${number}.`);
  return work.books.table('account').insert({ id: newInternalId(work.books, 'account'), acctnumber: number, acctname: 'Undeposited Funds', accttype: 'Bank', isinactive: 'F', lastmodifieddate: instant(work.now) }).id;
}

function named(ctx: Ctx, { id, tranid, externalid }: TransactionName): Row {
  const table = ctx.books.table('transaction');
  const row = id !== undefined ? table.get(String(id)) : tranid !== undefined ? table.by('tranid', tranid)[0] : externalid !== undefined ? table.by('externalid', externalid)[0] : undefined;
  if (!row) throw userError('There is no such transaction. Name it by id, tranid or externalid.');
  return row;
}

const periodOf = (ctx: Ctx, row: Row): Row => ctx.books.table('accountingperiod').get(String(row.postingperiod)) ?? postingPeriod(ctx.books, String(row.trandate), undefined);
