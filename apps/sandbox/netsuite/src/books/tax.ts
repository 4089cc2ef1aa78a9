import type { Books, Row } from '../../../kernel/src/index.js';
import { invalidFieldValue } from '../errors.js';
import { type Decimal, ZERO, decimalOf, plus, rounded, times } from './decimal.js';
import { isTrue, optionalText } from './values.js';

/** A line's taxable amount under one tax code (internal id), in document currency. */
export interface TaxableAmount {
  code: string | undefined;
  amount: Decimal;
}

/**
 * Tax of a document: per tax code, the sum of its lines times the code's rate, rounded once half up to the currency.
 * Codes in the order of their first line. NetSuite computes this itself; a caller's figure is not asked for.
 */
export function taxByCode(books: Books, lines: TaxableAmount[], decimals: number): { code: string; base: Decimal; tax: Decimal }[] {
  const bases = new Map<string, Decimal>();
  for (const { code, amount } of lines) if (code) bases.set(code, plus(bases.get(code) ?? ZERO, amount));
  return [...bases].map(([code, base]) => ({ code, base, tax: rounded(times(base, rateOf(books.table('salestaxitem').get(code))), decimals) }));
}

/** `8.25%` as 0.0825. */
export function rateOf(code: Row | undefined): Decimal {
  const percent = decimalOf(String(code?.rate ?? '0').replace('%', '').trim()) ?? ZERO;
  return { units: percent.units, scale: percent.scale + 2 };
}

/** Throws unless the tax code may be used by the subsidiary. */
export function mustFitSubsidiary(books: Books, code: string, subsidiary: string, path: string): void {
  const row = books.table('salestaxitem').get(code);
  const owner = optionalText(row?.subsidiary);
  if (!row || isTrue(row.isinactive) || (owner && !owner.split(/[,\s]+/).includes(subsidiary))) throw invalidFieldValue(code, 'taxCode', path);
}
