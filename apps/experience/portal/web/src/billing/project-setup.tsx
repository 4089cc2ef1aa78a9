import { Alert, Group, Paper, Text } from '@mantine/core';
import { words } from '../format/words';
import { ProblemAlert } from '../shown/problem-alert';
import { State } from '../shown/state';
import { useProjectSetup } from './use-billing-events';

/** Whether a project can be billed at all: its activation guard, checked anew. */
export function ProjectSetup({ code }: { code: string }) {
  const { data, error } = useProjectSetup(code);
  if (error) return <ProblemAlert error={error} />;
  if (!data) return null;
  const failed = Object.entries(data.checks as unknown as { [check: string]: boolean }).filter(([, holds]) => !holds).map(([check]) => words(check));
  return (
    <Paper withBorder p="md">
      <Group gap="sm"><Text fw={600}>{data.name}</Text><State of={data.status} /><Text size="sm">{data.time_entry_open ? 'Time can be logged.' : 'No time can be logged.'}</Text></Group>
      {failed.length > 0 ? <Alert color="orange" mt="xs" title="It cannot be billed yet">Not fulfilled: {failed.join(', ')}.</Alert> : <Text size="sm" c="dimmed">Every check of its set-up holds.</Text>}
    </Paper>
  );
}
