import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { title } from '../format/words';
import { Facts } from './facts';

const plain = (value: unknown) => value === null || typeof value !== 'object';

/** A record of any shape, as names and values; what is nested is indented. */
export function Record({ of }: { of: unknown }): ReactNode {
  if (plain(of)) return <Text span inherit className="code">{of === null || of === undefined || of === '' ? '–' : String(of)}</Text>;
  if (Array.isArray(of)) {
    if (of.every(plain) && of.some((item) => String(item).length > 40)) return of.map((item, index) => <div key={index} className="code">{String(item)}</div>);
    if (of.every(plain)) return <Text span inherit className="code">{of.map(String).join(', ') || '–'}</Text>;
    return of.map((item, index) => <Box key={index} pb="xs" mb="xs" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}><Record of={item} /></Box>);
  }
  return <Facts of={Object.entries(of as object).map(([name, value]) => [title(name), nested(value)])} />;
}

function nested(value: unknown): ReactNode {
  if (plain(value) || (Array.isArray(value) && value.every(plain))) return <Record of={value} />;
  return Object.keys(value as object).length === 0 ? null : <Box pl="sm" style={{ borderLeft: '2px solid var(--mantine-color-default-border)' }}><Record of={value} /></Box>;
}
