import { currencyDigits, type DecideBillingResult, type PeriodInput, priceTime, type ResolvedRate } from '#lib/rules';
import { type Choices, chosen } from '../policy/chosen.js';
import { Refusals } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import { type BillableHours, billHours } from './bill-hours.js';
import { capEntries } from './cap-entries.js';
import { costEntry, nonBillable } from './cost-entry.js';
import { decideEntry } from './decide-entry.js';
import { postEntry } from './post-entry.js';
import { resolveRates } from './resolve-rates.js';
import type { PricedEntry, TimePriceAnswer } from './time-price-answer.dto.js';
import type { PreviewTime, TimePriceRequest } from './time-price.dto.js';
import { timeTotals } from './time-totals.js';

type TimeChoices = Choices<'rate_precedence' | 'time_rounding' | 'cap_policy' | 'rounding_mode' | 'cost_basis' | 'closed_period'>;
type Decided = Extract<DecideBillingResult, { ok: true }>;

/** Where time that does not bill has no rate, nothing of a rate is told. */
const NO_RATE = { rate: null, base_rate: null, uplift: null, unit: null, level: null, card_version_id: null, line_id: null };

/**
 * Prices time: decision, rate, billable hours, amount, cost and posting date of every entry, then caps and the period minimum over all of them.
 * All refusals about entries come in one problem.
 */
export function priceEntries(sent: TimePriceRequest): TimePriceAnswer {
  const asked = given(sent);
  const { currency } = asked;
  const policy: TimeChoices = chosen(['rate_precedence', 'time_rounding', 'cap_policy', 'rounding_mode', 'cost_basis', 'closed_period'], asked.policy as never);
  const refusals = new Refusals();
  refusals.at('currency', () => currencyDigits(currency));
  const decided = asked.entries.map((entry, i) => refusals.at(`entries[${i}]`, () => decideEntry(entry, asked.billing)) as Decided | undefined);
  refusals.end();
  const unbilled = new Set(asked.entries.filter((_, i) => decided[i]!.decision === 'non_billable').map((e) => e.id));
  const request = { ...asked, entries: asked.entries.map((e) => (unbilled.has(e.id) ? { ...e, billable_hours: '0' } : e)) };
  const rates = resolveRates(request, policy.rate_precedence as never, unbilled, refusals);
  const hours = billHours(request, policy.time_rounding, unbilled, refusals);
  const priced = request.entries.map((entry, i) => pricedEntry({ entry, field: `entries[${i}]`, decided: decided[i]!, rate: rates.get(entry.id), billed: hours.get(entry.id)!, request, policy, optional: unbilled.has(entry.id) }, refusals));
  refusals.end();
  const capped = capEntries(priced as PricedEntry[], request, policy.cap_policy);
  const { totals, why } = timeTotals(capped.entries, request, policy.rounding_mode);
  return { currency, policy, entries: capped.entries, totals, caps: capped.caps, exceeded_level: capped.exceeded_level, why: [...capped.why, ...why] };
}

interface ToPrice {
  entry: PreviewTime;
  field: string;
  decided: Decided;
  rate: ResolvedRate | undefined;
  billed: BillableHours;
  request: TimePriceRequest;
  policy: TimeChoices;
  /** It does not bill, so it may be without a rate. */
  optional: boolean;
}

function pricedEntry({ entry, field, decided, rate, billed, request, policy, optional }: ToPrice, refusals: Refusals): PricedEntry | undefined {
  const { currency } = request;
  const { rounding_mode } = policy;
  const hourly = { unit: rate ? rate.unit : 'none', rate: rate?.rate ?? '0' };
  // No hours bill nothing, also at a price that is the same whatever the hours.
  const price = optional ? priceTime({ billable_hours: '0', rate: '0', currency }) : rate && refusals.at(field, () => priceTime({ billable_hours: billed.hours, rate: rate.rate, unit: rate.unit, unit_hours: rate.unit_hours, discount: entry.discount, fee: entry.fee, currency, full_day_rule: request.full_day_rule, rounding_mode }));
  const rest = (rate || optional) && refusals.at(`${field}.billable_hours`, () => nonBillable(entry, hourly, currency, rounding_mode));
  const cost = refusals.at(field, () => costEntry(entry, request, policy));
  const posted = refusals.at(`${field}.work_date`, () => postEntry(entry.work_date, request.periods as PeriodInput[] | undefined, policy.closed_period));
  if (!price || !rest || !cost || !posted) return undefined;
  const of = rate ? { rate: rate.rate, base_rate: rate.base_rate, uplift: rate.uplift, unit: rate.unit, level: rate.level, card_version_id: rate.card_version_id, line_id: rate.line_id } : NO_RATE;
  return {
    id: entry.id, work_date: entry.work_date, decision: decided.decision, hold_reason: decided.hold_reason, ...of,
    billable_hours: billed.hours.toFixed(), quantity: price.quantity, gross: price.gross, discount: price.discount, fee: price.fee, net: price.net,
    non_billable_hours: rest.hours, non_billable_value: rest.value, billed_net: price.net, cost_rate: cost.cost_rate, cost: cost.cost, posting_date: posted.posting_date, prior_period: posted.prior_period,
    why: [...decided.why, ...(rate?.why ?? []), ...rest.why, ...billed.why, ...price.why, ...cost.why, ...posted.why],
  };
}
