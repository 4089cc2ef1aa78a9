import { dec } from '#lib/canonical';
import { spreadRevenue } from '#lib/rules';

/**
 * REV-16: the amount of one event by project. Revenue to date belongs to the projects in proportion to their share of the measure to date; an event takes what
 * each project's share has grown by since the events before it, so that the parts always sum to the amount.
 */
export function splitByProject(input: { cumulative: string; amount: string; weights: Record<string, string>; before: Map<string | null, string>; main: string | null; currency: string }): { project_id: string | null; amount: string }[] {
  const { cumulative, amount, weights, before, main, currency } = input;
  const ids = Object.keys(weights).sort();
  const target = ids.length === 0 ? new Map<string | null, string>([[main, cumulative]])
    : new Map<string | null, string>(spreadRevenue({ revenue: cumulative, entries: ids.map((id) => ({ id, measure: weights[id]! })), currency }).entries.map((e) => [e.id, e.revenue]));
  const parts = [...new Set([...target.keys(), ...before.keys()])].map((project_id) => ({ project_id, amount: dec(target.get(project_id) ?? 0).minus(before.get(project_id) ?? 0).toFixed() })).filter((p) => !dec(p.amount).isZero());
  const total = parts.reduce((t, p) => t.plus(p.amount), dec(0));
  const rest = dec(amount).minus(total);
  if (rest.isZero()) return parts;
  const at = parts.find((p) => p.project_id === (ids[0] ?? main));
  if (at) return parts.map((p) => (p === at ? { ...p, amount: rest.plus(p.amount).toFixed() } : p)).filter((p) => !dec(p.amount).isZero());
  return [...parts, { project_id: ids[0] ?? main, amount: rest.toFixed() }];
}
