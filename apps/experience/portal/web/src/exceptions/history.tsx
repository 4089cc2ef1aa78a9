import { Table, Text, Title } from '@mantine/core';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import { type ExceptionDetail, useHistory } from './use-exceptions';

/** What else was met about the same business fact, and how it ended. */
export function History({ of: exception }: { of: ExceptionDetail }) {
  const { data } = useHistory(exception.business_key);
  const others = data?.exceptions.filter((e) => e.id !== exception.id) ?? [];
  if (others.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Also about {exception.business_key}</Title>
      <WideTable label="History">
        <Table.Tbody>
          {others.map((e) => (
            <Table.Tr key={e.id}>
              <Table.Td><PageLink to={`/exceptions/${e.id}`}>{words(e.code)}</PageLink></Table.Td>
              <Table.Td><State of={e.status} /></Table.Td>
              <Table.Td><Text size="sm">{instant(e.resolved_at ?? e.last_seen)}{e.resolution && `, ${words(e.resolution)}`}{e.resolved_by && ` by ${e.resolved_by}`}{e.resolution_reason && `: ${e.resolution_reason}`}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}
