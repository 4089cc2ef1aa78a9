import type { DecimalInput } from '#lib/canonical';
import { num, text } from '../exact.js';
import { convert, exchangeRate, type RateQuote } from '../money/convert.js';
import { moneyText, minorRound } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface ThreeCurrenciesInput {
  amount: DecimalInput;
  transaction_currency: string;
  functional_currency: string;
  /** Transaction to functional, spot of the transaction date (Alt: monthly average). */
  functional_rate?: DecimalInput | null;
  functional_quote?: RateQuote;
  reporting_currency?: string;
  /** Functional to reporting. */
  reporting_rate?: DecimalInput | null;
  reporting_quote?: RateQuote;
  /** Named in the result so that a figure can say which rates it used (FX-7). */
  rate_set?: string;
}

export interface ThreeCurrencies {
  transaction: { amount: string; currency: string };
  functional: { amount: string; currency: string; rate: string };
  reporting: { amount: string; currency: string; rate: string } | null;
  rate_set: string;
  why: RuleTrace[];
}

/** FX-1 and FX-2: transaction, functional and reporting amounts with their rates. FX_RATE_MISSING when two currencies differ and no rate is given. */
export function threeCurrencies(input: ThreeCurrenciesInput): ThreeCurrencies {
  const set = input.rate_set ?? 'spot';
  const amount = moneyText(minorRound(num(input.amount, 'amount'), input.transaction_currency), input.transaction_currency);
  const functional = translate(amount, input.transaction_currency, input.functional_currency, input.functional_rate, 'functional_rate', input.functional_quote);
  const reporting = input.reporting_currency ? translate(functional.amount, input.functional_currency, input.reporting_currency, input.reporting_rate, 'reporting_rate', input.reporting_quote) : null;
  return {
    transaction: { amount, currency: input.transaction_currency }, functional, reporting, rate_set: set,
    why: [why('FX-2', `initial record at ${set} rate`, { amount, functional: functional.amount, rate: functional.rate })],
  };
}

function translate(amount: string, from: string, to: string, rate: DecimalInput | null | undefined, field: string, quote?: RateQuote): { amount: string; currency: string; rate: string } {
  if (from === to) return { amount, currency: to, rate: '1' };
  const r = exchangeRate(rate, 'FX-1', field);
  return { amount: convert({ amount, rate: r, to_currency: to, quote }).amount, currency: to, rate: text(r) };
}
