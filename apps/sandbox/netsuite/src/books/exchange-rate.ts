import type { Books } from '../../../kernel/src/index.js';
import { invalidFieldValue, userError } from '../errors.js';
import { type Decimal, decimalOf, sign } from './decimal.js';

const ONE: Decimal = { units: 1n, scale: 0 };

/**
 * Units of base currency for one unit of transaction currency: as given, else the latest rate on or before the date.
 * Throws when the currencies differ and no rate is known.
 */
export function exchangeRate(books: Books, given: unknown, currency: string, base: string, date: string): Decimal {
  if (currency === base) return ONE;
  if (given !== undefined && given !== null) {
    const rate = decimalOf(given);
    if (!rate || sign(rate) <= 0) throw invalidFieldValue(given, 'exchangeRate');
    return rate;
  }
  const known = books.table('currencyrate').by('transactioncurrency', currency)
    .filter((row) => String(row.basecurrency) === base && String(row.effectivedate) <= date)
    .sort((a, b) => (String(a.effectivedate) < String(b.effectivedate) ? 1 : -1));
  const rate = decimalOf(known[0]?.exchangerate);
  if (!rate) throw userError('Please enter a value for exchange rate.', 'exchangeRate');
  return rate;
}
