import { monthOf, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, text } from '../exact.js';
import { convert, exchangeRate, type Converted } from '../money/convert.js';
import type { RoundingMode } from '../money/round.js';
import { why } from '../trace.js';

/** Which date's rate converts a card currency into the invoice currency (INV-7). */
export type InvoiceRateBasis = 'invoice_date' | 'work_date' | 'month_average' | 'contract_fixed';

/** One published rate: 1 `from` = `rate` `to` on `date`. For averages the date is any day of the month. */
export interface FxRateInput {
  from: string;
  to: string;
  date: string;
  rate: DecimalInput;
  rate_type: 'spot' | 'average' | 'closing' | 'contract_fixed';
}

export interface FxRateQuery {
  from: string;
  to: string;
  date: string;
  rate_type?: FxRateInput['rate_type'];
  rates: readonly FxRateInput[];
  /** How many days back a rate may be (weekends and holidays); default 0. */
  max_age_days?: number;
}

/** The published rate for a direction, date and type. One currency to itself is 1. FX_RATE_MISSING when none fits; never inverted (MON-7). */
export function findFxRate(query: FxRateQuery): { rate: string; date: string; rate_type: string } {
  const { from, to, rate_type: type = 'spot' } = query;
  const date = day(query.date, 'date');
  if (from === to) return { rate: '1', date, rate_type: type };
  const candidates = query.rates.filter((r) => r.from === from && r.to === to && r.rate_type === type && covers(r, date, query.max_age_days ?? 0));
  const best = candidates.reduce<FxRateInput | undefined>((a, b) => (a && a.date >= b.date ? a : b), undefined);
  if (!best) throw new RuleError('FX_RATE_MISSING', 'MON-7', `no ${type} rate from ${from} to ${to} for ${date}`);
  return { rate: text(exchangeRate(best.rate)), date: best.date, rate_type: type };
}

function covers(rate: FxRateInput, date: string, maxAge: number): boolean {
  if (rate.rate_type === 'contract_fixed') return rate.date <= date;
  if (rate.rate_type === 'average') return monthOf(rate.date) === monthOf(date);
  return rate.date <= date && (Date.parse(date) - Date.parse(rate.date)) / 86_400_000 <= maxAge;
}

export interface ConvertForInvoiceInput {
  amount: DecimalInput;
  from_currency: string;
  to_currency: string;
  basis?: InvoiceRateBasis;
  invoice_date: string;
  work_date?: string;
  rates: readonly FxRateInput[];
  max_age_days?: number;
  rounding_mode?: RoundingMode;
}

/** INV-7: converts a card amount into the invoice currency by the chosen basis and returns the rate to snapshot. */
export function convertForInvoice(input: ConvertForInvoiceInput): Converted & { rate_date: string; rate_type: string } {
  const basis = input.basis ?? 'invoice_date';
  const byWork = basis === 'work_date' || basis === 'month_average';
  if (byWork && !input.work_date) throw new RuleError('INVALID_INPUT', 'INV-7', `basis ${basis} needs work_date`);
  const type = basis === 'month_average' ? 'average' : basis === 'contract_fixed' ? 'contract_fixed' : 'spot';
  const found = findFxRate({ from: input.from_currency, to: input.to_currency, date: byWork ? day(input.work_date, 'work_date') : day(input.invoice_date, 'invoice_date'), rate_type: type, rates: input.rates, max_age_days: input.max_age_days });
  const converted = convert({ amount: input.amount, rate: found.rate, to_currency: input.to_currency, rounding_mode: input.rounding_mode });
  return { ...converted, rate_date: found.date, rate_type: found.rate_type, why: [why('INV-7', `rate basis ${basis}`, { rate: found.rate }), ...converted.why] };
}
