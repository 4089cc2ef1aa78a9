import type { Ctx, Reply, Row } from '../../../kernel/src/index.js';
import { FX_GAIN_LOSS, RECEIVABLE, UNDEPOSITED_FUNDS, accountNumbered } from '../books/accounts.js';
import { currencyDecimals } from '../books/currency.js';
import { type Decimal, amountOf, compared, decimalOf, minus, negated, plus, rounded, sign, textOf, times } from '../books/decimal.js';
import { exchangeRate } from '../books/exchange-rate.js';
import { lineRows } from '../books/lines.js';
import { newInternalId } from '../books/numbering.js';
import { mustBeOpen, postingPeriod } from '../books/periods.js';
import { removeEntries, writeEntries } from '../books/posting.js';
import { settle, settledOf, totalOf } from '../books/settlement.js';
import { storeHeader } from '../books/transaction-header.js';
import { dayIn, instant, isDay, isTrue } from '../books/values.js';
import { userError } from '../errors.js';
import { type Work, workOf } from '../work.js';
import { type TransactionName, named } from './invoices.js';

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

/** Action void_payment: the bank returned it. The payment's postings go, the invoice is open again by its amount. */
export function voidPayment(ctx: Ctx, order: TransactionName): Reply {
  const work = workOf(ctx);
  const payment = named(ctx, order);
  if (payment.type !== 'CustPymt' || isTrue(payment.voided)) throw userError('Only a payment that stands can be voided.');
  mustBeOpen(ctx.books.table('accountingperiod').get(String(payment.postingperiod))!, true);
  removeEntries(ctx.books, payment);
  const voided = ctx.books.table('transaction').update(payment.id, { foreigntotal: '0', voided: 'T', status: 'V', posting: 'F', memo: 'VOID', lastmodifieddate: instant(work.now) });
  settle(work, ctx.books.table('transaction').get(String(payment.createdfrom))!, negated(amountOf(payment.foreigntotal)));
  return { status: 200, body: voided };
}

/** Debits the bank at the payment's rate, takes the receivable off at what it is carried at, and posts the realized difference, as NetSuite does. */
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
  const carried = carriedPart(work, invoice, amount, currencyDecimals(books, base));
  const realized = minus(posted, carried);
  writeEntries(books, payment, [
    { account: bank, amount: posted, line: '0' },
    { account: accountNumbered(books, RECEIVABLE).id, amount: negated(carried), line: '1' },
    ...(sign(realized) === 0 ? [] : [{ account: accountNumbered(books, FX_GAIN_LOSS).id, amount: negated(realized), line: '2' }]),
  ]);
  return payment;
}

/** What a part of an invoice is carried at in base currency; the parts of an invoice add up to its receivable. */
function carriedPart(work: Work, invoice: Row, amount: Decimal, decimals: number): Decimal {
  const receivable = lineRows(work, invoice.id).find((line) => line.mainline === 'T');
  const upTo = (settled: Decimal): Decimal =>
    compared(settled, totalOf(invoice)) === 0 && receivable ? amountOf(receivable.netamount) : rounded(times(settled, amountOf(invoice.exchangerate)), decimals);
  return minus(upTo(plus(settledOf(invoice), amount)), upTo(settledOf(invoice)));
}

/** The bank account of that number. Every NetSuite account has undeposited funds; a chart seeded without them gets them here. */
function bankAccount(work: Work, number: string): string {
  const known = work.books.table('account').by('acctnumber', number)[0];
  if (known) return known.id;
  if (number !== UNDEPOSITED_FUNDS) throw userError(`There is no account ${number}.`);
  return work.books.table('account').insert({ id: newInternalId(work.books, 'account'), acctnumber: number, acctname: 'Undeposited Funds', accttype: 'Bank', isinactive: 'F', lastmodifieddate: instant(work.now) }).id;
}
