import { type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, num, numOr, ratioOrNull, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

/** MET-1: `value` against standard rates (default), `hours`, `contract` against contract rates, `collection`. */
export type RealizationBasis = 'value' | 'hours' | 'contract' | 'collection';

export interface RealizationInput {
  basis?: RealizationBasis;
  net_billed?: DecimalInput;
  billable_hours?: DecimalInput;
  standard_rate?: DecimalInput;
  /** In place of hours x rate when rates vary. */
  standard_value?: DecimalInput;
  contract_value?: DecimalInput;
  billed_hours?: DecimalInput;
  recorded_billable_hours?: DecimalInput;
  collected?: DecimalInput;
}

/** MET-1, always labeled with its basis; null over nothing. */
export function realization(input: RealizationInput): { basis: RealizationBasis; numerator: string; denominator: string; realization: string | null; why: RuleTrace[] } {
  const basis = input.basis ?? 'value';
  const standard = () => (input.standard_value !== undefined ? num(input.standard_value, 'standard_value') : num(input.billable_hours, 'billable_hours').times(num(input.standard_rate, 'standard_rate')));
  const parts = {
    value: () => [num(input.net_billed, 'net_billed'), standard()] as const,
    hours: () => [num(input.billed_hours, 'billed_hours'), num(input.recorded_billable_hours, 'recorded_billable_hours')] as const,
    contract: () => [num(input.net_billed, 'net_billed'), num(input.contract_value, 'contract_value')] as const,
    collection: () => [num(input.collected, 'collected'), num(input.net_billed, 'net_billed')] as const,
  };
  if (!Object.hasOwn(parts, basis)) throw new RuleError('INVALID_POLICY', 'MET-1', `realization basis ${JSON.stringify(basis)} is not one of ${Object.keys(parts).join(', ')}`);
  const [numerator, denominator] = parts[basis]();
  return { basis, numerator: text(numerator), denominator: text(denominator), realization: ratioOrNull(numerator, denominator), why: [why('MET-1', `${basis} realization`, { numerator, denominator })] };
}

/** MET-1: what is billed of standard value at a realization. */
export function realizedValue(input: { standard_value: DecimalInput; realization: DecimalInput }): string {
  return text(num(input.standard_value, 'standard_value').times(num(input.realization, 'realization')));
}

/** MET-2: `per_hour_worked` (default), `per_billable_hour`, or `firm_wide` (collected revenue over all hours). */
export function effectiveRate(input: { basis?: 'per_hour_worked' | 'per_billable_hour' | 'firm_wide'; net_services_revenue?: DecimalInput; hours_worked?: DecimalInput; billable_hours?: DecimalInput; collected_revenue?: DecimalInput }): { basis: string; effective_rate: string | null; why: RuleTrace[] } {
  const basis = choice(input.basis, ['per_hour_worked', 'per_billable_hour', 'firm_wide'], 'effective rate basis', 'MET-2');
  const revenue = basis === 'firm_wide' ? num(input.collected_revenue, 'collected_revenue') : num(input.net_services_revenue, 'net_services_revenue');
  const hours = basis === 'per_billable_hour' ? num(input.billable_hours, 'billable_hours') : num(input.hours_worked, 'hours_worked');
  return { basis, effective_rate: ratioOrNull(revenue, hours), why: [why('MET-2', basis.replaceAll('_', ' '), { revenue, hours })] };
}

/** MET-21: write-offs over billed plus write-offs. */
export function writeOffRatio(input: { write_offs: DecimalInput; billed: DecimalInput }): { ratio: string | null; why: RuleTrace[] } {
  const off = num(input.write_offs, 'write_offs');
  const whole = off.plus(numOr(input.billed, 0, 'billed'));
  return { ratio: ratioOrNull(off, whole), why: [why('MET-21', 'write-offs over billed plus write-offs', { write_offs: off, whole })] };
}
