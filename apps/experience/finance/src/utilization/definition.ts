import { UTILIZATION_DEFINITIONS, type UtilizationDefinition, type UtilizationId, type UtilizationTerm } from '#lib/rules';

export const UTILIZATION_IDS = Object.keys(UTILIZATION_DEFINITIONS) as UtilizationId[];
export const DEFAULT_UTILIZATION: UtilizationId = 'U1';

/** A definition in words, as every figure carries it. */
export interface NamedDefinition {
  id: string;
  label: string;
  formula: string;
  source: string;
}

/** The definition with its formula written out. */
export function namedDefinition(id: UtilizationId): NamedDefinition {
  const definition: UtilizationDefinition = UTILIZATION_DEFINITIONS[id];
  return { id, label: definition.label, formula: `(${words(definition.numerator)}) / (${words(definition.denominator)})`, source: `UTL-5; ${definition.used_by}` };
}

const NAMED: Record<string, string> = {
  '@available': 'available hours (calendar - holidays - approved time off)', '@excluded': 'holidays and approved time off', '@recorded_time_off': 'recorded time off',
  '#2080': '2,080 hours per worker and year, prorated by employed days', '#2000': '2,000 hours per worker and year, prorated by employed days',
};

function words(terms: readonly UtilizationTerm[]): string {
  return terms.map((t, i) => {
    const minus = t.startsWith('-');
    const name = minus ? t.slice(1) : t;
    return `${minus ? (i === 0 ? '-' : '- ') : i === 0 ? '' : '+ '}${NAMED[name] ?? name.replaceAll('_', ' ')}`;
  }).join(' ');
}
