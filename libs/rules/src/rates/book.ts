import { day } from '../exact.js';
import { pricesWork, RATE_DIMENSIONS, type RateCardVersionInput, type RateDimension, type RateScope } from './card.js';
import { indexLines, type LineIndex } from './line-index.js';

interface IndexedVersion {
  version: RateCardVersionInput;
  lines: LineIndex;
}

/** The versions of one scope, latest start first. */
interface ScopeVersions {
  versions: IndexedVersion[];
  /** At each place, the last day any version from there on holds: where it is past, nothing older needs to be looked at. */
  lastDay: string[];
}

/** After every date that is written: the end of a version that has none. */
const OPEN = '9999-12-31';
const NONE: IndexedVersion[] = [];

/**
 * Rate cards prepared once for many look-ups: by scope, then by date, then by dimensions. Immutable; build a new one
 * when a card version is approved.
 */
export class RateBook {
  private readonly byScope = new Map<string, ScopeVersions>();

  constructor(
    cards: readonly RateCardVersionInput[],
    readonly dimensions: readonly RateDimension[] = RATE_DIMENSIONS,
  ) {
    for (const version of cards) {
      if (!pricesWork(version.approval_status)) continue;
      day(version.effective_from, `effective_from of ${version.card_version_id}`);
      const key = scopeKey(version.scope_type, version.scope_id);
      const scope = this.byScope.get(key) ?? { versions: [], lastDay: [] };
      scope.versions.push({ version, lines: indexLines(version, dimensions) });
      this.byScope.set(key, scope);
    }
    for (const scope of this.byScope.values()) {
      scope.versions.sort((a, b) => (a.version.effective_from < b.version.effective_from ? 1 : -1));
      let last = '';
      for (let i = scope.versions.length - 1; i >= 0; i--) {
        const end = scope.versions[i]!.version.effective_to || OPEN;
        scope.lastDay[i] = last = end > last ? end : last;
      }
    }
  }

  /** Versions of a scope that hold on the work date (RATE-1), in the order given. */
  at(scope: RateScope, scopeId: string | null | undefined, workDate: string): IndexedVersion[] {
    const found = this.byScope.get(scopeKey(scope, scopeId));
    if (!found) return NONE;
    const { versions, lastDay } = found;
    const held: IndexedVersion[] = [];
    for (let i = firstStarted(versions, workDate); i < versions.length && lastDay[i]! >= workDate; i++) {
      if ((versions[i]!.version.effective_to || OPEN) >= workDate) held.push(versions[i]!);
    }
    return held;
  }
}

/** The first place, latest start first, of a version that has begun on the date. */
function firstStarted(versions: readonly IndexedVersion[], date: string): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (versions[middle]!.version.effective_from <= date) high = middle;
    else low = middle + 1;
  }
  return low;
}

function scopeKey(scope: RateScope, id: string | null | undefined): string {
  return scope === 'global' ? 'global' : `${scope}\u0000${id ?? ''}`;
}

/** Prepares cards for many look-ups; `resolveRate` takes the result in place of the list. */
export function rateBook(cards: readonly RateCardVersionInput[], dimensions?: readonly RateDimension[]): RateBook {
  return new RateBook(cards, dimensions);
}
