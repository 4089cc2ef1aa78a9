import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Said where a list has no row. */
export function Empty({ children }: { children: ReactNode }) {
  return <Paper withBorder p="lg"><Text c="dimmed" ta="center">{children}</Text></Paper>;
}
