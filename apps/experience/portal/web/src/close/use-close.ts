import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, close } from '../api/clients';
import type { components } from '../api/generated/process-period-close';
import { isUnderWay } from '../runs/timeline';
import { usePaged } from '../shown/paged';

type Schemas = components['schemas'];
export type CloseView = Schemas['CloseView'];
export type CheckView = Schemas['CheckView'];
export type SubledgerView = Schemas['SubledgerView'];

/** A legal entity and a month. */
export interface Which {
  legal_entity: string;
  period: string;
}

/** What can be done to a close. Each is refused by the server where it is not this person's, or not yet. */
export type Move =
  | { do: 'prepare'; key: string }
  | { do: 'reconcile' }
  | { do: 'waive'; check: string; reason: string }
  | { do: 'soft_close' | 'close'; subledger: string }
  | { do: 'ask_to_reopen'; subledger: string; reason: string; expires_on: string }
  | { do: 'approve_reopening'; id: string };

/** How the close of a month stands. */
export function useClose(which: Which | undefined) {
  return useQuery({
    queryKey: ['close', which], enabled: which !== undefined, queryFn: () => answered(close.GET('/v1/closes', { params: { query: which! } })),
    refetchInterval: (query) => (isUnderWay(query.state.data?.preparation?.state) ? 2_000 : false),
  });
}

/** The records a check finds. */
export function useFound(which: Which, check: string | undefined) {
  return usePaged(['close', 'found', which, check], (cursor) => answered(close.GET('/v1/closes/{legal_entity}/{period}/checks/{check}', { params: { path: { ...which, check: check! }, query: { cursor, limit: 50 } } })), { enabled: check !== undefined });
}

function send(which: Which, move: Move): Promise<unknown> {
  const base = '/v1/closes/{legal_entity}/{period}' as const;
  switch (move.do) {
    case 'prepare': return answered(close.POST(`${base}/preparation`, { params: { path: which, header: { 'Idempotency-Key': move.key } } }));
    case 'reconcile': return answered(close.POST(`${base}/reconciliation`, { params: { path: which } }));
    case 'waive': return answered(close.POST(`${base}/checks/{check}/waiver`, { params: { path: { ...which, check: move.check } }, body: { reason: move.reason } }));
    case 'soft_close': return answered(close.POST(`${base}/subledgers/{subledger}/soft-close`, { params: { path: { ...which, subledger: move.subledger } } }));
    case 'close': return answered(close.POST(`${base}/subledgers/{subledger}/close`, { params: { path: { ...which, subledger: move.subledger } } }));
    case 'ask_to_reopen': return answered(close.POST(`${base}/subledgers/{subledger}/reopening`, { params: { path: { ...which, subledger: move.subledger } }, body: { reason: move.reason, expires_on: move.expires_on } }));
    case 'approve_reopening': return answered(close.POST('/v1/reopenings/{id}/approval', { params: { path: { id: move.id } } }));
  }
}

/** Makes a move and reads the close again. */
export function useMove(which: Which) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (move: Move) => send(which, move), onSettled: () => queries.invalidateQueries({ queryKey: ['close'] }) });
}
