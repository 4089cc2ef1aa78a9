import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, finance } from '../api/clients';
import type { components } from '../api/generated/experience-finance';
import type { Filter } from '../shown/filter-in-url';
import { usePaged } from '../shown/paged';

export type MarginRow = components['schemas']['MarginRow'];
export const MARGIN_FILTER = ['period', 'group_by', 'currency', 'practice', 'region', 'legal_entity_code', 'client'] as const;
export type MarginFilter = Filter<(typeof MARGIN_FILTER)[number]>;
export const MARGIN_GROUPS = ['practice', 'region', 'legal_entity', 'client', 'engagement', 'project'] as const;
const ROWS = 100;

/** Margin by group, page by page. Waits until the period is known. */
export function useMargin(asked: MarginFilter) {
  return useInfiniteQuery({
    queryKey: ['margin', asked], enabled: asked.period !== undefined,
    queryFn: ({ pageParam }) => answered(finance.GET('/v1/margin', { params: { query: { ...asked, cursor: pageParam, limit: ROWS } as never } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next_cursor || undefined,
  });
}

/** Why a row is what it is. */
export function useMarginExplanation(asked: MarginFilter, row: MarginRow | undefined) {
  return useQuery({
    queryKey: ['margin', 'explain', asked, row?.key, row?.currency], enabled: row !== undefined,
    queryFn: () => answered(finance.GET('/v1/margin/explain', { params: { query: { ...asked, key: row!.key, row_currency: row!.currency, limit: 50 } as never } })),
  });
}

/** Billing events and labor cost of a project. */
export function useMarginRecords(project: string, period: string | undefined) {
  return usePaged(['margin-records', project, period], (cursor) => answered(finance.GET('/v1/margin/records', { params: { query: { project, period, cursor, limit: 100 } } })));
}
