import { hasScope, type Principal } from '#lib/platform';

/** Verbs whose body shows what people cost. */
const COST_VERBS = new Set(['post_journal', 'reverse_journal']);
const COST_FIELD = /cost|salary|burden/i;

/** True when a vendor write of this verb may be shown to the caller in full (glossary 3.7). */
export function maySeeBody(who: Principal, verb: string): boolean {
  return hasScope(who, 'experience.cost') || !COST_VERBS.has(verb);
}

/** False when an exception is about such a write and the caller may not see cost: its words and its evidence show the amounts. */
export function maySeeDetails(who: Principal, e: { context: Record<string, unknown> }): boolean {
  return typeof e.context['verb'] !== 'string' || maySeeBody(who, e.context['verb']);
}

/** A copy without cost figures: members named for cost, and records of cost rates and journals as a whole. */
export function withoutCost(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCost);
  if (value === null || typeof value !== 'object') return value;
  const o = value as Record<string, unknown>;
  if (o['entity'] === 'cost_rate' || o['purpose'] === 'labor_cost') return { left_out: 'cost figures' };
  return Object.fromEntries(Object.entries(o).map(([k, v]) => [k, COST_FIELD.test(k) && (typeof v === 'string' || typeof v === 'number') ? '(left out)' : withoutCost(v)]));
}
