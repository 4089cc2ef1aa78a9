import { type DecimalInput, sum } from '#lib/canonical';
import { margin, minimumPerPeriod, roundMoney, type RoundingMode, type RuleTrace } from '#lib/rules';
import type { PricedEntry, TimeTotals } from './time-price-answer.dto.js';
import type { TimePriceRequest } from './time-price.dto.js';

/** Sums of entries, the top-up to the period minimum (TM-4) and, with cost, the margin (MET-4). */
export function timeTotals(entries: readonly PricedEntry[], request: TimePriceRequest, rounding_mode: RoundingMode): { totals: TimeTotals; why: RuleTrace[] } {
  const { currency } = request;
  const add = (of: (e: PricedEntry) => DecimalInput): string => roundMoney(sum(entries.map(of)), currency);
  const minimum = minimumPerPeriod({ minimum_amount: request.minimum_period_amount ?? '0', nets: entries.map((e) => e.billed_net), currency, rounding_mode });
  // Without a minimum the total is the sum, also below zero: reversals are not topped up.
  const adjusted = request.minimum_period_amount !== undefined;
  const billed = add((e) => e.billed_net);
  const total = adjusted ? minimum.total : billed;
  const cost = request.cost_rates ? add((e) => e.cost!) : null;
  const earned = cost === null ? null : margin({ revenue: total, labor_cost: cost });
  return {
    totals: {
      billable_hours: sum(entries.map((e) => e.billable_hours)).toFixed(), gross: add((e) => e.gross), discount: add((e) => e.discount), fee: add((e) => e.fee), net: add((e) => e.net),
      billed_net: billed, capped_net: add((e) => e.cap?.capped_net ?? '0'), invoiceable_net: add((e) => (e.decision === 'invoiceable' ? e.billed_net : '0')), minimum_adjustment: roundMoney(adjusted ? (minimum.adjustment?.net ?? '0') : '0', currency), total,
      cost, margin_amount: earned && roundMoney(earned.margin_amount, currency), margin: earned?.margin ?? null,
    },
    why: [...(adjusted ? minimum.why : []), ...(earned?.why ?? [])],
  };
}
