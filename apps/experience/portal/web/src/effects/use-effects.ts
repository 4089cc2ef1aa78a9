import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, operations } from '../api/clients';
import type { components } from '../api/generated/experience-operations';
import type { Filter } from '../shown/filter-in-url';
import { usePaged } from '../shown/paged';
import type { Given } from '../shown/reason-dialog';

export type EffectSummary = components['schemas']['EffectSummary'];
export type EffectDetail = components['schemas']['EffectDetail'];
export const EFFECT_FILTER = ['state', 'system', 'verb', 'correlation_id'] as const;
export const EFFECT_STATES = ['uncertain', 'exception', 'sent', 'planned', 'rejected', 'confirmed', 'compensated'] as const;

/** Writes to vendors, uncertain ones first, page by page. Without a state: all that are not at their end. */
export function useEffects(filter: Filter<(typeof EFFECT_FILTER)[number]>) {
  return usePaged(['effects', filter], (cursor) => answered(operations.GET('/v1/effects', { params: { query: { ...filter, cursor, limit: 50 } } })), { refetchInterval: 15_000 });
}

/** One write to a vendor: what was asked, what came back, what can be decided. */
export function useEffectDetail(system: string, key: string) {
  return useQuery({ queryKey: ['effect', system, key], queryFn: () => answered(operations.GET('/v1/effects/{system}/{key}', { params: { path: { system, key } } })) });
}

/** Takes a decision on the version that is shown. */
export function useDecideEffect({ system, key, version }: EffectDetail) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ decision, given }: { decision: string; given: Given }) => {
      const params = { path: { system, key } };
      const body = { reason: given.reason, expected_version: version };
      if (decision === 'mark-done') return answered(operations.POST('/v1/effects/{system}/{key}/mark-done', { params, body: { ...body, source_id: given.source_id ?? '' } }));
      if (decision === 'waivers') return answered(operations.POST('/v1/effects/{system}/{key}/waivers', { params, body }));
      return answered(operations.POST('/v1/effects/{system}/{key}/retries', { params, body }));
    },
    onSettled: () => Promise.all(['effect', 'effects', 'summary'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}
