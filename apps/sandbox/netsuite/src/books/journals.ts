import type { Row } from '../../../kernel/src/index.js';
import { journalEntry } from '../catalog/transactions.js';
import { invalidFieldValue, missingValue, userError } from '../errors.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { ROUNDING, accountNumbered } from './accounts.js';
import { type Decimal, ZERO, decimalOf, minus, negated, rounded, sign, sumOf, textOf, times } from './decimal.js';
import { tradesWith } from './entities.js';
import { type Keeper, patched } from './keeper.js';
import { type NumberedLine, lineRows, mergedLines, mustHaveLines, removeLines, writeLines } from './lines.js';
import { mustBeOpen } from './periods.js';
import { type Entry, imbalance, removeEntries, writeEntries } from './posting.js';
import { reverseOn } from './reversal.js';
import { type Header, headerOf, storeHeader } from './transaction-header.js';
import { isTrue, optionalText } from './values.js';

/** Journal entries: debits and credits that balance in the document currency and, after conversion, in the base currency. */
export const journals: Keeper = {
  save(work, existing, body) {
    if (existing && isTrue(existing.voided)) throw userError('This transaction has been voided and cannot be edited.');
    if (!patched(existing, body, 'subsidiary')) throw missingValue('Subsidiary', 'subsidiary');
    const header = headerOf(work, journalEntry, existing, body, { receivable: false });
    const lines = mergedLines(work, 'line', existing ? lineRows(work, existing.id).map(journalLineOf) : [], body.lines.line);
    mustHaveLines(lines, 'line');
    const amounts = lines.map((line, at) => amountOfLine(work, line, at, header));
    if (sign(sumOf(amounts)) !== 0) throw userError('The amounts in a journal entry must balance.', 'line');
    const approved = (patched(existing, body, 'approved') ?? 'T') === 'T';
    const saved = storeHeader(work, existing, {
      ...header.columns, approved: approved ? 'T' : 'F', approvalstatus: approved ? '2' : '1', status: approved ? 'B' : 'A', posting: approved ? 'T' : 'F',
      foreigntotal: textOf(sumOf(amounts.filter((amount) => sign(amount) > 0))),
    });
    bookJournal(work, existing, saved, lines, amounts, header);
    if (!existing && saved.reversaldate) reverseOn(work, saved, (date, reversed) => journals.save(work, undefined, reversalBody(saved, date, reversed)));
    return saved;
  },
  beforeDelete(work, row) {
    mustBeOpen(work.books.table('accountingperiod').get(String(row.postingperiod))!, false);
    removeEntries(work.books, row);
    removeLines(work, row.id);
  },
};

/** A stored journal line as it is sent. */
export function journalLineOf(row: Row): NumberedLine {
  const names = ['account', 'memo', 'entity', 'department', 'class', 'location'];
  const kept = Object.fromEntries(names.map((name) => [name, optionalText(row[name])]));
  return { ...kept, line: String(row.line), debit: optionalText(row.debitforeignamount), credit: optionalText(row.creditforeignamount) };
}

/** Signed document amount of a line: debits positive. Throws for both or neither side, a strange account or a strange entity. */
function amountOfLine(work: Work, line: NumberedLine, at: number, header: Header): Decimal {
  const path = (field: string): string => `line.items[${at}].${field}`;
  if (!line.account) throw missingValue('Account', path('account'));
  const owner = optionalText(work.books.table('account').get(line.account)?.subsidiary);
  if (owner && owner !== header.subsidiary) throw invalidFieldValue(line.account, 'account', path('account'));
  const party = line.entity === undefined ? undefined : (work.books.table('customer').get(line.entity) ?? work.books.table('job').get(line.entity));
  if (party && !tradesWith(work, party, header.subsidiary)) throw invalidFieldValue(line.entity, 'entity', path('entity'));
  const [debit, credit] = [decimalOf(line.debit ?? '') ?? ZERO, decimalOf(line.credit ?? '') ?? ZERO];
  if (sign(debit) !== 0 && sign(credit) !== 0) throw userError('A journal line may hold a debit or a credit, not both.', path('debit'));
  if (line.debit === undefined && line.credit === undefined) throw missingValue('Debit or Credit', path('debit'));
  return rounded(minus(debit, credit), header.decimals);
}

function bookJournal(work: Work, existing: Row | undefined, saved: Row, lines: NumberedLine[], amounts: Decimal[], header: Header): void {
  if (existing) removeEntries(work.books, existing);
  const entries: Entry[] = amounts.map((amount, at) => ({
    account: lines[at]!.account!, line: lines[at]!.line, amount: rounded(times(amount, header.rate), header.baseDecimals),
  }));
  writeLines(work, saved.id, lines.map((line, at) => {
    const { debit: _debit, credit: _credit, ...kept } = line;
    const amount = amounts[at]!;
    const side = sign(amount) < 0 ? { creditforeignamount: textOf(negated(amount)) } : { debitforeignamount: textOf(amount) };
    return {
      ...kept, ...side, mainline: at === 0 ? 'T' : 'F', taxline: 'F', linesequencenumber: line.line, subsidiary: header.subsidiary,
      foreignamount: textOf(amount), netamount: textOf(entries[at]!.amount),
    };
  }));
  const difference = imbalance(entries);
  if (sign(difference) !== 0) entries.push({ account: accountNumbered(work.books, ROUNDING).id, amount: negated(difference), line: lines.at(-1)!.line });
  writeEntries(work.books, saved, entries);
}

function reversalBody(saved: Row, date: string, reversed: NumberedLine[]): ReadBody {
  const lines = reversed.map(({ line: _line, ...columns }) => ({ line: undefined, columns: Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value ?? null])) }));
  const patch = { subsidiary: String(saved.subsidiary), currency: String(saved.currency), exchangerate: String(saved.exchangerate), trandate: date, memo: optionalText(saved.memo) ?? null, createdfrom: saved.id, isreversal: 'T' };
  return { patch, lines: { line: lines }, raw: {} };
}
