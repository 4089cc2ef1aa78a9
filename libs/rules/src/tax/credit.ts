import { RuleError } from '../error.js';
import { num, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import type { DecimalInput } from '#lib/canonical';
import type { TaxMethod } from './compute.js';

/** TAX-3: a credit memo repeats the tax method, code and rate of its original, whatever holds today. METHOD_NOT_ALLOWED when another one is asked for. */
export function creditTax(input: { original: { tax_method: TaxMethod; tax_code?: string | null; tax_rate: DecimalInput }; requested?: { tax_method?: TaxMethod; tax_rate?: DecimalInput } }): { tax_method: TaxMethod; tax_code: string | null; tax_rate: string; why: RuleTrace[] } {
  const { original, requested } = input;
  const rate = num(original.tax_rate, 'tax_rate');
  if (requested?.tax_method && requested.tax_method !== original.tax_method) throw new RuleError('METHOD_NOT_ALLOWED', 'TAX-3', `the original used ${original.tax_method}, not ${requested.tax_method}`);
  if (requested?.tax_rate !== undefined && !num(requested.tax_rate, 'tax_rate').eq(rate)) throw new RuleError('METHOD_NOT_ALLOWED', 'TAX-3', `the original was taxed at ${rate}, not ${String(requested.tax_rate)}`);
  return { tax_method: original.tax_method, tax_code: original.tax_code ?? null, tax_rate: text(rate), why: [why('TAX-3', 'method and rate of the original', { rate })] };
}
