import { sum } from '#lib/canonical';
import { convert, convertCross, convertLines, currencyDigits, findFxRate, type FxRateInput, type RateQuote, roundMoney, RuleError, type RuleTrace } from '#lib/rules';
import { type Choices, chosen } from '../policy/chosen.js';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import type { AmountToConvert, ConvertedAmount, CurrencyConversionAnswer, CurrencyConversionRequest } from './currency-conversion.dto.js';

interface FoundRate {
  rate: string;
  date: string;
  quote: RateQuote | undefined;
}

/** Converts amounts one by one at the published rates that are sent (MON-7, MON-8, INV-7), directly or through a pivot. */
export function convertAmounts(sent: CurrencyConversionRequest): CurrencyConversionAnswer {
  const request = given(sent);
  const { from_currency: from, to_currency: to, pivot_currency: pivot } = request;
  const policy = chosen(['invoice_rate_basis', 'rounding_mode'], request.policy as never);
  const refusals = new Refusals();
  for (const name of ['from_currency', 'to_currency', 'pivot_currency'] as const) if (request[name]) refusals.at(name, () => currencyDigits(request[name]!));
  refusals.end();
  const used = new Set<string>();
  const amounts = request.amounts.map((amount, i): ConvertedAmount | undefined => refusals.at(`amounts[${i}]`, () => {
    const first = rateFor(from, pivot ?? to, amount, request, policy);
    const second = pivot ? rateFor(pivot, to, amount, request, policy) : first;
    used.add(JSON.stringify(second));
    const head = { amount: amount.amount, to_currency: to, rounding_mode: policy.rounding_mode };
    const made = pivot ? convertCross({ ...head, pivot_currency: pivot, source_rate: first.rate, source_quote: first.quote, target_rate: second.rate, target_quote: second.quote, pivot_decimals: request.pivot_decimals }) : convert({ ...head, rate: first.rate, quote: first.quote });
    const basis: RuleTrace = { rule: 'INV-7', detail: `rate basis ${policy.invoice_rate_basis}`, numbers: { rate: second.rate } };
    return { id: amount.id, amount: made.amount, rate: second.rate, rate_date: second.date, why: [basis, ...made.why] };
  }));
  refusals.end();
  const converted = amounts as ConvertedAmount[];
  const one = pivot || used.size > 1 ? undefined : (JSON.parse([...used][0]!) as FoundRate);
  const lines = one && convertLines({ amounts: request.amounts.map((a) => a.amount), rate: one.rate, quote: one.quote, to_currency: to, rounding_mode: policy.rounding_mode });
  return { currency: to, policy, amounts: converted, total: roundMoney(sum(converted.map((a) => a.amount)), to), rounding_difference: lines?.rounding_difference ?? null, why: lines?.why ?? [] };
}

/** The published rate of one direction by the basis, with how its source quotes it. */
function rateFor(from: string, to: string, amount: AmountToConvert, request: CurrencyConversionRequest, { invoice_rate_basis: basis }: Choices<'invoice_rate_basis'>): FoundRate {
  const byWork = basis === 'work_date' || basis === 'month_average';
  if (byWork && amount.work_date === undefined) throw new RuleError('INVALID_INPUT', 'INV-7', `basis ${basis} needs work_date`);
  const rate_type = basis === 'month_average' ? 'average' : basis === 'contract_fixed' ? 'contract_fixed' : 'spot';
  const rates = request.rates.map((r) => ({ ...r, rate_type: r.rate_type ?? 'spot' })) as (FxRateInput & { quote?: RateQuote })[];
  const found = findFxRate({ from, to, date: byWork ? amount.work_date! : request.date, rate_type, rates, max_age_days: request.max_age_days });
  return { rate: found.rate, date: found.date, quote: rates.find((r) => r.from === from && r.to === to && r.rate_type === rate_type && r.date === found.date)?.quote };
}
