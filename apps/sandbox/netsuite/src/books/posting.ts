import type { Books, Row } from '../../../kernel/src/index.js';
import { type Decimal, amountOf, negated, plus, sign, sumOf, textOf } from './decimal.js';
import { flag, isTrue } from './values.js';

/** One posting of a transaction, in the subsidiary's base currency: positive debits, negative credits. */
export interface Entry {
  account: string;
  amount: Decimal;
  /** Number of the transaction line it comes from. */
  line: string;
}

/** Replaces the transaction's accounting lines by these and, when it posts, moves the trial balance by the difference. */
export function writeEntries(books: Books, transaction: Row, entries: Entry[]): void {
  removeEntries(books, transaction);
  const posting = isTrue(transaction.posting);
  entries.forEach(({ account, amount, line }, at) => {
    const credit = sign(amount) < 0;
    books.table('transactionaccountingline').insert({
      id: `${transaction.id}-${at}`, transaction: transaction.id, transactionline: line, account, accountingbook: '1',
      [credit ? 'credit' : 'debit']: textOf(credit ? negated(amount) : amount),
      amount: textOf(amount), posting: flag(posting), exchangerate: transaction.exchangerate, lastmodifieddate: transaction.lastmodifieddate,
    });
    if (posting) move(books, transaction, account, amount);
  });
}

/** Takes the transaction's accounting lines out of the books. `transaction` is the row as it was when they were written. */
export function removeEntries(books: Books, transaction: Row): void {
  const table = books.table('transactionaccountingline');
  for (const line of table.by('transaction', transaction.id)) {
    if (isTrue(line.posting)) move(books, transaction, String(line.account), negated(amountOf(line.amount)));
    table.remove(line.id);
  }
}

/** The entries as they stand, for a rewrite under another posting state. */
export function entriesOf(books: Books, transaction: string): Entry[] {
  return books.table('transactionaccountingline').by('transaction', transaction)
    .map((line) => ({ account: String(line.account), amount: amountOf(line.amount), line: String(line.transactionline) }));
}

/** Moves one cell of the trial balance: subsidiary, account, period. A reversal takes back what was debited or credited. */
function move(books: Books, transaction: Row, account: string, amount: Decimal): void {
  const subsidiary = String(transaction.subsidiary);
  const period = String(transaction.postingperiod);
  const table = books.table('trial_balance');
  const id = `${subsidiary}/${account}/${period}`;
  const cell = table.get(id);
  const balance = plus(amountOf(cell?.balance), amount);
  if (cell) {
    table.update(id, { balance: textOf(balance), ...sides(balance) });
    return;
  }
  const of = (name: string, key: string): Row | undefined => books.table(name).get(key);
  const home = of('subsidiary', subsidiary);
  table.insert({
    id, subsidiary, subsidiary_code: home?.externalid, currency: of('currency', String(home?.currency))?.symbol,
    account, acctnumber: of('account', account)?.acctnumber, acctname: of('account', account)?.acctname,
    period, periodname: of('accountingperiod', period)?.periodname,
    balance: textOf(balance), ...sides(balance),
  });
}

const sides = (balance: Decimal): { debit: string; credit: string } =>
  sign(balance) < 0 ? { debit: '0', credit: textOf(negated(balance)) } : { debit: textOf(balance), credit: '0' };

/** Debits minus credits; zero for entries that balance. */
export const imbalance = (entries: Entry[]): Decimal => sumOf(entries.map((entry) => entry.amount));
