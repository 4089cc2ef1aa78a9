import type { EffectView } from '#lib/canonical';
import type { EffectRow } from '#lib/store';

/** The public form of a ledger row. */
export function viewOf(row: EffectRow): EffectView {
  const at = (d: Date | null) => (d ? new Date(d).toISOString() : undefined);
  return {
    key: row.key, system: row.system, verb: row.verb, state: row.state, attempts: row.attempts,
    ...(row.receipt ? { receipt: row.receipt } : {}), ...(row.problem ? { problem: row.problem } : {}),
    correlation_id: row.correlation_id, planned_at: at(row.planned_at)!,
    ...(row.settled_at ? { settled_at: at(row.settled_at) } : {}), ...(row.next_check_at ? { next_check_at: at(row.next_check_at) } : {}),
  };
}
