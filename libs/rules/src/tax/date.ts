import { addDays, daysBetween, inRange, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day, num, text } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { why, type RuleTrace } from '../trace.js';

/** A tax rate with the dates it holds, inclusive. */
export interface DatedTaxRate {
  rate: DecimalInput;
  effective_from: string;
  effective_to?: string | null;
}

export type TaxDateRule = 'service_date' | 'invoice_date' | 'payment_date';

/** TAX-5: the rate on the date that the rule names. INVALID_TAX when that date is absent or has no rate. */
export function taxRateAt(input: { rule?: TaxDateRule; service_date?: string; invoice_date?: string; payment_date?: string; rates: readonly DatedTaxRate[] }): { rate: string; tax_date: string; why: RuleTrace[] } {
  const rule = input.rule ?? 'service_date';
  const date = input[rule];
  if (!date) throw new RuleError('INVALID_TAX', 'TAX-5', `the tax date rule is ${rule} and that date is missing`);
  const rate = text(num(held(input.rates, day(date, rule)).rate, 'rate'));
  return { rate, tax_date: date, why: [why('TAX-5', `rate by ${rule} ${date}`, { rate })] };
}

function held(rates: readonly DatedTaxRate[], date: string): DatedTaxRate {
  const found = rates.filter((r) => inRange(date, r.effective_from, r.effective_to));
  if (found.length !== 1) throw new RuleError('INVALID_TAX', 'TAX-5', `${found.length} tax rates hold on ${date}`);
  return found[0]!;
}

export interface TaxSplit {
  service_from: string;
  service_to: string;
  days: number;
  net: string;
  tax_rate: string;
}

/** TAX-5: a rate change inside the service period splits the line by days (MON-5). Dates inclusive. */
export function splitByTaxRate(input: { net: DecimalInput; currency: string; service_from: string; service_to: string; rates: readonly DatedTaxRate[] }): { lines: TaxSplit[]; why: RuleTrace[] } {
  const from = day(input.service_from, 'service_from');
  const to = day(input.service_to, 'service_to');
  if (to < from) throw new RuleError('INVALID_INPUT', 'TAX-5', `service_to ${to} is before service_from ${from}`);
  const parts: { from: string; to: string; rate: string }[] = [];
  for (let start = from; start <= to; ) {
    const rate = held(input.rates, start);
    const end = rate.effective_to && rate.effective_to < to ? rate.effective_to : to;
    parts.push({ from: start, to: end, rate: text(num(rate.rate, 'rate')) });
    start = addDays(end, 1);
  }
  const days = parts.map((p) => daysBetween(p.from, p.to) + 1);
  const nets = allocate(num(input.net, 'net'), days, { currency: input.currency });
  const lines = parts.map((p, i): TaxSplit => ({ service_from: p.from, service_to: p.to, days: days[i]!, net: nets[i]!, tax_rate: p.rate }));
  return { lines, why: [why('TAX-5', lines.length > 1 ? 'the rate changes inside the service period' : 'one rate for the whole period', { lines: lines.length })] };
}
