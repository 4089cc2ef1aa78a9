import { type Row, switchValue } from '../../../kernel/src/index.js';
import type { RecordType } from '../catalog/index.js';
import { creditMemo, invoice } from '../catalog/transactions.js';
import { invalidFieldValue, userError } from '../errors.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { type Decimal, compared, sign, sumOf } from './decimal.js';
import { dueDate } from './due-date.js';
import { type Keeper, patched } from './keeper.js';
import { mergedLines, mustHaveLines, removeLines } from './lines.js';
import { mustBeOpen } from './periods.js';
import { removeEntries } from './posting.js';
import { type SaleLine, pricedLine, repriced, storedSaleLines } from './sale-lines.js';
import { jobMustFit, mustFit, partyOf } from './sale-party.js';
import { bookSale } from './sale-books.js';
import { applyCredit, settledOf, settlementColumns, withdrawCredit } from './settlement.js';
import { type TaxableAmount, taxByCode } from './tax.js';
import { headerOf, storeHeader } from './transaction-header.js';
import { isTrue, optionalText } from './values.js';

/** Invoices and credit memos: the same document, mirrored. */
const saleKeeper = (type: RecordType): Keeper => ({
  save: (work, existing, body) => saveSale(work, type, existing, body),
  beforeDelete(work, row) {
    mustBeOpen(work.books.table('accountingperiod').get(String(row.postingperiod))!, true);
    const free = type === creditMemo ? withdrawCredit(work, row) : row;
    if (sign(settledOf(free)) !== 0) throw userError('This transaction cannot be deleted because it is linked to one or more transactions.');
    removeEntries(work.books, row);
    removeLines(work, row.id);
  },
});

export const invoices = saleKeeper(invoice);
export const creditMemos = saleKeeper(creditMemo);

function saveSale(work: Work, type: RecordType, stored: Row | undefined, body: ReadBody): Row {
  if (stored && isTrue(stored.voided)) throw userError('This transaction has been voided and cannot be edited.');
  const outward = type === invoice;
  const party = partyOf(work, stored, body);
  const header = headerOf(work, type, stored, body, {
    receivable: true, subsidiary: optionalText(party.customer.subsidiary), currency: optionalText(party.customer.currency),
  });
  mustFit(work, party, header.subsidiary);
  mustComeFromInvoice(work, type, header.columns, party.customer);
  const existing = stored && type === creditMemo ? withdrawCredit(work, stored) : stored;
  const merged = mergedLines(work, 'item', storedSaleLines(work, existing?.id, outward), repriced(body.lines.item));
  mustHaveLines(merged, 'item');
  const defaults = { taxCode: optionalText(party.customer.taxitem), subsidiary: header.subsidiary, decimals: header.decimals };
  const lines = merged.map((line, at) => {
    jobMustFit(work.books.table('job').get(line.job ?? ''), party.customer, header.subsidiary, `item.items[${at}].job`);
    return pricedLine(work, line, at, defaults);
  });
  const taxes = taxByCode(work.books, lines.map(taxable), header.decimals);
  const subtotal = sumOf(lines.map((line) => line.amount));
  const taxTotal = sumOf(taxes.map((tax) => tax.tax));
  const total = sumOf([subtotal, taxTotal]);
  const settled = settledOf(existing);
  mustCover(total, settled);
  const approvalstatus = approvalOf(work, type, existing);
  const approved = approvalstatus === '2';
  const terms = patched(existing, body, 'terms') ?? (outward ? optionalText(party.customer.terms) : undefined);
  const due = outward ? dueDate(work, existing, body, String(header.columns.trandate), terms) : undefined;
  const saved = storeHeader(work, existing, {
    ...header.columns, job: party.job?.id, terms, duedate: due, approvalstatus, posting: approved ? 'T' : 'F',
    ...bookSale.totals({ subtotal, taxTotal, total }, outward), ...settlementColumns(String(type.transaction), total, settled, approved),
  });
  bookSale.rows(work, existing, saved, { lines, taxes, header, outward, customer: party.customer.id });
  return type === creditMemo ? applyCredit(work, saved) : saved;
}

const taxable = (line: SaleLine): TaxableAmount => ({ code: line.taxCode, amount: line.amount });

/** New invoices wait for approval when the account routes them (switch `invoice_approval`); a changed one keeps its state. */
function approvalOf(work: Work, type: RecordType, existing: Row | undefined): string {
  if (existing) return String(existing.approvalstatus ?? '2');
  return type === invoice && switchValue<string>(work.books, 'invoice_approval', 'approved') === 'pending' ? '1' : '2';
}

function mustCover(total: Decimal, settled: Decimal): void {
  if (sign(total) < 0) throw userError('The total of this transaction may not be negative.', 'item');
  if (compared(total, settled) < 0) throw userError('The total of this transaction may not be less than the amount already applied to it.', 'item');
}

function mustComeFromInvoice(work: Work, type: RecordType, columns: Row, customer: Row): void {
  const id = optionalText(columns.createdfrom);
  if (!id || type !== creditMemo) return;
  const source = work.books.table('transaction').get(id);
  const owner = work.books.table('job').get(String(source?.entity))?.parent ?? source?.entity;
  const same = source?.type === 'CustInvc' && String(owner) === customer.id && source.currency === columns.currency && source.subsidiary === columns.subsidiary;
  if (!same) throw invalidFieldValue(id, 'createdFrom');
}
