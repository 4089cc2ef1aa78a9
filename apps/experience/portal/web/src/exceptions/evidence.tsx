import { Alert, Paper, SimpleGrid, Title } from '@mantine/core';
import { title } from '../format/words';
import { Record } from '../shown/record';
import type { ExceptionDetail } from './use-exceptions';

/** A side of the evidence: whose word it is, and what it says. */
export interface Side {
  name: string;
  record: unknown;
}

/** Evidence as sides: `{system, record}` is the record of a system; anything else is named by its members. */
export function sidesOf(evidence: readonly unknown[]): Side[] {
  return evidence.flatMap((seen): Side[] => {
    if (!seen || typeof seen !== 'object') return [{ name: 'Seen', record: seen }];
    const { system, record, ...rest } = seen as { system?: unknown; record?: unknown };
    if (typeof system === 'string' && record !== undefined) return [{ name: system, record: Object.keys(rest).length > 0 ? { record, ...rest } : record }];
    return Object.entries(seen).map(([name, value]) => ({ name: title(name), record: value }));
  });
}

/** The records of the systems involved, side by side. */
export function Evidence({ of: { evidence, evidence_left_out } }: { of: ExceptionDetail }) {
  const sides = sidesOf(evidence);
  if (sides.length === 0 && !evidence_left_out) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">What was seen</Title>
      {evidence_left_out && <Alert color="yellow" mb="xs">{evidence_left_out}</Alert>}
      <SimpleGrid cols={{ base: 1, md: Math.min(Math.max(sides.length, 1), 3) }}>
        {sides.map((side, index) => <Paper key={index} withBorder p="md"><Title order={3} size="h5" mb="xs">{side.name}</Title><Record of={side.record} /></Paper>)}
      </SimpleGrid>
    </section>
  );
}
