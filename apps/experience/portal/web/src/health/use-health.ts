import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, intake, operations, revenue } from '../api/clients';
import type { components } from '../api/generated/process-intake';

export type FeedStatus = components['schemas']['FeedStatus'];

/** Feeds, queues and what is under way. */
export function useStatus() {
  return useQuery({ queryKey: ['status'], queryFn: () => answered(intake.GET('/v1/status')), refetchInterval: 10_000 });
}

/** Vendors that do not answer, as open exceptions say. */
export function useOutages(enabled: boolean) {
  return useQuery({ queryKey: ['exceptions', 'outages'], enabled, refetchInterval: 15_000, queryFn: () => answered(operations.GET('/v1/exceptions', { params: { query: { code: 'VENDOR_UNAVAILABLE', limit: 50 } } })) });
}

/** The laws of revenue. */
export function useRevenueTotals() {
  return useQuery({ queryKey: ['revenue-totals'], queryFn: () => answered(revenue.GET('/v1/control-totals')), staleTime: 60_000 });
}

/** Reads all change feeds now, without waiting for the next round. */
export function useSync() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: () => answered(intake.POST('/v1/syncs')), onSettled: () => queries.invalidateQueries({ queryKey: ['status'] }) });
}
