import { Alert, Paper, SimpleGrid, Title } from '@mantine/core';
import { Record } from '../shown/record';
import { sidesOf } from './evidence-sides';
import type { ExceptionDetail } from './use-exceptions';

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
