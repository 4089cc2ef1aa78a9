import { contentHash, type DecimalInput } from '#lib/canonical';
import { num } from '../exact.js';
import { allocate } from '../money/allocate.js';
import { why, type RuleTrace } from '../trace.js';

/** REV-16: spreads a period's revenue over its entries by their share of the measure (hours or cost), to the unit (MON-5). */
export function spreadRevenue(input: { revenue: DecimalInput; entries: readonly { id: string; measure: DecimalInput }[]; currency: string }): { entries: { id: string; revenue: string }[]; why: RuleTrace[] } {
  const shares = allocate(num(input.revenue, 'revenue'), input.entries.map((e) => num(e.measure, `measure of ${e.id}`)), { currency: input.currency });
  return { entries: input.entries.map((e, i) => ({ id: e.id, revenue: shares[i]! })), why: [why('REV-16', 'in proportion to the measure', { revenue: String(input.revenue), entries: input.entries.length })] };
}

/** REV-19: the hash of a run's inputs. The same inputs give the same hash, and a hash already posted gives no new journal. */
export function revenueInputHash(inputs: unknown): string {
  return contentHash(inputs);
}

/** REV-19: is there anything to post for these inputs? */
export function revenueRunNeeded(input: { inputs: unknown; posted_hashes: readonly string[] }): { needed: boolean; hash: string; why: RuleTrace[] } {
  const hash = revenueInputHash(input.inputs);
  const needed = !input.posted_hashes.includes(hash);
  return { needed, hash, why: [why('REV-19', needed ? 'new inputs' : 'these inputs were posted before')] };
}
