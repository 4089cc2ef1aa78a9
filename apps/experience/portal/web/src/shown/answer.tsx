import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert';

/** What a query came to: its answer, its problem, or that it is still on the way. An answer that could not be brought up to date stays, with the problem above it. */
export function Answer<T>({ of, children }: { of: { data?: T; error: unknown }; children: (data: T) => ReactNode }) {
  if (of.error && of.data === undefined) return <ProblemAlert error={of.error} />;
  if (of.data === undefined) return <Stack gap="xs" role="status" aria-label="Loading">{[0, 1, 2, 3].map((n) => <Skeleton key={n} height={28} />)}</Stack>;
  return <>{of.error ? <ProblemAlert error={of.error} /> : null}{children(of.data)}</>;
}
