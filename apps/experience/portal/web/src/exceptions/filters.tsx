import { Button, Group, SimpleGrid } from '@mantine/core';
import { ChoiceFilter } from '../shown/choice-filter';
import { TextFilter } from '../shown/text-filter';
import { AGES, EXCEPTION_FILTER, type ExceptionFilter, SEVERITIES, STATUSES, TEAMS } from './exception-filter';

type Name = (typeof EXCEPTION_FILTER)[number];
interface Held {
  filter: ExceptionFilter;
  set: (name: Name) => (value: string | null) => void;
  change: (changes: Record<Name, string | null>) => void;
}

/** Which exceptions are listed. */
export function Filters({ filter, set, change }: Held) {
  const none = Object.fromEntries(EXCEPTION_FILTER.map((name) => [name, null])) as Record<Name, string | null>;
  return (
    <Group align="flex-end" gap="xs">
      <SimpleGrid cols={{ base: 2, sm: 4, lg: 7 }} spacing="xs" flex={1}>
        <TextFilter label="Text" value={filter.text} onChange={set('text')} placeholder="Message or key" />
        <ChoiceFilter label="State" value={filter.status} values={STATUSES} onChange={set('status')} any="Open" />
        <ChoiceFilter label="Owner" value={filter.owner_team} values={TEAMS} onChange={set('owner_team')} />
        <ChoiceFilter label="Severity" value={filter.severity} values={SEVERITIES} onChange={set('severity')} />
        <TextFilter label="Legal entity" value={filter.legal_entity_code} onChange={set('legal_entity_code')} placeholder="US01" />
        <TextFilter label="Flow" value={filter.workflow} onChange={set('workflow')} placeholder="post-timesheet" />
        <ChoiceFilter label="Older than" value={filter.age} values={AGES} onChange={set('age')} shown={(days) => (days === '1' ? 'A day' : `${days} days`)} />
      </SimpleGrid>
      <Button size="xs" variant="subtle" disabled={Object.keys(filter).length === 0} onClick={() => change(none)}>Clear</Button>
    </Group>
  );
}
