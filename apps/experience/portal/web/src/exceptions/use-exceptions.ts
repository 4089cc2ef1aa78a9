import { useQuery } from '@tanstack/react-query';
import { answered, operations } from '../api/clients';
import type { components } from '../api/generated/experience-operations';
import { usePaged } from '../shown/paged';
import { type ExceptionFilter, exceptionQuery } from './exception-filter';

export type ExceptionView = components['schemas']['ExceptionView'];
export type ExceptionDetail = components['schemas']['ExceptionDetail'];

/** A page of exceptions, as the filter asks. */
export function readExceptions(filter: ExceptionFilter, cursor?: string, limit = 50) {
  return answered(operations.GET('/v1/exceptions', { params: { query: { ...exceptionQuery(filter), cursor, limit } as never } }));
}

/** Exceptions, latest seen first, page by page. */
export function useExceptions(filter: ExceptionFilter) {
  return usePaged(['exceptions', filter], (cursor) => readExceptions(filter, cursor));
}

/** One exception with its evidence, its run and the vendor write it is about. */
export function useException(id: string) {
  return useQuery({ queryKey: ['exception', id], queryFn: () => answered(operations.GET('/v1/exceptions/{id}', { params: { path: { id } } })), refetchInterval: (query) => (query.state.data?.status === 'open' || query.state.data?.status === 'assigned' ? 5_000 : false) });
}

/** How many are open, by code, team and severity. */
export function useCounts() {
  return useQuery({ queryKey: ['summary'], queryFn: () => answered(operations.GET('/v1/summary')), refetchInterval: 15_000 });
}

/** Every exception there was about the same business fact, of whatever state. */
export function useHistory(businessKey: string | undefined) {
  return useQuery({
    queryKey: ['exceptions', 'history', businessKey], enabled: Boolean(businessKey),
    queryFn: () => readExceptions({ business_key: businessKey, status: 'open,assigned,resolved,waived,replayed,closed' }, undefined, 100),
  });
}
