import { currencyDigits, type PeriodInput, priceTime } from '#lib/rules';
import { chosen } from '../policy/chosen.js';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import { billHours } from './bill-hours.js';
import { capEntries } from './cap-entries.js';
import { costEntry, nonBillable } from './cost-entry.js';
import { postEntry } from './post-entry.js';
import { resolveRates } from './resolve-rates.js';
import type { PricedEntry, TimePriceAnswer } from './time-price-answer.dto.js';
import type { TimePriceRequest } from './time-price.dto.js';
import { timeTotals } from './time-totals.js';

/**
 * Prices time: rate, billable hours, amount, cost and posting date of every entry, then caps and the period minimum over all of them.
 * All refusals about entries come in one problem.
 */
export function priceEntries(sent: TimePriceRequest): TimePriceAnswer {
  const request = given(sent);
  const { currency } = request;
  const policy = chosen(['rate_precedence', 'time_rounding', 'cap_policy', 'rounding_mode', 'cost_basis', 'closed_period'], request.policy as never);
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(currency));
  refusals.end();
  const rates = resolveRates(request, policy.rate_precedence as never, refusals);
  const hours = billHours(request, policy.time_rounding, refusals);
  const priced = request.entries.map((entry, i): PricedEntry | undefined => {
    const field = `entries[${i}]`;
    const rate = rates.get(entry.id);
    const billed = hours.get(entry.id)!;
    const price = rate && refusals.at(field, () => priceTime({ billable_hours: billed.hours, rate: rate.rate, unit: rate.unit, unit_hours: rate.unit_hours, discount: entry.discount, fee: entry.fee, currency, full_day_rule: request.full_day_rule, rounding_mode: policy.rounding_mode }));
    const rest = rate && refusals.at(`${field}.billable_hours`, () => nonBillable(entry, rate, currency, policy.rounding_mode));
    const cost = refusals.at(field, () => costEntry(entry, request, policy));
    const posted = refusals.at(`${field}.work_date`, () => postEntry(entry.work_date, request.periods as PeriodInput[] | undefined, policy.closed_period));
    if (!rate || !price || !rest || !cost || !posted) return undefined;
    return {
      id: entry.id, work_date: entry.work_date, rate: rate.rate, base_rate: rate.base_rate, uplift: rate.uplift, unit: rate.unit, level: rate.level, card_version_id: rate.card_version_id, line_id: rate.line_id,
      billable_hours: billed.hours.toFixed(), quantity: price.quantity, gross: price.gross, discount: price.discount, fee: price.fee, net: price.net,
      non_billable_hours: rest.hours, non_billable_value: rest.value, billed_net: price.net, cost_rate: cost.cost_rate, cost: cost.cost, posting_date: posted.posting_date, prior_period: posted.prior_period,
      why: [...rate.why, ...rest.why, ...billed.why, ...price.why, ...cost.why, ...posted.why],
    };
  });
  refusals.end();
  const capped = capEntries(priced as PricedEntry[], request, policy.cap_policy);
  const { totals, why } = timeTotals(capped.entries, request, policy.rounding_mode);
  return { currency, policy, entries: capped.entries, totals, caps: capped.caps, exceeded_level: capped.exceeded_level, why: [...capped.why, ...why] };
}
