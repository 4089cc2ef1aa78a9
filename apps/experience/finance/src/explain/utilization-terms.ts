import { UTILIZATION_DEFINITIONS, utilization, type UtilizationDefinition, type UtilizationId, type UtilizationTerm, why } from '#lib/rules';
import type { ExplanationTrace, TermView } from '../http/explanation.dto.js';
import { totalsOf, type UtilizationFigure, yearFraction } from '../utilization/figure.js';
import type { DaySumsOfRecords } from './day-sums-of-records.js';

/** Hours of an entry by class, as the terms of the definitions count them. */
const ENTRY_TERMS: Partial<Record<UtilizationTerm, { class: string; hours: 'billable' | 'not_billable' | 'all' }>> = {
  billable_hours: { class: 'client', hours: 'billable' }, client_non_billable_hours: { class: 'client', hours: 'not_billable' }, internal_project_hours: { class: 'internal', hours: 'all' },
  training_hours: { class: 'training', hours: 'all' }, credited_hours: { class: 'credited', hours: 'all' }, overhead_hours: { class: 'overhead', hours: 'all' },
};

/** SQL over `class`, `hours` and `billable_hours` of an entry: what of it counts in these terms. */
export function countedHours(terms: readonly UtilizationTerm[]): string {
  const parts = terms.flatMap((t) => {
    const term = ENTRY_TERMS[t];
    return term ? [`case when class = '${term.class}' then ${{ billable: 'billable_hours', not_billable: 'hours - billable_hours', all: 'hours' }[term.hours]} else 0 end`] : [];
  });
  return parts.length > 0 ? parts.join(' + ') : '0';
}

/** Which records besides time entries a definition rests on. */
export function recordsOf(definition: UtilizationDefinition): { capacity: boolean; bookings: boolean } {
  const terms = [...definition.numerator, ...definition.denominator];
  return { capacity: terms.some((t) => /@|calendar|total_work|excluded/.test(t)), bookings: terms.some((t) => /^-?(?:scheduled_(?:billable|credited)|assigned_)/.test(t)) };
}

/** Each term of a definition with its hours: the numerators add up to the numerator shown, the denominators to the denominator. */
export function termsOf(id: UtilizationId, { sums }: DaySumsOfRecords): TermView[] {
  const definition = UTILIZATION_DEFINITIONS[id];
  const hours = (term: UtilizationTerm) => utilization({ ...definition, numerator: [term], denominator: ['#1'] }, totalsOf(sums), { year_fraction: yearFraction(sums) }).numerator;
  const view = (side: 'numerator' | 'denominator') => definition[side].map((term) => ({ side, term, hours: hours(term) }));
  return [...view('numerator'), ...view('denominator')];
}

/** The rules that made a utilization, with their numbers, in the order they applied. */
export function utilizationTrace(id: UtilizationId, records: DaySumsOfRecords, figure: UtilizationFigure, target: string | undefined): ExplanationTrace[] {
  const { sums, workers, worker_days } = records;
  const definition: UtilizationDefinition = UTILIZATION_DEFINITIONS[id];
  return [
    ...(recordsOf(definition).capacity ? [why('UTL-1', 'available = calendar - holidays - approved time off', { calendar: sums.calendar_hours, holidays: sums.holiday_hours, time_off: sums.time_off_hours, available: sums.available_hours })] : []),
    ...(definition.denominator.some((t) => t.startsWith('#')) ? [why('UTL-5', 'the yearly base counts by employed day', { days_of_365: sums.days_365, days_of_366: sums.days_366 })] : []),
    why('UTL-7', 'each worker-day counts where its worker belonged on that day', { workers, worker_days }),
    why('UTL-6', 'sum of numerators over sum of denominators', { numerator: figure.numerator, denominator: figure.denominator }),
    ...utilization(id, totalsOf(sums), { year_fraction: yearFraction(sums) }).why,
    ...(figure.band === null || target === undefined ? [] : [why('UTL-11', figure.band, { utilization: figure.utilization!, target })]),
  ];
}
