import type { Principal } from '#lib/platform';
import type { EffectRow } from '#lib/store';
import { maySeeBody } from '../exceptions/cost-figures.js';
import type { EffectDetail, EffectSummary } from '../http/effects.dto.js';

const instant = (d: Date | null): string | null => (d ? new Date(d).toISOString() : null);

/** Decisions a person can take in each state. */
const DECISIONS: Record<string, string[]> = { exception: ['retries', 'mark-done', 'waivers'], uncertain: ['mark-done'], rejected: ['retries'] };

/** The listed form of a ledger row. Where the body shows what people cost, so do the vendor's facts and words: they are left out with it. */
export function effectSummary(row: EffectRow, who: Principal): EffectSummary {
  const shown = maySeeBody(who, row.verb);
  const receipt = row.receipt && (shown ? row.receipt : { ...row.receipt, facts: {} });
  const problem = row.problem && (shown ? row.problem : { ...row.problem, detail: 'Needs the scope experience.cost.' });
  return {
    system: row.system, key: row.key, verb: row.verb, state: row.state, attempts: row.attempts, ...(receipt ? { receipt } : {}), ...(problem ? { problem } : {}),
    correlation_id: row.correlation_id, run_id: row.run_id, actor: row.actor, planned_at: instant(row.planned_at)!, sent_at: instant(row.sent_at), settled_at: instant(row.settled_at), next_check_at: instant(row.next_check_at), version: row.version,
  };
}

/** The full form with what was asked of the vendor. */
export function effectDetail(row: EffectRow, who: Principal): EffectDetail {
  const shown = maySeeBody(who, row.verb);
  return { ...effectSummary(row, who), request: shown ? row.request : null, request_left_out: shown ? null : 'It shows what people cost and needs the scope experience.cost.', vendor_key: row.vendor_key, lookups: row.lookups, decisions: DECISIONS[row.state] ?? [] };
}
