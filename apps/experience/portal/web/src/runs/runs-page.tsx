import { SimpleGrid, Table, Text } from '@mantine/core';
import { instant } from '../format/instant';
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
import { type Run, RUN_STATES } from './timeline';
import { RUN_FILTER, useRuns } from './use-runs';

/** Runs of flows: one execution about one business fact. */
export function RunsPage() {
  const { filter, set } = useFilter(RUN_FILTER);
  const list = useRuns(filter);
  const rows = list.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <PageHead title="Runs">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        <TextFilter label="Flow" value={filter.flow} onChange={set('flow')} placeholder="release-invoice" />
        <ChoiceFilter label="State" value={filter.state} values={RUN_STATES} onChange={set('state')} />
        <TextFilter label="Business key" value={filter.business_key} onChange={set('business_key')} placeholder="opportunity:…" />
        <TextFilter label="Correlation id" value={filter.correlation_id} onChange={set('correlation_id')} />
      </SimpleGrid>
      <Answer of={list}>{() => (rows.length === 0 ? <Empty>No run fits the filter.</Empty> : <><RunTable rows={rows} /><More of={list} /></>)}</Answer>
    </PageHead>
  );
}

function RunTable({ rows }: { rows: Run[] }) {
  return (
    <WideTable label="Runs">
      <Table.Thead><Table.Tr><Table.Th>Run</Table.Th><Table.Th>State</Table.Th><Table.Th visibleFrom="sm">Attempt</Table.Th><Table.Th visibleFrom="sm">Started</Table.Th><Table.Th visibleFrom="md">Ended</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {rows.map((run) => (
          <Table.Tr key={run.id}>
            <Table.Td><PageLink to={`/runs/${encodeURIComponent(run.id)}`} fw={600}>{run.flow}</PageLink><Text size="sm" className="code">{run.business_key}</Text>{run.error?.message && <Text size="xs" c="dimmed" lineClamp={2}>{run.error.message}</Text>}</Table.Td>
            <Table.Td><State of={run.state} /></Table.Td>
            <Table.Td visibleFrom="sm">{run.attempt}</Table.Td>
            <Table.Td visibleFrom="sm"><Text size="sm">{instant(run.started_at)}</Text></Table.Td>
            <Table.Td visibleFrom="md"><Text size="sm">{instant(run.ended_at)}</Text></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
