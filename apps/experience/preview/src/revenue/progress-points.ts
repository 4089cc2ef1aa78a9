import { dec } from '#lib/canonical';
import { hoursProgress, type Recognition, recognizeCostToCost, recognizeHours, recognizeOutputMilestones, recognizeProgress, type RoundingMode, type RuleTrace } from '#lib/rules';
import type { Refusals } from '../refusal/refusals.js';
import type { PreviewObligation } from './revenue-schedule.dto.js';

/** What every recognition starts from. */
export interface RecognitionHead {
  transaction_price: string;
  recognized_to_date: string;
  currency: string;
  rounding_mode: RoundingMode;
}

/** One point of a schedule: where it stands in the request, its period, and its rule. */
export interface ProgressPoint {
  at: string;
  period_id: string;
  recognize: (head: RecognitionHead) => Recognition;
  /** What the measure itself has to explain. */
  trace?: () => RuleTrace[];
}

/** The points of the obligation's measure, in order; none for a measure that is not a progress. */
export function progressPoints(o: PreviewObligation, field: string, refusals: Refusals): ProgressPoint[] {
  const { cost_to_cost: cost, hours, units, output_milestones: outputs } = o;
  if (cost) {
    const { progress_decimals } = cost;
    return cost.points.map((point, i) => ({ at: `${field}.cost_to_cost.points[${i}]`, period_id: point.period_id, recognize: (head) => recognizeCostToCost({ ...head, ...point, progress_decimals }) }));
  }
  if (hours) return hoursPoints(hours, field);
  if (units) return unitsPoints(units, field, refusals);
  if (!outputs) return [];
  const { milestones, shows_transfer } = outputs;
  return outputs.periods.map(({ period_id, end }, i) => ({
    at: `${field}.output_milestones.periods[${i}]`, period_id,
    recognize: (head) => recognizeOutputMilestones({ ...head, shows_transfer, milestones: milestones.map(({ id, weight, achieved_on }) => ({ id, weight, achieved: achieved_on !== undefined && achieved_on <= end })) }),
  }));
}

/** REV-4; the larger of plan and expected is part of the explanation. */
function hoursPoints({ planned_hours, progress_decimals, points }: NonNullable<PreviewObligation['hours']>, field: string): ProgressPoint[] {
  return points.map(({ period_id, ...point }, i) => {
    const measured = { planned_hours, progress_decimals, ...point };
    const trace = (): RuleTrace[] => {
      const { why, denominator } = hoursProgress(measured);
      return why.map((w) => ({ ...w, numbers: { approved_hours: point.approved_hours, denominator, ...w.numbers } }));
    };
    return { at: `${field}.hours.points[${i}]`, period_id, recognize: (head) => recognizeHours({ ...head, ...measured }), trace };
  });
}

function unitsPoints({ total_units, progress_decimals, points }: NonNullable<PreviewObligation['units']>, field: string, refusals: Refusals): ProgressPoint[] {
  if (dec(total_units).isZero()) {
    refusals.add(`${field}.units.total_units`, 'INVALID_INPUT', 'REV-3', 'there are no units to measure progress by', 'Send the number of units promised, above 0.');
    return [];
  }
  return points.map(({ period_id, units_to_date }, i) => ({ at: `${field}.units.points[${i}]`, period_id, recognize: (head) => recognizeProgress({ ...head, progress: dec(units_to_date).div(total_units), progress_decimals }) }));
}
