import { type DecimalInput } from '#lib/canonical';
import { num } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** An obligation with the selling price and the share of the transaction price it got at inception. */
export interface InceptionAllocation {
  id: string;
  ssp: DecimalInput;
  allocated: DecimalInput;
}

/**
 * REV-14: selling prices and allocation stay as they were at inception; only an approved modification changes them. Later selling
 * prices are no reason. METHOD_NOT_ALLOWED names the obligations that differ.
 */
export function allocationKept(input: { inception: readonly InceptionAllocation[]; now: readonly InceptionAllocation[]; modification_id?: string | null }): { ok: true; why: RuleTrace[] } | { ok: false; code: 'METHOD_NOT_ALLOWED'; changed: string[]; why: RuleTrace[] } {
  if (input.modification_id) return { ok: true, why: [why('REV-14', `changed by modification ${input.modification_id}`)] };
  const before = new Map(input.inception.map((o) => [o.id, o]));
  const differs = (o: InceptionAllocation, old: InceptionAllocation | undefined): boolean => !old || !num(o.ssp, `ssp of ${o.id}`).eq(num(old.ssp, `ssp of ${o.id}`)) || !num(o.allocated, `allocated of ${o.id}`).eq(num(old.allocated, `allocated of ${o.id}`));
  const gone = input.inception.filter((o) => !input.now.some((n) => n.id === o.id)).map((o) => o.id);
  const changed = [...input.now.filter((o) => differs(o, before.get(o.id))).map((o) => o.id), ...gone].sort();
  if (changed.length > 0) return { ok: false, code: 'METHOD_NOT_ALLOWED', changed, why: [why('REV-14', `changed without a modification: ${changed.join(', ')}`)] };
  return { ok: true, why: [why('REV-14', 'as at inception')] };
}
