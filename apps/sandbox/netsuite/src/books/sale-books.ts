import type { Row } from '../../../kernel/src/index.js';
import type { Work } from '../work.js';
import { RECEIVABLE, SERVICES_REVENUE, TAX_PAYABLE, accountNumbered } from './accounts.js';
import { type Decimal, decimalOf, negated, rounded, sumOf, textOf, times } from './decimal.js';
import { writeLines } from './lines.js';
import { type Entry, removeEntries, writeEntries } from './posting.js';
import type { SaleLine } from './sale-lines.js';
import type { Header } from './transaction-header.js';
import { optionalText } from './values.js';

/** What a checked sale puts into the books. */
export interface Sale {
  lines: SaleLine[];
  taxes: { code: string; base: Decimal; tax: Decimal }[];
  header: Header;
  /** Invoices debit receivables; credit memos credit them. */
  outward: boolean;
  customer: string;
}

interface Totals {
  subtotal: Decimal;
  taxTotal: Decimal;
  total: Decimal;
}

/** Document totals as stored: negative on credit memos. */
function totals({ subtotal, taxTotal, total }: Totals, outward: boolean): Record<string, string> {
  const signed = (amount: Decimal): string => textOf(outward ? amount : negated(amount));
  return { subtotal: signed(subtotal), taxtotal: signed(taxTotal), foreigntotal: signed(total) };
}

/**
 * Writes a sale's lines and postings: the receivable against revenue per line and tax per code. Each line is converted
 * and rounded on its own; the receivable is the sum of the converted lines, so the postings balance.
 */
function rows(work: Work, existing: Row | undefined, saved: Row, { lines, taxes, header, outward, customer }: Sale): void {
  const { books } = work;
  if (existing) removeEntries(books, existing);
  const base = (amount: Decimal): Decimal => rounded(times(amount, header.rate), header.baseDecimals);
  const credit = (amount: Decimal): Decimal => (outward ? negated(amount) : amount);
  const shared = { subsidiary: header.subsidiary, customer };
  const entries: Entry[] = [];
  const written: Record<string, unknown>[] = [];
  for (const { columns, amount } of lines) {
    const { amount: _amount, quantity, ...kept } = columns;
    const signedQuantity = decimalOf(quantity ?? '');
    const account = incomeAccount(work, columns.item);
    const posted = credit(base(amount));
    entries.push({ account, amount: posted, line: columns.line });
    written.push({
      ...kept, ...side(shared, columns.job ?? optionalText(saved.job)), mainline: 'F', taxline: 'F', linesequencenumber: columns.line, account,
      ...(signedQuantity ? { quantity: textOf(credit(signedQuantity)) } : {}), foreignamount: textOf(credit(amount)), netamount: textOf(posted),
    });
  }
  const last = Math.max(...lines.map(({ columns }) => Number(columns.line)));
  taxes.forEach(({ code, tax }, at) => {
    const line = String(last + 1 + at);
    const account = accountNumbered(books, TAX_PAYABLE).id;
    const posted = credit(base(tax));
    entries.push({ account, amount: posted, line });
    written.push({ line, ...side(shared, undefined), mainline: 'F', taxline: 'T', linesequencenumber: line, account, taxcode: code, foreignamount: textOf(credit(tax)), netamount: textOf(posted) });
  });
  const receivable = negated(sumOf(entries.map((entry) => entry.amount)));
  const account = accountNumbered(books, RECEIVABLE).id;
  const main = { line: '0', ...side(shared, undefined), mainline: 'T', taxline: 'F', linesequencenumber: '0', account, memo: saved.memo, createdfrom: optionalText(saved.createdfrom), foreignamount: saved.foreigntotal, netamount: textOf(receivable) };
  writeLines(work, saved.id, [main, ...written]);
  writeEntries(books, saved, [{ account, amount: receivable, line: '0' }, ...entries]);
}

const side = (shared: { subsidiary: string; customer: string }, job: string | undefined): Record<string, string | undefined> =>
  ({ subsidiary: shared.subsidiary, entity: job ?? shared.customer });

/** A line's income account: its item's own, else services revenue. */
function incomeAccount(work: Work, item: string | undefined): string {
  const own = optionalText(work.books.table('item').get(item ?? '')?.incomeaccount);
  return own && work.books.table('account').get(own) ? own : accountNumbered(work.books, SERVICES_REVENUE).id;
}

export const bookSale = { totals, rows };
