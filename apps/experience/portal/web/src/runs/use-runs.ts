import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, intake } from '../api/clients';
import type { Filter } from '../shown/filter-in-url';
import { usePaged } from '../shown/paged';
import { isUnderWay, type Run, type Timeline } from './timeline';

export const RUN_FILTER = ['flow', 'state', 'business_key', 'correlation_id'] as const;

/** Runs, latest first, page by page. */
export function useRuns(filter: Filter<(typeof RUN_FILTER)[number]>) {
  return usePaged(['runs', filter], async (cursor) => {
    const page = await answered(intake.GET('/v1/runs', { params: { query: { ...filter, cursor, limit: 50 } } }));
    return { runs: page.runs as unknown as Run[], next_cursor: page.next_cursor || null };
  });
}

/** The timeline of a run; read again while it is under way. */
export function useRun(id: string) {
  return useQuery({
    queryKey: ['run', id], queryFn: async () => (await answered(intake.GET('/v1/runs/{id}', { params: { path: { id } } }))) as unknown as Timeline,
    refetchInterval: (query) => (isUnderWay(query.state.data?.run.state) ? 2_000 : false),
  });
}

/** Tries a waiting or failed run again; answers the id of the new attempt. */
export function useRetryRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => (await answered(intake.POST('/v1/runs/{id}/retries', { params: { path: { id } } }))).run_id,
    onSettled: () => Promise.all(['runs', 'run'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
