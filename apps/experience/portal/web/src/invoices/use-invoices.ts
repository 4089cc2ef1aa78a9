import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, invoicing } from '../api/clients';
import type { components } from '../api/generated/process-time-to-invoice';
import { usePaged } from '../shown/paged';

type Schemas = components['schemas'];
export type InvoiceSummary = Schemas['InvoiceSummary'];
export type InvoiceDetail = Schemas['InvoiceDetail'];
export const INVOICE_FILTER = ['show', 'period', 'legal_entity_code'] as const;

/** The lists there are: what each asks of the API. */
export const LISTS = {
  release: { title: 'To release', query: { status: 'draft' }, empty: 'No draft waits to be released.' },
  posted: { title: 'Posted', query: { status: 'posted', kind: 'invoice' }, empty: 'No posted invoice fits the filter.' },
  credits: { title: 'Credit memos', query: { kind: 'credit_memo' }, empty: 'There is no credit memo.' },
  underway: { title: 'On the way', query: { status: 'released' }, empty: 'Every released document is posted.' },
  all: { title: 'All', query: {}, empty: 'There is no document.' },
} as const;
export type ListName = keyof typeof LISTS;

/** Documents of one of the lists, page by page. */
export function useInvoices(list: ListName, filter: { period?: string; legal_entity_code?: string }) {
  return usePaged(['invoices', list, filter], (cursor) => answered(invoicing.GET('/v1/invoices', { params: { query: { ...LISTS[list].query, ...filter, cursor, limit: 50 } as never } })));
}

/** One document; read again while the ERP has not posted it. */
export function useInvoice(id: string) {
  return useQuery({ queryKey: ['invoice', id], queryFn: () => answered(invoicing.GET('/v1/invoices/{id}', { params: { path: { id } } })), refetchInterval: (query) => (query.state.data?.status === 'released' ? 2_000 : false) });
}

/** The rules and records behind a line. */
export function useLineExplanation(id: string, line_no: string | undefined) {
  return useQuery({ queryKey: ['invoice', id, 'explain', line_no], enabled: line_no !== undefined, queryFn: () => answered(invoicing.GET('/v1/invoices/{id}/lines/{line_no}/explain', { params: { path: { id, line_no: line_no! } } })) });
}

function useMove<Input>(move: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: move, onSettled: () => Promise.all(['invoice', 'invoices', 'billing-events'].map((key) => queries.invalidateQueries({ queryKey: [key] }))) });
}

/** Sends a draft to the ERP. The server refuses whoever prepared it. */
export const useRelease = () => useMove((id: string) => answered(invoicing.POST('/v1/invoices/{id}/release', { params: { path: { id } } })));

/** Gives a draft up; what it carried is ready again. */
export const useReturn = () => useMove(({ id, reason }: { id: string; reason: string }) => answered(invoicing.POST('/v1/invoices/{id}/return', { params: { path: { id } }, body: { reason } })));

/** Starts a billing run of a month: everything ready becomes drafts. The key names the run, so that a second click starts nothing. */
export const useBillingRun = () => useMove(({ key, period }: { key: string; period: string }) => answered(invoicing.POST('/v1/billing-runs', { params: { header: { 'Idempotency-Key': key } }, body: { period } })));
