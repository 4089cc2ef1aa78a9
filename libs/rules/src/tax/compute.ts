import { sum, ZERO, type Decimal } from '#lib/canonical';
import { RuleError } from '../error.js';
import { text } from '../exact.js';
import { minorRound, moneyText, type RoundingMode } from '../money/round.js';
import { why, type RuleTrace } from '../trace.js';
import type { TaxCategory } from './category.js';

/**
 * TAX-1 and TAX-2. `per_category`: one rounding per category (default, EN 16931). `per_line`: each line rounds its own tax
 * (usual in the UK). `unrounded_lines_then_total`: line taxes unrounded, one rounding of the total (Australia).
 */
export type TaxMethod = 'per_category' | 'per_line' | 'unrounded_lines_then_total';

export const TAX_METHODS: readonly TaxMethod[] = ['per_category', 'per_line', 'unrounded_lines_then_total'];

/** A rounded base with its category; allowances are negative. */
export interface TaxableAmount {
  base: Decimal;
  category: TaxCategory;
}

export interface TaxLine {
  tax_code: string | null;
  tax_rate: string;
  zero_reason: string | null;
  base: string;
  tax: string;
}

export interface TaxResult {
  tax_lines: TaxLine[];
  tax_total: Decimal;
  /** Tax of each amount in the order given; null unless the method is `per_line`. */
  line_taxes: Decimal[] | null;
  why: RuleTrace[];
}

/** Tax of a document by its profile's method; one method per document (TAX-3). */
export function computeTax(amounts: readonly TaxableAmount[], currency: string, method: TaxMethod = 'per_category', mode?: RoundingMode): TaxResult {
  if (!TAX_METHODS.includes(method)) throw new RuleError('INVALID_POLICY', 'TAX-2', `tax method ${JSON.stringify(method)} is not one of ${TAX_METHODS.join(', ')}`);
  const categories = new Map<string, { category: TaxCategory; base: Decimal; tax: Decimal }>();
  const lineTaxes: Decimal[] = [];
  for (const { base, category } of amounts) {
    const exact = base.times(category.tax_rate);
    const tax = method === 'per_line' ? minorRound(exact, currency, mode) : exact;
    lineTaxes.push(tax);
    const entry = categories.get(category.key) ?? { category, base: ZERO, tax: ZERO };
    categories.set(category.key, { category, base: entry.base.plus(base), tax: entry.tax.plus(tax) });
  }
  const list = [...categories.values()];
  const taxes = list.map((c) => minorRound(c.tax, currency, mode));
  const total = method === 'unrounded_lines_then_total' ? minorRound(sum(lineTaxes), currency, mode) : sum(taxes);
  if (method === 'unrounded_lines_then_total') settle(taxes, total);
  const taxLines = list.map((c, i): TaxLine => ({ tax_code: c.category.tax_code, tax_rate: text(c.category.tax_rate), zero_reason: c.category.zero_reason, base: moneyText(c.base, currency), tax: moneyText(taxes[i]!, currency) }));
  return {
    tax_lines: taxLines,
    tax_total: total,
    line_taxes: method === 'per_line' ? lineTaxes : null,
    why: taxLines.map((t) => why(method === 'per_category' ? 'TAX-1' : 'TAX-2', `${method}${t.zero_reason ? `, ${t.zero_reason}` : ''}`, { base: t.base, rate: t.tax_rate, tax: t.tax })),
  };
}

/** With several rates the shown category taxes must still sum to the once-rounded total: the largest one absorbs the unit. */
function settle(taxes: Decimal[], total: Decimal): void {
  const difference = total.minus(sum(taxes));
  if (difference.isZero() || taxes.length === 0) return;
  const largest = taxes.reduce((best, t, i) => (t.abs().gt(taxes[best]!.abs()) ? i : best), 0);
  taxes[largest] = taxes[largest]!.plus(difference);
}
