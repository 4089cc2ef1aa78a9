import { dec } from '#lib/canonical';
import { hoursProgress, lossProvision, type Recognition, type Recognized, recognizeCostRecovery, recognizeCostToCost, recognizeHours, recognizeOutputMilestones, recognizeProgress, roundMoney } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { CostPoint } from './measures.dto.js';
import type { LossPreview, RevenueLine } from './revenue-schedule-answer.dto.js';
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
  const head = () => ({ transaction_price: price, recognized_to_date: lines.at(-1)?.cumulative_revenue ?? o.recognized_to_date ?? '0', currency, rounding_mode });
  const add = (at: string, period_id: string, recognize: () => Recognition): Recognized | undefined => {
    const found = refusals.at(at, recognize);
    if (found) lines.push(revenueLine({ period_id, progress: found.progress, period_revenue: found.period_revenue, cumulative_revenue: found.cumulative_revenue, remaining: found.remaining, cumulative_profit: found.cumulative_profit, why: found.why }));
    return found;
  };
  const { cost_to_cost: cost, hours, units, output_milestones: outputs, cost_recovery: recovery } = o;
  let standing = '0';
  for (const [i, point] of (cost?.points ?? []).entries()) {
    const at = `${field}.cost_to_cost.points[${i}]`;
    if (!add(at, point.period_id, () => recognizeCostToCost({ ...head(), ...point, progress_decimals: cost!.progress_decimals }))) break;
    const line = lines.at(-1)!;
    const { loss, why } = lossOf(point, price, line.cumulative_revenue, standing, cost!.contract_in_605_35_scope, context);
    standing = loss.post ? loss.provision : standing;
    lines[lines.length - 1] = { ...line, loss, why: [...line.why, ...why] };
  }
  for (const [i, point] of (hours?.points ?? []).entries()) {
    const measured = { planned_hours: hours!.planned_hours, ...point, progress_decimals: hours!.progress_decimals };
    if (!add(`${field}.hours.points[${i}]`, point.period_id, () => recognizeHours({ ...head(), ...measured }))) break;
    const { why: [trace], denominator } = hoursProgress(measured);
    lines.at(-1)!.why.unshift({ ...trace!, numbers: { approved_hours: point.approved_hours, denominator, ...trace!.numbers } });
  }
  if (units && dec(units.total_units).isZero()) refusals.add(`${field}.units.total_units`, 'INVALID_INPUT', 'REV-3', 'there are no units to measure progress by', 'Send the number of units promised, above 0.');
  else for (const [i, point] of (units?.points ?? []).entries()) {
    if (!add(`${field}.units.points[${i}]`, point.period_id, () => recognizeProgress({ ...head(), progress: dec(point.units_to_date).div(units!.total_units), progress_decimals: units!.progress_decimals }))) break;
  }
  for (const [i, { period_id, end }] of (outputs?.periods ?? []).entries()) {
    const milestones = outputs!.milestones.map((m) => ({ id: m.id, weight: m.weight, achieved: m.achieved_on !== undefined && m.achieved_on <= end }));
    if (!add(`${field}.output_milestones.periods[${i}]`, period_id, () => recognizeOutputMilestones({ ...head(), milestones, shows_transfer: outputs!.shows_transfer }))) break;
  }
  for (const [i, { period_id, ...point }] of (recovery?.points ?? []).entries()) {
    const { recognized_to_date } = head();
    const found = refusals.at(`${field}.cost_recovery.points[${i}]`, () => recognizeCostRecovery({ ...point, recognized_to_date, currency }));
    if (found) lines.push(revenueLine({ period_id, period_revenue: found.period_revenue, cumulative_revenue: found.cumulative_revenue, remaining: roundMoney(dec(price).minus(found.cumulative_revenue), currency), cumulative_profit: roundMoney(dec(found.cumulative_revenue).minus(point.cost_to_date), currency), why: found.why }));
  }
  return lines;
}

/** LOSS-1 to LOSS-5 beside cost to cost: the expected loss stands at once, the movement goes on from the provision of the point before. */
function lossOf(point: CostPoint, price: string, cumulative_revenue: string, existing_provision: string, contract_in_605_35_scope: boolean | undefined, { currency, policy }: MeasureContext): { loss: LossPreview; why: RevenueLine['why'] } {
  const { expected_loss, provision, movement, post, why } = lossProvision({ transaction_price: price, cost_to_date: point.cost_to_date, eac: point.eac, etc: point.etc, cumulative_revenue, existing_provision, gaap: policy.gaap, contract_in_605_35_scope, currency });
  return { loss: { expected_loss, provision, movement, post }, why: dec(expected_loss).isZero() ? [] : why };
}
