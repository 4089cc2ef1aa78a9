import { dec, minorUnits } from '#lib/canonical';
import type { Mismatch } from '#lib/connector';

/** Gathers what the vendor stored differently; `undefined` where it stores nothing counts as nothing. */
export class Comparison {
  readonly found: Mismatch[] = [];

  same(field: string, asked: string | undefined, stored: string | undefined): this {
    if ((asked ?? '') !== (stored ?? '')) this.found.push({ field, asked: asked ?? '(none)', stored: stored ?? '(none)' });
    return this;
  }

  /** Amounts, apart by `tolerance` at most (default: not at all). */
  amount(field: string, asked: string, stored: string | undefined, tolerance = '0'): this {
    if (stored === undefined || dec(asked).minus(dec(stored)).abs().greaterThan(tolerance)) this.found.push({ field, asked, stored: stored ?? '(none)' });
    return this;
  }
}

/** What NetSuite's own tax may differ by (MON-6): a minor unit per line, five per document. */
export function taxTolerance(currency: string, lines: number): string {
  return dec(Math.min(5, lines)).times(dec(10).pow(-minorUnits(currency))).toFixed();
}
