import { correlationId, type Principal, Problem } from '#lib/platform';
import { type EffectDecision, type EffectRow } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { deciding } from '../decision.js';
import type { EffectDetail } from '../http/effects.dto.js';
import { effectDetail } from './effect-view.js';

type Act = (em: EntityManager, decision: EffectDecision) => Promise<EffectRow | undefined>;

/** Takes a decision on an effect in one transaction with its audit record; refuses one taken on an outdated view. */
export async function decideEffect(ds: DataSource, id: { system: string; key: string }, who: Principal, d: { reason: string; expected_version?: number }, act: Act): Promise<EffectDetail> {
  const changed = await deciding(() => ds.transaction(async (em) => {
    const [before] = await em.query('select version, correlation_id from effect where system = $1 and key = $2 for update', [id.system, id.key]);
    if (!before) return undefined;
    if (d.expected_version !== undefined && d.expected_version !== before.version) throw new Problem('stale_version', `The effect has changed since it was read: it is at version ${before.version}. Read it again and decide anew.`, { code: 'STALE_VERSION' });
    return act(em, { actor: who.sub, reason: d.reason, correlation_id: before.correlation_id ?? correlationId() });
  }));
  return effectDetail(foundEffect(changed, id), who);
}

export function foundEffect(row: EffectRow | undefined, id: { system: string; key: string }): EffectRow {
  if (!row) throw new Problem('not_found', `There is no effect ${id.key} of ${id.system}.`);
  return row;
}
