import type { ReadVerb, VendorContext } from '#lib/connector';
import { readReport } from '../client/report.js';
import { reportPage } from '../client/report-walk.js';
import { closeRanges, COST_RATE_DROPPED, type CostRateRow, identifyCostRate, knownCostRate, mapCostRate } from '../mappers/cost-rate.js';
import type { WorkdaySettings } from '../settings.js';

/** Cost rates, past and to come. The end of an open range depends on the next rate: the whole report is taken every time. */
export const costRate: ReadVerb<CostRateRow, WorkdaySettings> = {
  feed: 'snapshot',
  page: (at, ctx) => reportPage(at, ctx.settings, () => rates(ctx)),
  identify: identifyCostRate,
  map: mapCostRate,
  known: knownCostRate,
  one: async (id, ctx) => (await rates(ctx)).find((row) => row.key === id) ?? null,
  dropped: COST_RATE_DROPPED,
};

async function rates(ctx: VendorContext<WorkdaySettings>): Promise<CostRateRow[]> {
  const report = await readReport(ctx.settings.cost_rate_report, {}, ctx);
  return closeRanges(report.entries, report.givenAt);
}
