import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, finance } from '../api/clients';
import type { components } from '../api/generated/experience-finance';
import type { Filter } from '../shown/filter-in-url';

type Schemas = components['schemas'];
export type UtilizationRow = Schemas['UtilizationRow'];
export type WorkerDay = Schemas['WorkerDayRecord'];
export const UTILIZATION_FILTER = ['period', 'group_by', 'definition', 'target', 'practice', 'region', 'legal_entity_code', 'role'] as const;
export type UtilizationFilter = Filter<(typeof UTILIZATION_FILTER)[number]>;
export const UTILIZATION_GROUPS = ['practice', 'region', 'legal_entity', 'role', 'worker', 'none'] as const;
/** The rows one page of the view shows; the table says when there are more. */
const ROWS = 100;

/** Definitions that can be asked for. */
export function useDefinitions() {
  return useQuery({ queryKey: ['definitions'], queryFn: () => answered(finance.GET('/v1/definitions')), staleTime: Infinity });
}

/** Utilization by group. Waits until the period is known. */
export function useUtilization(asked: UtilizationFilter & { worker?: string; from?: string; to?: string }, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['utilization', asked], enabled,
    queryFn: ({ pageParam }) => answered(finance.GET('/v1/utilization', { params: { query: { ...asked, cursor: pageParam, limit: ROWS } as never } })),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next_cursor || undefined,
  });
}

/** Days of a worker with the time entries behind them. */
export function useWorkerDays(asked: { worker: string; from?: string; to?: string; period?: string }) {
  return useQuery({ queryKey: ['worker-days', asked], queryFn: () => answered(finance.GET('/v1/utilization/records', { params: { query: { ...asked, limit: 200 } } })) });
}

/** Why a row is what it is. */
export function useUtilizationExplanation(asked: UtilizationFilter, key: string | undefined) {
  return useQuery({ queryKey: ['utilization', 'explain', asked, key], enabled: key !== undefined, queryFn: () => answered(finance.GET('/v1/utilization/explain', { params: { query: { ...asked, key, limit: 50 } as never } })) });
}
