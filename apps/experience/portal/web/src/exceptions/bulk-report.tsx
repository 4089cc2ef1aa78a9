import { Button, Group, List, Paper, Progress, Stack, Text } from '@mantine/core';
import { PageLink } from '../shown/link';
import { ProblemAlert } from '../shown/problem-alert';
import type { useBulk } from './use-bulk';

/** How far a bulk decision is and, at its end, what failed and why. */
export function BulkReport({ of: { progress, running, error, stop, forget } }: { of: ReturnType<typeof useBulk> }) {
  if (error) return <ProblemAlert error={error} />;
  if (!progress) return running ? <Text size="sm" role="status">Reading what the filter finds …</Text> : null;
  const ended = progress.done + progress.failed.length;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" role="status">{progress.done} of {progress.count} done{progress.failed.length > 0 && `, ${progress.failed.length} failed`}{!running && ended < progress.count && ', stopped'}</Text>
          {running ? <Button size="compact-sm" variant="default" onClick={stop}>Stop</Button> : <Button size="compact-sm" variant="default" onClick={forget}>Close the report</Button>}
        </Group>
        <Progress value={progress.count === 0 ? 100 : (ended / progress.count) * 100} aria-label="Progress" />
        {progress.failed.length > 0 && (
          <List size="sm">
            {progress.failed.slice(0, 100).map(({ item, error: why }) => <List.Item key={item.id}><PageLink underline="always" to={`/exceptions/${item.id}`}>{item.code} of {item.business_key}</PageLink>: {why instanceof Error ? why.message : String(why)}</List.Item>)}
          </List>
        )}
      </Stack>
    </Paper>
  );
}
