import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { type Filter, readFilter, writeFilter } from './filter-in-url';

/** The filter of a list, held by the address: it can be sent to somebody, and the back button takes a change back. */
export function useFilter<Name extends string>(names: readonly Name[]) {
  const [query, setQuery] = useSearchParams();
  const change = useCallback((changes: Filter<Name> | Record<Name, string | null>) => setQuery((now) => writeFilter(now, changes as Record<string, string | null>)), [setQuery]);
  const set = useCallback((name: Name) => (value: string | null) => change({ [name]: value } as Record<Name, string | null>), [change]);
  return { filter: readFilter(names, query), change, set };
}
