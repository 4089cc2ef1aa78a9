import { sum, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, ratioText, text } from '../exact.js';
import { convert, exchange, exchangeRate, type RateQuote } from '../money/convert.js';
import { minorRound, moneyText } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';

export interface TranslateStatementInput {
  /** Income positive, cost negative, functional currency; each with its own rate (transaction date or average). */
  result_items: readonly { amount: DecimalInput; rate: DecimalInput | null | undefined }[];
  /** Opening net assets and the reporting amount they were carried at. */
  opening_net_assets: DecimalInput;
  opening_reporting: DecimalInput;
  closing_rate: DecimalInput | null | undefined;
  reporting_currency: string;
}

/** FX-5: income and cost at their rates, balances at the closing rate; the difference of the period goes to the translation reserve. */
export function translateStatement(input: TranslateStatementInput): { result: string; closing_net_assets: string; translation_reserve_change: string; why: RuleTrace[] } {
  const { reporting_currency: currency } = input;
  const result = sum(input.result_items.map((i) => convert({ amount: i.amount, rate: i.rate, to_currency: currency }).amount));
  const closing = num(input.opening_net_assets, 'opening_net_assets').plus(sum(input.result_items.map((i) => num(i.amount, 'amount'))));
  const translated = num(convert({ amount: closing, rate: input.closing_rate, rate_field: 'closing_rate', to_currency: currency }).amount, 'closing');
  const reserve = translated.minus(num(input.opening_reporting, 'opening_reporting')).minus(result);
  return { result: moneyText(result, currency), closing_net_assets: moneyText(translated, currency), translation_reserve_change: moneyText(reserve, currency), why: [why('FX-5', 'difference to the translation reserve', { result, closing: translated, reserve })] };
}

export interface MultiCurrencyProgressInput {
  /** Cost to date with the rate of each cost date. */
  costs: readonly { amount: DecimalInput; rate: DecimalInput | null | undefined; quote?: RateQuote }[];
  /** Estimate to complete with current rates. */
  etc: readonly { amount: DecimalInput; rate: DecimalInput | null | undefined; quote?: RateQuote }[];
  functional_currency: string;
}

/** FX-6: C at cost-date rates, ETC at the current rate, both in the contract's functional currency; progress is computed once. EAC_STALE without an estimate to complete; an empty one says that nothing is left. */
export function multiCurrencyProgress(input: MultiCurrencyProgressInput): { cost_to_date: string; estimate_to_complete: string; eac: string; progress: string | null; why: RuleTrace[] } {
  if (!Array.isArray(input.etc)) throw new RuleError('EAC_STALE', 'FX-6', 'no estimate to complete was given');
  const add = (items: MultiCurrencyProgressInput['costs']) => sum(items.map((i) => minorRound(exchange(num(i.amount, 'amount'), exchangeRate(i.rate, 'FX-6'), i.quote), input.functional_currency)));
  const cost = add(input.costs);
  const etc = add(input.etc);
  const eac = cost.plus(etc);
  return {
    cost_to_date: moneyText(cost, input.functional_currency), estimate_to_complete: moneyText(etc, input.functional_currency), eac: moneyText(eac, input.functional_currency),
    progress: eac.isZero() ? null : ratioText(cost.div(eac)), why: [why('FX-6', 'progress computed once in the functional currency', { cost, etc, eac })],
  };
}

/** FX-7: sums amounts in the group currency and names the rate set; `constant` uses one set for every period. Missing rates are FX_RATE_MISSING. */
export function groupAmount(input: { amounts: readonly { amount: DecimalInput; currency: string }[]; group_currency: string; rates: Readonly<Record<string, DecimalInput>>; rate_set: string }): { amount: string; currency: string; rate_set: string; why: RuleTrace[] } {
  const parts = input.amounts.map((a) => (a.currency === input.group_currency ? num(a.amount, 'amount') : num(convert({ amount: a.amount, rate: input.rates[a.currency], rate_field: `rate of ${a.currency}`, to_currency: input.group_currency }).amount, 'amount')));
  const total = sum(parts);
  return { amount: moneyText(total, input.group_currency), currency: input.group_currency, rate_set: input.rate_set, why: [why('FX-7', `rate set ${input.rate_set}`, { amount: text(total) })] };
}
