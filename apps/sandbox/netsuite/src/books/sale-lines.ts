import type { Row } from '../../../kernel/src/index.js';
import { invalidFieldValue, missingValue } from '../errors.js';
import type { LinePatch } from '../records/read-body.js';
import type { Work } from '../work.js';
import { type Decimal, amountOf, decimalOf, negated, rounded, textOf, times } from './decimal.js';
import { type NumberedLine, lineRows } from './lines.js';
import { mustFitSubsidiary } from './tax.js';
import { optionalText } from './values.js';

/** An item line with its amount settled, as a person reads it: positive on an ordinary invoice or credit memo. */
export interface SaleLine {
  columns: NumberedLine;
  amount: Decimal;
  taxCode: string | undefined;
}

const OWN = new Set(['id', 'transaction', 'linesequencenumber', 'mainline', 'taxline', 'foreignamount', 'netamount', 'subsidiary', 'entity', 'account']);

/** Item lines of a stored document, signs taken off. `outward` is true for invoices, whose lines are stored negative. */
export function storedSaleLines(work: Work, transaction: string | undefined, outward: boolean): NumberedLine[] {
  if (transaction === undefined) return [];
  return lineRows(work, transaction).filter((row) => row.mainline === 'F' && row.taxline === 'F').map((row) => saleLineOf(row, outward));
}

/** One stored item line, signs taken off. */
export function saleLineOf(row: Row, outward: boolean): NumberedLine {
  const kept = Object.fromEntries(Object.entries(row).filter(([column]) => !OWN.has(column)).map(([column, value]) => [column, optionalText(value)]));
  const unsigned = (stored: unknown): string => textOf(outward ? negated(amountOf(stored)) : amountOf(stored));
  return { ...kept, line: String(row.line), amount: unsigned(row.foreignamount), ...(row.quantity === undefined ? {} : { quantity: unsigned(row.quantity) }) };
}

/** Sent lines whose quantity or rate changes without an amount are to be priced anew. */
export function repriced(sent: LinePatch[] | undefined): LinePatch[] | undefined {
  return sent?.map((line) => {
    const priced = 'quantity' in line.columns || 'rate' in line.columns;
    return priced && !('amount' in line.columns) ? { ...line, columns: { ...line.columns, amount: null } } : line;
  });
}

/** Amount and tax code of a line: the amount as given, else quantity times rate, rounded to the currency. */
export function pricedLine(work: Work, line: NumberedLine, at: number, defaults: { taxCode: string | undefined; subsidiary: string; decimals: number }): SaleLine {
  const path = (field: string): string => `item.items[${at}].${field}`;
  if (!line.item) throw missingValue('Item', path('item'));
  const quantity = decimalOf(line.quantity ?? '1');
  const rate = decimalOf(line.rate ?? '');
  const given = decimalOf(line.amount ?? '');
  const amount = given ?? (rate && quantity ? times(rate, quantity) : undefined);
  if (!amount) throw missingValue('Amount', path('amount'));
  const item = work.books.table('item').get(line.item);
  const owner = optionalText(item?.subsidiary);
  if (owner && owner !== defaults.subsidiary) throw invalidFieldValue(line.item, 'item', path('item'));
  const taxCode = line.taxcode ?? defaults.taxCode;
  if (taxCode) mustFitSubsidiary(work.books, taxCode, defaults.subsidiary, path('taxCode'));
  return { columns: { ...line, quantity: line.quantity ?? (rate ? '1' : undefined), taxcode: taxCode }, amount: rounded(amount, defaults.decimals), taxCode };
}
