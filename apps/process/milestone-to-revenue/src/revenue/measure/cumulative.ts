import { addDays, dec, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { minorRound, moneyText, remeasuredRevenue, RuleError, type RuleTrace, straightLine, why } from '#lib/rules';
import type { ObligationVersion, PerformanceObligation } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { workedValue } from './as-invoiced.js';
import { MEASURES } from './done.js';

/** Revenue of an obligation up to a day, as if nothing had been recognized before. */
export interface Cumulative {
  revenue: string;
  /** Fraction of what is left under the version in force; null where work is billed as it is done. */
  progress: string | null;
  /** What is done in the obligation's own measure: where a modification goes on from. */
  done: string;
  weights: Record<string, string>;
  inputs: Record<string, unknown>;
  pass_through?: string;
  why: RuleTrace[];
}

/** `versions` oldest first, up to the one to be measured by. Refusals of the rules become exceptions of the obligation. */
export async function cumulativeRevenue(em: EntityManager, o: PerformanceObligation, versions: readonly ObligationVersion[], asOf: string, currency: string): Promise<Cumulative> {
  const v = versions.at(-1)!;
  try {
    if (o.component !== 'fixed') {
      const worked = await workedValue(em, o, versions, asOf, currency);
      const conceded = sum(versions.map((x) => x.concession));
      const revenue = moneyText(minorRound(dec(worked.value).minus(conceded), currency), currency);
      return { revenue, progress: null, done: worked.value, weights: worked.weights, inputs: { component: o.component, version: v.version_no, conceded: conceded.toFixed(), ...worked.inputs }, pass_through: worked.pass_through, why: [why('REV-9', 'approved work at contract rates, whether or not invoiced', { cumulative: revenue })] };
    }
    const measured = await MEASURES[o.measure]!(em, o, v, asOf, currency);
    const head = { done: measured.done, weights: measured.weights, inputs: { measure: o.measure, version: v.version_no, allocated_price: dec(v.allocated_price).toFixed(), base_revenue: dec(v.base_revenue).toFixed(), base_measure: dec(v.base_measure).toFixed(), done: measured.done, total: measured.total, ...measured.inputs } };
    if (o.measure === 'straight_line') {
      const line = byDays(v, asOf, currency);
      return { ...head, revenue: line.revenue, progress: dec(measured.done).div(measured.total).toFixed(12), why: line.why };
    }
    const price = dec(v.allocated_price).minus(measured.material?.whole ?? 0).toFixed();
    const r = remeasuredRevenue({ allocated_price: price, base_revenue: v.base_revenue, base_measure: v.base_measure, done: measured.done, total: measured.total, currency });
    return { ...head, revenue: dec(r.cumulative_revenue).plus(measured.material?.transferred ?? 0).toFixed(), progress: r.progress, why: r.why };
  } catch (error) {
    if (error instanceof RuleError && error.code === 'EAC_STALE') throw new BusinessFailure('EAC_STALE', undefined, `Obligation ${o.code}: ${error.detail}`, { obligation: o.code, rule: error.rule });
    if (error instanceof RuleError) throw new BusinessFailure('INVALID_TERMS', undefined, `Obligation ${o.code}: ${error.detail}`, { obligation: o.code, rule: error.rule });
    throw error;
  }
}

/** REV-8: what the months of the plan come to, with the days of the month under way; from a modification on, of what was left then. */
function byDays(v: ObligationVersion, asOf: string, currency: string): { revenue: string; why: RuleTrace[] } {
  const start = v.version_no > 1 && !dec(v.base_measure).isZero() && v.effective_date > v.start_date! ? v.effective_date : v.start_date!;
  const base = dec(v.base_revenue);
  const amount = dec(v.allocated_price).minus(base).toFixed();
  if (asOf < start) return { revenue: base.toFixed(), why: [{ rule: 'REV-8', detail: `begins on ${start}`, numbers: {} }] };
  if (asOf >= v.end_date!) return { revenue: dec(v.allocated_price).toFixed(), why: [{ rule: 'REV-8', detail: 'all days served', numbers: { price: dec(v.allocated_price).toFixed() } }] };
  const lines = straightLine({ amount, start, end: v.end_date!, currency });
  const whole = lines.lines.filter((l) => l.end <= asOf);
  const under = lines.lines.find((l) => l.start <= asOf && l.end > asOf);
  const part = under ? straightLine({ amount: under.amount, start: under.start, end: under.end, periods: [{ period_id: 'served', start: under.start, end: asOf }, { period_id: 'left', start: addDays(asOf, 1), end: under.end }], currency }).lines[0]!.amount : '0';
  return { revenue: whole.reduce((t, l) => t.plus(l.amount), base).plus(part).toFixed(), why: lines.why };
}
