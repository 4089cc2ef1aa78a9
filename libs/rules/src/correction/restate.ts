import { inRange } from '#lib/canonical';
import { RuleError } from '../error.js';
import { day } from '../exact.js';
import type { PeriodInput } from '../period/accounting-date.js';
import { why, type RuleTrace } from '../trace.js';

/** COR-5: metrics are recomputed for the period of the work date, not of the correction; a period that was frozen is flagged as restated. PERIOD_MISSING for a date no period covers. */
export function restatedPeriods(input: { work_dates: readonly string[]; periods: readonly PeriodInput[] }): { recompute: string[]; restated: string[]; why: RuleTrace[] } {
  const dates = input.work_dates.map((d, i) => day(d, `work_dates[${i}]`));
  const uncovered = dates.find((d) => !input.periods.some((p) => inRange(d, p.start, p.end)));
  if (uncovered) throw new RuleError('PERIOD_MISSING', 'COR-5', `no accounting period covers ${uncovered}`);
  const hit = input.periods.filter((p) => dates.some((d) => inRange(d, p.start, p.end)));
  const restated = hit.filter((p) => p.status === 'closed' || p.status === 'locked');
  return { recompute: hit.map((p) => p.period_id), restated: restated.map((p) => p.period_id), why: [why('COR-5', 'recomputed for the work date', { periods: hit.length, restated: restated.length })] };
}
