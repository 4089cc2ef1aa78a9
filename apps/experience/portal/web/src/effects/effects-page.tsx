import { SimpleGrid, Table, Text } from '@mantine/core';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { ChoiceFilter } from '../shown/choice-filter';
import { Empty } from '../shown/empty';
import { PageLink } from '../shown/link';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { State } from '../shown/state';
import { TextFilter } from '../shown/text-filter';
import { useFilter } from '../shown/use-filter';
import { WideTable } from '../shown/wide-table';
import { EFFECT_FILTER, EFFECT_STATES, useEffects } from './use-effects';

/** Writes to vendors: those whose end is not known come first. */
export function EffectsPage() {
  const { filter, set } = useFilter(EFFECT_FILTER);
  const list = useEffects(filter);
  const rows = list.data?.pages.flatMap((page) => page.effects) ?? [];
  return (
    <PageHead title="Effects">
      <Text size="sm" c="dimmed">Every write to a vendor. Uncertain means: it is not known whether the vendor has it. Such a write is looked for before it is ever sent again.</Text>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        <ChoiceFilter label="State" value={filter.state} values={EFFECT_STATES} onChange={set('state')} any="Not at its end" />
        <TextFilter label="System" value={filter.system} onChange={set('system')} placeholder="netsuite" />
        <TextFilter label="Verb" value={filter.verb} onChange={set('verb')} placeholder="create_invoice" />
        <TextFilter label="Correlation id" value={filter.correlation_id} onChange={set('correlation_id')} />
      </SimpleGrid>
      <Answer of={list}>
        {() => rows.length === 0 ? <Empty>{filter.state ? 'No write to a vendor fits the filter.' : 'Every write to a vendor has come to its end.'}</Empty> : (
          <>
            <WideTable label="Effects">
              <Table.Thead><Table.Tr><Table.Th>Write</Table.Th><Table.Th>State</Table.Th><Table.Th visibleFrom="sm">Sent</Table.Th><Table.Th visibleFrom="md">Planned</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rows.map((e) => (
                  <Table.Tr key={`${e.system} ${e.key}`}>
                    <Table.Td><PageLink to={`/effects/${encodeURIComponent(e.system)}/${encodeURIComponent(e.key)}`} fw={600}>{words(e.verb)} in {e.system}</PageLink><Text size="sm" className="code">{e.key}</Text>{e.problem && <Text size="xs" c="dimmed" lineClamp={2}>{e.problem.detail}</Text>}</Table.Td>
                    <Table.Td><State of={e.state} /></Table.Td>
                    <Table.Td visibleFrom="sm"><Text size="sm">{e.attempts} {e.attempts === 1 ? 'time' : 'times'}</Text></Table.Td>
                    <Table.Td visibleFrom="md"><Text size="sm">{instant(e.planned_at)}</Text></Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
            <More of={list} />
          </>
        )}
      </Answer>
    </PageHead>
  );
}
