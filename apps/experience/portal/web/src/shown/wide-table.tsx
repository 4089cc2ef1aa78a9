import { Box, Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A table that scrolls sideways on its own where the window is narrow; the keyboard can scroll it too. */
export function WideTable({ label, minWidth, children }: { label: string; minWidth?: number; children: ReactNode }) {
  return (
    // A region that scrolls has to be reachable by keyboard (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      <Table highlightOnHover verticalSpacing={6} miw={minWidth} aria-label={label}>{children}</Table>
    </Box>
  );
}
