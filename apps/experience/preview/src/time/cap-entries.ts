import { dec } from '#lib/canonical';
import { applyCaps, type CapLevelInput, type CapPolicy, type RuleTrace } from '#lib/rules';
import { accepted } from '../refusal/refusals.js';
import type { CapResult, CapRoom } from './cap.dto.js';
import type { PricedEntry } from './time-price-answer.dto.js';
import type { TimePriceRequest } from './time-price.dto.js';

/** TM-5 over all entries, in the order of work date, approval and id. Without caps nothing changes. */
export function capEntries(entries: PricedEntry[], request: TimePriceRequest, policy: CapPolicy): { entries: PricedEntry[]; caps: CapRoom[]; exceeded_level: string | null; why: RuleTrace[] } {
  if (!request.caps?.length) return { entries, caps: [], exceeded_level: null, why: [] };
  const asked = new Map(request.entries.map((e) => [e.id, e]));
  const result = accepted('caps', () => applyCaps({
    entries: entries.map((e) => ({ id: e.id, work_date: e.work_date, net: e.net, hours: e.billable_hours, approved_at: asked.get(e.id)!.approved_at, worker_id: asked.get(e.id)!.worker_id, reverses_id: asked.get(e.id)!.reverses_id })),
    levels: request.caps as CapLevelInput[], policy, currency: request.currency,
  }));
  const splits = new Map(result.entries.map((s) => [s.id, s]));
  return {
    entries: entries.map((e) => {
      const { id: _id, why, ...cap } = splits.get(e.id)!;
      return withCap(e, cap, why);
    }),
    caps: result.levels, exceeded_level: result.exceeded_level, why: result.why.slice(0, 1),
  };
}

/** Of an entry that did not fit at all the decision is that of its excess; a part that fits keeps its own, and TM-9 says so. */
function withCap(entry: PricedEntry, cap: CapResult, why: readonly RuleTrace[]): PricedEntry {
  const capped = { ...entry, cap, billed_net: cap.billed_net };
  if (entry.decision !== 'invoiceable' || cap.excess_decision === null || cap.excess_decision === 'warned') return { ...capped, why: [...entry.why, ...why] };
  const nothing = dec(cap.billed_hours).isZero() && dec(cap.billed_net).isZero();
  const detail = nothing ? `over the cap at level ${cap.level}` : `the part within the cap at level ${cap.level} bills`;
  return { ...capped, decision: nothing ? cap.excess_decision : entry.decision, why: [...entry.why.map((w) => (w.rule === 'TM-9' ? { ...w, detail } : w)), ...why] };
}
