import { inRange } from '#lib/canonical';
import { day } from '../exact.js';
import { pricesWork, RATE_DIMENSIONS, type RateCardVersionInput, type RateDimension, type RateScope } from './card.js';
import { indexLines, type LineIndex } from './line-index.js';

interface IndexedVersion {
  version: RateCardVersionInput;
  lines: LineIndex;
}

/**
 * Rate cards prepared once for many look-ups: by scope, then by date, then by dimensions. Immutable; build a new one
 * when a card version is approved.
 */
export class RateBook {
  private readonly byScope = new Map<string, IndexedVersion[]>();

  constructor(
    cards: readonly RateCardVersionInput[],
    readonly dimensions: readonly RateDimension[] = RATE_DIMENSIONS,
  ) {
    for (const version of cards) {
      if (!pricesWork(version.approval_status)) continue;
      day(version.effective_from, `effective_from of ${version.card_version_id}`);
      const key = scopeKey(version.scope_type, version.scope_id);
      const list = this.byScope.get(key) ?? [];
      list.push({ version, lines: indexLines(version, dimensions) });
      this.byScope.set(key, list);
    }
  }

  /** Versions of a scope that hold on the work date (RATE-1), in the order given. */
  at(scope: RateScope, scopeId: string | null | undefined, workDate: string): IndexedVersion[] {
    const list = this.byScope.get(scopeKey(scope, scopeId));
    return list ? list.filter(({ version }) => inRange(workDate, version.effective_from, version.effective_to)) : [];
  }
}

function scopeKey(scope: RateScope, id: string | null | undefined): string {
  return scope === 'global' ? 'global' : `${scope}\u0000${id ?? ''}`;
}

/** Prepares cards for many look-ups; `resolveRate` takes the result in place of the list. */
export function rateBook(cards: readonly RateCardVersionInput[], dimensions?: readonly RateDimension[]): RateBook {
  return new RateBook(cards, dimensions);
}
