import { withFilter } from '../shown/filter-in-url';
import type { UtilizationFilter, UtilizationRow } from './use-utilization';

/** Where a row leads: a unit to its workers, a worker to the days. Nowhere where nothing is grouped, or for what has no code. */
export function drillTo(filter: UtilizationFilter, groupBy: string, row: Pick<UtilizationRow, 'code'>, period: string): string | undefined {
  if (groupBy === 'worker') return withFilter('/utilization/days', { worker: row.code, period, definition: filter.definition });
  if (groupBy === 'none' || row.code.startsWith('(')) return undefined;
  const unit = groupBy === 'legal_entity' ? 'legal_entity_code' : groupBy;
  return withFilter('/utilization', { ...filter, period, group_by: 'worker', [unit]: row.code });
}
