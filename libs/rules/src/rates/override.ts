import { inRange } from '#lib/canonical';
import type { RateLineInput, RateOverrideInput } from './card.js';

const SCOPES = ['contract', 'quote', 'client', 'none'] as const;

export interface OverrideContext {
  contract_id?: string | null;
  quote_id?: string | null;
  client_id?: string | null;
}

/**
 * RATE-4: the date-effective override that holds on a line at the work date. The first scope of contract, quote,
 * client, none that has one wins; inside a scope the latest start does, until the next start.
 */
export function lineOverride(line: RateLineInput, workDate: string, context: OverrideContext): RateOverrideInput | undefined {
  const scopeIds: Record<string, string | null | undefined> = { contract: context.contract_id, quote: context.quote_id, client: context.client_id };
  for (const scope of SCOPES) {
    const started = (line.overrides ?? []).filter((o) => (o.scope_type ?? 'none') === scope && (scope === 'none' || o.scope_id === scopeIds[scope]) && o.effective_from <= workDate);
    const latest = started.reduce<RateOverrideInput | undefined>((best, o) => (best && best.effective_from >= o.effective_from ? best : o), undefined);
    if (latest && inRange(workDate, latest.effective_from, latest.effective_to)) return latest;
  }
  return undefined;
}
