import type { Filter } from '../shown/filter-in-url';

/** Names of the filter in the address of the list. */
export const EXCEPTION_FILTER = ['code', 'status', 'owner_team', 'severity', 'workflow', 'legal_entity_code', 'assigned_to', 'business_key', 'age', 'text'] as const;
export type ExceptionFilter = Filter<(typeof EXCEPTION_FILTER)[number]>;

export const TEAMS = ['finance_ops', 'it', 'delivery'] as const;
export const SEVERITIES = ['high', 'medium', 'low'] as const;
/** States to choose from; without a choice the list shows what is open. */
export const STATUSES = ['open', 'assigned', 'resolved', 'waived', 'replayed', 'closed'] as const;
/** Ages to choose from, in days. */
export const AGES = ['1', '7', '30'] as const;

/** The question to the API that a filter makes; an age becomes the instant before which it was first met. */
export function exceptionQuery(filter: ExceptionFilter, now = Date.now()) {
  const { age, ...asked } = filter;
  const days = AGES.find((a) => a === age);
  // To the hour, so that the same filter stays the same question for a while.
  return { ...asked, ...(days ? { first_seen_before: new Date(Math.floor(now / 3_600_000) * 3_600_000 - parseInt(days, 10) * 86_400_000).toISOString() } : {}) };
}
