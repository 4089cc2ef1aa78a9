import { addDays, type CostRate, isLocalDate } from '#lib/canonical';
import { contentVersion, type Known, type Mapped, type RowIdentity } from '#lib/connector';
import type { ReportEntry } from '../client/report.js';
import type { WorkdaySettings } from '../settings.js';
import { dayOf, decimalText, optional, optionalDay, required } from './text.js';

export interface CostRateRow {
  key: string;
  entry: ReportEntry;
  /** For a rate without an end: the day before the worker's next rate starts. */
  closed_on?: string;
  given_at: string;
}

export const COST_RATE_DROPPED: Record<string, string> = {};

const COMPONENTS: Record<string, string> = { Salary_Component: 'salary', On_Cost_Component: 'on_cost', Overhead_Component: 'overhead' };

/** Rates with open ranges closed where the same worker's next rate starts, so that one rate holds on any day. */
export function closeRanges(entries: ReportEntry[], givenAt: string): CostRateRow[] {
  const starts = new Map<string, string[]>();
  for (const entry of entries) {
    const day = String(entry['Effective_Date'] ?? '').slice(0, 10);
    if (isLocalDate(day)) starts.set(String(entry['Worker_ID']), [...(starts.get(String(entry['Worker_ID'])) ?? []), day]);
  }
  for (const days of starts.values()) days.sort();
  return entries.map((entry) => {
    const from = String(entry['Effective_Date'] ?? '').slice(0, 10);
    const next = optional(entry['End_Date']) === undefined ? starts.get(String(entry['Worker_ID']))?.find((day) => day > from) : undefined;
    return { key: String(entry['Rate_ID'] ?? ''), entry, ...(next ? { closed_on: addDays(next, -1) } : {}), given_at: givenAt };
  });
}

export const identifyCostRate = ({ key, entry, closed_on, given_at }: CostRateRow): RowIdentity =>
  ({ source_id: key, source_version: contentVersion([entry, closed_on ?? null]), source_timestamp: given_at });

/** Whose rate it is, whatever its amounts and dates. */
export function knownCostRate({ entry }: CostRateRow): Known {
  const [rate, worker, company] = [optional(entry['Rate_ID']), optional(entry['Worker_ID']), optional(entry['Company'])];
  return {
    natural_key: rate ?? null,
    refs: {
      ...(worker ? { worker_id: { entity: 'worker', natural_key: worker } } : {}),
      ...(company ? { legal_entity_id: { entity: 'legal_entity', natural_key: company } } : {}),
    },
  };
}

/** Cost rate of the report (glossary 3.7), per hour. Restricted: the kit asks for the scope. */
export function mapCostRate(row: CostRateRow, settings: WorkdaySettings): Mapped<CostRate> {
  const { entry, closed_on } = row;
  for (const field of ['Rate_ID', 'Worker_ID']) required(field, entry[field]);
  const components = Object.entries(COMPONENTS).filter(([column]) => entry[column] !== undefined).map(([column, name]) => [name, decimalText(column, entry[column])]);
  return {
    ...knownCostRate(row),
    effective_from: dayOf('Effective_Date', entry['Effective_Date']),
    effective_to: optionalDay('End_Date', entry['End_Date']) ?? closed_on ?? null,
    data: { currency: required('Currency', entry['Currency']), rate: decimalText('Hourly_Cost', entry['Hourly_Cost']), kind: settings.cost_rate_kind, components: Object.fromEntries(components) },
  };
}
