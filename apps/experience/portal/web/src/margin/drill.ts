import { withFilter } from '../shown/filter-in-url';
import type { MarginFilter, MarginRow } from './use-margin';

/** The filter that a group becomes one level down. Engagements have none: their projects are not asked for by them. */
const UNITS: { [group: string]: keyof MarginFilter } = { practice: 'practice', region: 'region', legal_entity: 'legal_entity_code', client: 'client' };

/** Where a row leads: a unit or client to its projects, a project to its records. Nowhere for what has no code. */
export function drillTo(filter: MarginFilter, groupBy: string, row: Pick<MarginRow, 'code'>, period: string): string | undefined {
  if (row.code.startsWith('(')) return undefined;
  if (groupBy === 'project') return withFilter('/margin/records', { project: row.code, period });
  const unit = UNITS[groupBy];
  return unit && withFilter('/margin', { ...filter, period, group_by: 'project', [unit]: row.code });
}
