import { RATE_DIMENSIONS, type RateCardVersionInput, type RateDimension, type RateLineInput } from './card.js';

/** The dimension values of a piece of work. */
export type RateSubject = Partial<Record<RateDimension, string | null>>;

interface Pattern {
  /** Dimensions that are set on the lines of this pattern. */
  set: readonly RateDimension[];
  byKey: Map<string, RateLineInput[]>;
}

/** Lines of one version, grouped by which dimensions they name; most specific pattern first. Look-up cost does not grow with the number of lines. */
export interface LineIndex {
  patterns: readonly Pattern[];
}

const SEPARATOR = '\u0000';

/** Dimensions a line names, in the given order of importance. */
export function dimensionsSet(line: RateLineInput, order: readonly RateDimension[]): RateDimension[] {
  return order.filter((d) => line[d] !== undefined && line[d] !== null && line[d] !== '');
}

/** The identity of a line inside its version: the tuple of its dimensions (glossary 3.6). */
export function lineKey(line: RateLineInput): string {
  return RATE_DIMENSIONS.map((d) => line[d] || '*').join(SEPARATOR);
}

/** Groups the lines of a version for matching under an order of dimensions. Dimensions outside the order still exclude. */
export function indexLines(version: RateCardVersionInput, order: readonly RateDimension[]): LineIndex {
  const full = [...order, ...RATE_DIMENSIONS.filter((d) => !order.includes(d))];
  const patterns = new Map<number, Pattern>();
  for (const line of version.lines) {
    const set = dimensionsSet(line, full);
    const rank = set.reduce((bits, d) => bits | (1 << (full.length - 1 - full.indexOf(d))), 0);
    const pattern: Pattern = patterns.get(rank) ?? { set, byKey: new Map() };
    patterns.set(rank, pattern);
    const key = set.map((d) => line[d]).join(SEPARATOR);
    const same = pattern.byKey.get(key);
    if (same) same.push(line);
    else pattern.byKey.set(key, [line]);
  }
  // Lexicographic over the order: naming the first dimension beats naming all the later ones.
  return { patterns: [...patterns].sort(([a], [b]) => b - a).map(([, pattern]) => pattern) };
}

export interface LineMatch {
  /** More than one only when the version is ambiguous (RATE-6). */
  lines: readonly RateLineInput[];
  matched: readonly RateDimension[];
}

/** RATE-3: the most specific line that fits; undefined when none does. */
export function matchLine(index: LineIndex, subject: RateSubject, requires: readonly RateDimension[] = []): LineMatch | undefined {
  for (const pattern of index.patterns) {
    if (requires.some((d) => !pattern.set.includes(d))) continue;
    if (pattern.set.some((d) => !subject[d])) continue;
    const lines = pattern.byKey.get(pattern.set.map((d) => subject[d]).join(SEPARATOR));
    if (lines) return { lines, matched: pattern.set };
  }
  return undefined;
}
