import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, invoicing, setup } from '../api/clients';
import type { components } from '../api/generated/process-time-to-invoice';
import type { Filter } from '../shown/filter-in-url';
import { usePaged } from '../shown/paged';

export type BillingEvent = components['schemas']['BillingEventView'];
export const BILLING_FILTER = ['contract_number', 'project_code', 'period', 'status', 'kind'] as const;
export const EVENT_STATES = ['held', 'capped', 'ready', 'on_draft', 'invoiced', 'credited', 'deferred', 'written_off'] as const;
export const EVENT_KINDS = ['time', 'expense', 'milestone', 'schedule', 'progress', 'retainer_period', 'retainer_overage', 'recurring', 'usage', 'adjustment', 'advance', 'credit'] as const;

/** Billing events: every piece of value that is to be billed, and where it stands. */
export function useBillingEvents(filter: Filter<(typeof BILLING_FILTER)[number]>) {
  return usePaged(['billing-events', filter], (cursor) => answered(invoicing.GET('/v1/billing-events', { params: { query: { ...filter, cursor, limit: 50 } as never } })));
}

/** The rules and the record behind one. */
export function useEventExplanation(id: string | undefined) {
  return useQuery({ queryKey: ['billing-event', id], enabled: id !== undefined, queryFn: () => answered(invoicing.GET('/v1/billing-events/{id}/explain', { params: { path: { id: id! } } })) });
}

/** How a project stands: can it be billed at all. */
export function useProjectSetup(code: string | undefined) {
  return useQuery({ queryKey: ['setup', code], enabled: Boolean(code), queryFn: () => answered(setup.GET('/v1/projects/{project_code}/setup', { params: { path: { project_code: code! } } })) });
}

/** Gives up the value of an event. */
export function useWriteOff() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => answered(invoicing.POST('/v1/billing-events/{id}/write-off', { params: { path: { id } }, body: { reason } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['billing-events'] }),
  });
}
