import type { Row } from '../../../kernel/src/index.js';
import { badRequest } from './errors.js';

const FILTERS: [parameter: string, column: string, sign: 1 | -1][] = [
  ['created_after', 'created_at', 1],
  ['created_before', 'created_at', -1],
  ['updated_after', 'updated_at', 1],
  ['updated_before', 'updated_at', -1],
  ['last_synced_after', 'last_synced_at', 1],
  ['last_synced_before', 'last_synced_at', -1],
];

/** The delta filters of a query: strictly after, strictly before. Columns have whole seconds, so a reader needs an overlap. */
export function stampFilters(query: URLSearchParams): ((row: Row) => boolean)[] {
  return FILTERS.flatMap(([parameter, column, sign]) => {
    const text = query.get(parameter);
    if (!text) return [];
    // A plus sign that was not escaped arrives as a space.
    const limit = Date.parse(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
    if (Number.isNaN(limit)) throw badRequest(`${parameter} must be an ISO 8601 datetime`);
    return [(row: Row) => sign * ((Date.parse(String(row[column] ?? '')) || 0) - limit) > 0];
  });
}
