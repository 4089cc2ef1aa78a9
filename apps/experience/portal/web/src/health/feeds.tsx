import { Table, Text } from '@mantine/core';
import { decimal } from '../format/decimal';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { Empty } from '../shown/empty';
import { NumberHead } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import type { FeedStatus } from './use-health';

/** Change feeds of the vendors: those with an error first. */
export function Feeds({ of }: { of: FeedStatus[] }) {
  if (of.length === 0) return <Empty>No feed has been read yet.</Empty>;
  const rows = [...of].sort((a, b) => Number(Boolean(b.last_error)) - Number(Boolean(a.last_error)));
  return (
    <WideTable label="Feeds">
      <Table.Thead><Table.Tr><Table.Th>Feed</Table.Th><NumberHead>Records</NumberHead><Table.Th>Caught up</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {rows.map((feed) => (
          <Table.Tr key={`${feed.system} ${feed.entity}`}>
            <Table.Td>{feed.system} {words(feed.entity)}{feed.last_error && <Text size="sm" c="var(--mantine-color-error)" className="code">{feed.last_error}</Text>}</Table.Td>
            <Table.Td className="amount">{decimal(feed.records)}</Table.Td>
            <Table.Td><Text size="sm">{feed.caught_up_at ? instant(feed.caught_up_at) : 'not yet'}</Text></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
