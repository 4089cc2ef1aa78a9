import type { Row } from '../../../kernel/src/index.js';
import type { RecordType } from '../catalog/index.js';
import { missingValue } from '../errors.js';
import type { ReadBody } from '../records/read-body.js';
import type { Work } from '../work.js';
import { currencyDecimals } from './currency.js';
import { type Decimal, textOf } from './decimal.js';
import { exchangeRate } from './exchange-rate.js';
import { columnsOf, patched } from './keeper.js';
import { newInternalId, nextDocumentNumber } from './numbering.js';
import { mustBeOpen, postingPeriod } from './periods.js';
import { mustBeUnique } from './uniqueness.js';
import { dayIn, instant } from './values.js';

/** The part every transaction has: where, when, in which money, under which number. */
export interface Header {
  columns: Row;
  subsidiary: string;
  rate: Decimal;
  /** Fraction digits of document amounts. */
  decimals: number;
  /** Fraction digits of posted amounts. */
  baseDecimals: number;
}

/** Defaults a transaction takes from the party it is with. */
export interface HeaderDefaults {
  subsidiary?: string;
  currency?: string;
  /** Whether locked receivables keep it out of a period. */
  receivable: boolean;
}

/**
 * Checks and completes the header of a new or changed transaction. Throws for a missing subsidiary, a taken external
 * id, a date outside its period, a period that is closed or locked (the old one too), an unknown exchange rate.
 * The document number is drawn last, so that a refused transaction draws none.
 */
export function headerOf(work: Work, type: RecordType, existing: Row | undefined, body: ReadBody, defaults: HeaderDefaults): Header {
  const { books } = work;
  const subsidiary = patched(existing, body, 'subsidiary') ?? defaults.subsidiary;
  if (!subsidiary) throw missingValue('Subsidiary', 'subsidiary');
  const base = String(books.table('subsidiary').get(subsidiary)?.currency ?? '');
  const currency = patched(existing, body, 'currency') ?? defaults.currency ?? base;
  const date = patched(existing, body, 'trandate') ?? dayIn(work.now, work.timeZone);
  const moved = 'trandate' in body.patch && !('postingperiod' in body.patch);
  const period = postingPeriod(books, date, moved ? undefined : patched(existing, body, 'postingperiod'));
  if (existing) mustBeOpen(books.table('accountingperiod').get(String(existing.postingperiod)) ?? period, defaults.receivable);
  mustBeOpen(period, defaults.receivable);
  const stale = 'currency' in body.patch && String(existing?.currency) !== currency && !('exchangerate' in body.patch);
  const given = stale ? undefined : patched(existing, body, 'exchangerate');
  const rate = exchangeRate(books, given, currency, base, date);
  const now = instant(work.now);
  const columns: Row = {
    createddate: now, voided: 'F', ...existing, ...columnsOf(body), type: type.transaction, recordtype: type.name.toLowerCase(),
    subsidiary, currency, trandate: date, postingperiod: period.id, exchangerate: textOf(rate), lastmodifieddate: now, id: existing?.id ?? '',
  };
  mustBeUnique(work, type, { ...columns, id: existing?.id });
  return { columns, subsidiary, rate, decimals: currencyDecimals(books, currency), baseDecimals: currencyDecimals(books, base) };
}

/** Stores the transaction's own row: a new one gets its internal id and its document number. */
export function storeHeader(work: Work, existing: Row | undefined, columns: Row): Row {
  const table = work.books.table('transaction');
  if (existing) return table.update(existing.id, columns);
  const type = String(columns.type);
  return table.insert({ ...columns, id: newInternalId(work.books, 'transaction'), tranid: nextDocumentNumber(work.books, type, String(columns.subsidiary)) });
}
