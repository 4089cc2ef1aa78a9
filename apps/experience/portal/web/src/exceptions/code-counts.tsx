import { Button, Group, Text } from '@mantine/core';
import { title } from '../format/words';
import { useCounts } from './use-exceptions';

/** Open exceptions by code; choosing one filters the list. The counts are of all that is open, whatever else is filtered. */
export function CodeCounts({ code, onChange }: { code: string | undefined; onChange: (code: string | null) => void }) {
  const { data } = useCounts();
  if (!data) return null;
  const codes = Object.entries(data.exceptions.by_code as { [code: string]: number }).sort(([, a], [, b]) => b - a);
  return (
    <Group gap="xs" role="group" aria-label="Open by code">
      <Text size="sm" c="dimmed">{data.exceptions.open} open:</Text>
      {codes.map(([name, n]) => (
        <Button key={name} size="compact-sm" radius="xl" variant={name === code ? 'filled' : 'default'} aria-pressed={name === code} onClick={() => onChange(name === code ? null : name)}>
          {title(name)} {n}
        </Button>
      ))}
    </Group>
  );
}
