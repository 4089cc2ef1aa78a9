import type { Books } from '../../../kernel/src/index.js';

/** ISO 4217 codes whose amounts do not have two fraction digits. */
const DECIMALS: Record<string, number> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
};

/** Fraction digits of an amount in this currency (internal id). The row's own `precision` wins, then its symbol. */
export function currencyDecimals(books: Books, currency: unknown): number {
  const row = books.table('currency').get(String(currency));
  const own = Number(row?.precision ?? row?.currencyprecision ?? Number.NaN);
  return Number.isInteger(own) ? own : (DECIMALS[String(row?.symbol ?? '')] ?? 2);
}
