import type { Books, Row } from '../../../kernel/src/index.js';
import type { Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';
import { baseUnitOf } from '../wire/money.js';

/** What was spent in another currency, as an expense keeps it. */
export interface Converted {
  source_value: string;
  source_currency: string;
  /** Units of the project's currency for one unit of the source currency, decimal text. */
  rate: string;
  amount_in_cents: number;
}

/**
 * Converts `foreign_exchange_amount` {source_value, source_currency} of a body by the account's exchange table (`exchange_rates`:
 * source_currency, target_currency, effective_date, rate), the latest rate on or before the day; half up to whole subunits. 422 without a rate.
 */
export function converted(books: Books, attributes: Attributes, currency: string, date: string): Converted | undefined {
  const given: unknown = attributes.foreign_exchange_amount;
  if (given === undefined || given === null) return undefined;
  const { source_value: value, source_currency: source } = given as Attributes;
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(String(value ?? ''))) throw invalid('foreign_exchange_amount', 'Source value is not an amount');
  if (!/^[A-Z]{3}$/.test(String(source ?? ''))) throw invalid('foreign_exchange_amount', 'Source currency is not supported');
  const rate = source === currency ? '1' : rateOn(books, String(source), currency, date);
  return { source_value: String(value), source_currency: String(source), rate, amount_in_cents: product(String(value), rate, baseUnitOf(currency)) };
}

function rateOn(books: Books, source: string, target: string, date: string): string {
  const begun = books.table('exchange_rates').by('source_currency', source).filter((row) => row.target_currency === target && String(row.effective_date) <= date);
  const latest = begun.reduce<Row | undefined>((best, row) => (!best || String(row.effective_date) > String(best.effective_date) ? row : best), undefined);
  if (!latest) throw invalid('foreign_exchange_amount', `There is no exchange rate from ${source} to ${target}`);
  return String(latest.rate);
}

function product(value: string, rate: string, baseUnit: number): number {
  const [a, b] = [scaled(value), scaled(rate)];
  const divisor = 10n ** BigInt(a.places + b.places);
  return Number((a.digits * b.digits * BigInt(baseUnit) * 2n + divisor) / (2n * divisor));
}

function scaled(text: string): { digits: bigint; places: number } {
  const [whole = '0', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction), places: fraction.length };
}
