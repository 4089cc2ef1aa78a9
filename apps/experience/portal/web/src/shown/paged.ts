import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page {
  next_cursor: string | null;
}

/** A list read page by page with the cursor each page gives for the next one. */
export function usePaged<P extends Page>(key: QueryKey, read: (cursor: string | undefined) => Promise<P>, options: { enabled?: boolean; refetchInterval?: number } = {}) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor || undefined,
    ...options,
  });
}
