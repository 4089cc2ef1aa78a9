import { sum, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { num, numOr, ratioOrNull, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';
import { UTILIZATION_DEFINITIONS, type UtilizationDefinition, type UtilizationId, type UtilizationTerm, type UtilizationTotals } from './definitions.js';

export interface Utilization {
  /** Id and label of the definition: shown with every figure (UTL-5). */
  definition: string;
  label: string;
  numerator: string;
  denominator: string;
  /** Fraction; may exceed 1 (UTL-9); null when there are no hours to compare with (UTL-8). */
  utilization: string | null;
  why: RuleTrace[];
}

export interface UtilizationOptions {
  /** Scales the fixed denominators of U2 and U3: a quarter is 0.25, a group of four full-time people 4. Default 1. */
  year_fraction?: DecimalInput;
}

/** UTL-4/5: one definition over totals. Group utilization is the same over summed totals, never a mean of percentages (UTL-6). */
export function utilization(definition: UtilizationId | UtilizationDefinition, totals: UtilizationTotals, options: UtilizationOptions = {}): Utilization {
  const chosen = definitionOf(definition);
  const years = numOr(options.year_fraction, 1, 'year_fraction');
  const add = (terms: readonly UtilizationTerm[]): Decimal => sum(terms.map((t) => term(t, totals, years)));
  const numerator = add(chosen.numerator);
  const denominator = add(chosen.denominator);
  const value = denominator.lte(0) ? null : ratioOrNull(numerator, denominator);
  return {
    definition: chosen.id, label: chosen.label, numerator: text(numerator), denominator: text(denominator), utilization: value,
    why: [why(value === null ? 'UTL-8' : chosen.id === 'U1' ? 'UTL-4' : 'UTL-5', `${chosen.id} ${chosen.label}`, { numerator, denominator })],
  };
}

/** UTL-6: sums the hours of several workers or periods; utilization of the sum is the group's. */
export function sumTotals(list: readonly UtilizationTotals[]): UtilizationTotals {
  const keys = new Set(list.flatMap((t) => Object.keys(t) as (keyof UtilizationTotals)[]));
  const total: UtilizationTotals = {};
  // Derived parts are settled per worker first, so that one worker's given figure is not lost beside another's parts.
  for (const key of keys) total[key] = text(sum(list.map((t) => numOr(key === 'available_hours' ? text(available(t)) : t[key], 0, key))));
  return total;
}

function definitionOf(definition: UtilizationId | UtilizationDefinition): UtilizationDefinition {
  if (typeof definition !== 'string') return definition;
  if (!Object.hasOwn(UTILIZATION_DEFINITIONS, definition)) throw new RuleError('INVALID_POLICY', 'UTL-5', `utilization definition ${JSON.stringify(definition)} is not one of ${Object.keys(UTILIZATION_DEFINITIONS).join(', ')}`);
  return UTILIZATION_DEFINITIONS[definition];
}

function term(name: UtilizationTerm, totals: UtilizationTotals, years: Decimal): Decimal {
  if (name.startsWith('-')) return term(name.slice(1) as UtilizationTerm, totals, years).negated();
  if (name.startsWith('#')) return num(name.slice(1), name).times(years);
  if (name === '@available') return available(totals);
  if (name === '@excluded') return numOr(totals.excluded_hours, text(hours(totals, 'holiday_hours').plus(hours(totals, 'time_off_hours'))), 'excluded_hours');
  if (name === '@recorded_time_off') return numOr(totals.recorded_time_off_hours, totals.time_off_hours ?? 0, 'recorded_time_off_hours');
  return hours(totals, name as keyof UtilizationTotals);
}

/** UTL-1: available hours as given, or from their parts. */
function available(totals: UtilizationTotals): Decimal {
  if (totals.available_hours !== undefined && totals.available_hours !== null) return num(totals.available_hours, 'available_hours');
  if (totals.calendar_hours === undefined) throw new RuleError('INVALID_INPUT', 'UTL-1', 'neither available_hours nor calendar_hours is given');
  return hours(totals, 'calendar_hours').minus(hours(totals, 'holiday_hours')).minus(hours(totals, 'time_off_hours'));
}

function hours(totals: UtilizationTotals, key: keyof UtilizationTotals): Decimal {
  return numOr(totals[key], 0, key);
}
