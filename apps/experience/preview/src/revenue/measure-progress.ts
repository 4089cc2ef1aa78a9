import { dec } from '#lib/canonical';
import { lossProvision, recognizeCostRecovery, roundMoney } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { CostMeasure, RecoveryMeasure } from './measures.dto.js';
import { progressPoints } from './progress-points.js';
import type { RevenueLine } from './revenue-schedule-answer.dto.js';
import type { PreviewObligation } from './revenue-schedule.dto.js';
import type { MeasureContext } from './schedule-obligation.js';

const NOTHING = { progress: null, remaining: null, cumulative_profit: null, unbilled: null, receivable: null, contract_liability: null };

/** A line with what a measure knows; the rest is null. */
export function revenueLine(line: Pick<RevenueLine, 'period_id' | 'period_revenue' | 'cumulative_revenue' | 'why'> & Partial<RevenueLine>): RevenueLine {
  return { ...NOTHING, ...line };
}

/** Measures that recognize a part of a price: each point goes on from what the one before it recognized. Stops at the first point a rule refuses. */
export function measureProgress(o: PreviewObligation, price: string, field: string, context: MeasureContext, refusals: Refusals): RevenueLine[] {
  const { currency, policy: { rounding_mode } } = context;
  const lines: RevenueLine[] = [];
  for (const { at, period_id, recognize, trace } of progressPoints(o, field, refusals)) {
    const recognized_to_date = lines.at(-1)?.cumulative_revenue ?? o.recognized_to_date ?? '0';
    const found = refusals.at(at, () => recognize({ transaction_price: price, recognized_to_date, currency, rounding_mode }));
    if (!found) break;
    const { progress, period_revenue, cumulative_revenue, remaining, cumulative_profit, why } = found;
    lines.push(revenueLine({ period_id, progress, period_revenue, cumulative_revenue, remaining, cumulative_profit, why: [...(trace?.() ?? []), ...why] }));
  }
  return o.cost_to_cost ? withLosses(lines, o.cost_to_cost, price, context) : lines;
}

/** LOSS-1 to LOSS-5 beside cost to cost: the expected loss stands at once, each movement goes on from the provision that was posted before. */
function withLosses(lines: readonly RevenueLine[], { points, contract_in_605_35_scope }: CostMeasure, transaction_price: string, { currency, policy: { gaap } }: MeasureContext): RevenueLine[] {
  let existing_provision = '0';
  return lines.map((line, i) => {
    const { cost_to_date, eac, etc } = points[i]!;
    const { expected_loss, provision, movement, post, why } = lossProvision({ transaction_price, cost_to_date, eac, etc, cumulative_revenue: line.cumulative_revenue, existing_provision, gaap, contract_in_605_35_scope, currency });
    if (post) existing_provision = provision;
    return { ...line, loss: { expected_loss, provision, movement, post }, why: dec(expected_loss).isZero() ? line.why : [...line.why, ...why] };
  });
}

/** REV-11: revenue equals recoverable cost until the outcome can be measured. */
export function measureRecovery({ points }: RecoveryMeasure, price: string, before: string, field: string, { currency }: MeasureContext, refusals: Refusals): RevenueLine[] {
  let recognized_to_date = before;
  return points.flatMap(({ period_id, cost_to_date, recoverable_cost }, i) => {
    const found = refusals.at(`${field}.cost_recovery.points[${i}]`, () => recognizeCostRecovery({ cost_to_date, recoverable_cost, recognized_to_date, currency }));
    if (!found) return [];
    const { cumulative_revenue, period_revenue, why } = found;
    recognized_to_date = cumulative_revenue;
    return [revenueLine({ period_id, period_revenue, cumulative_revenue, remaining: roundMoney(dec(price).minus(cumulative_revenue), currency), cumulative_profit: roundMoney(dec(cumulative_revenue).minus(cost_to_date), currency), why })];
  });
}
