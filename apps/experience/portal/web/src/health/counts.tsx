import { Paper, Table, Title } from '@mantine/core';
import { decimal } from '../format/decimal';
import { words } from '../format/words';
import { PageLink } from '../shown/link';

/** Counts by name; with `to` each leads to its list. */
export function Counts({ title, of, to }: { title: string; of: { [name: string]: number }; to?: string }) {
  const entries = Object.entries(of);
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h5" mb="xs">{title}</Title>
      <Table withRowBorders={false} verticalSpacing={2} aria-label={title}>
        <Table.Tbody>
          {entries.map(([name, n]) => <Table.Tr key={name}><Table.Td pl={0}>{to ? <PageLink to={`${to}${name}`}>{words(name)}</PageLink> : words(name)}</Table.Td><Table.Td className="amount" pr={0}>{decimal(n.toString())}</Table.Td></Table.Tr>)}
          {entries.length === 0 && <Table.Tr><Table.Td pl={0}>None</Table.Td></Table.Tr>}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
