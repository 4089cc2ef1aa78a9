import { type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, text } from '../exact.js';

/** Why a rate is zero (TAX-6). `zero_rated` is a taxed supply at 0 %; the others carry no tax at all. */
export type ZeroReason = 'zero_rated' | 'exempt' | 'reverse_charge' | 'outside_scope';

const ZERO_REASONS: readonly string[] = ['zero_rated', 'exempt', 'reverse_charge', 'outside_scope'];

/** How one amount is taxed. `tax_rate` is a fraction: 0.20. */
export interface TaxTreatment {
  tax_code?: string | null;
  tax_rate?: DecimalInput | null;
  /** Required when the rate is zero. */
  zero_reason?: string | null;
}

export interface TaxCategory {
  /** Amounts with one key are taxed together. */
  key: string;
  tax_code: string | null;
  tax_rate: Decimal;
  zero_reason: string | null;
}

/**
 * TAX-6: the category of an amount. INVALID_TAX when no rate was given, when the rate is negative, when it is zero
 * without a reason, or when it is not zero with one. A missing rate never means no tax.
 */
export function taxCategory(treatment: TaxTreatment, field: string): TaxCategory {
  const reason = treatment.zero_reason || null;
  if (reason !== null && !ZERO_REASONS.includes(reason)) throw new RuleError('INVALID_TAX', 'TAX-6', `${field}: zero_reason ${JSON.stringify(reason)} is not one of ${ZERO_REASONS.join(', ')}`);
  if (treatment.tax_rate === null || treatment.tax_rate === undefined || treatment.tax_rate === '') throw new RuleError('INVALID_TAX', 'TAX-1', `${field} has no tax rate`);
  const rate = num(treatment.tax_rate, `${field}.tax_rate`);
  if (rate.isNegative() && !rate.isZero()) throw new RuleError('INVALID_TAX', 'TAX-1', `${field} has a negative tax rate ${rate}`);
  if (rate.isZero() && reason === null) throw new RuleError('INVALID_TAX', 'TAX-6', `${field} has rate 0 and no reason (${ZERO_REASONS.join(', ')})`);
  if (!rate.isZero() && reason !== null) throw new RuleError('INVALID_TAX', 'TAX-6', `${field} is ${reason} but has rate ${rate}`);
  const code = treatment.tax_code ?? null;
  return { key: [code ?? '', text(rate), reason ?? ''].join('\u0000'), tax_code: code, tax_rate: rate, zero_reason: reason };
}
