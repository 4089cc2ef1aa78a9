import { Button, Table, Text } from '@mantine/core';
import { NumberCell, NumberHead, ShareCell } from '../shown/figures';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import { drillTo } from './drill';
import type { UtilizationFilter, UtilizationRow } from './use-utilization';

interface Shown {
  rows: UtilizationRow[];
  groupBy: string;
  filter: UtilizationFilter;
  period: string;
  onExplain: (row: UtilizationRow) => void;
}

/** Utilization with the hours it is made of. */
export function UtilizationTable({ rows, groupBy, filter, period, onExplain }: Shown) {
  return (
    <WideTable label="Utilization" minWidth={760}>
      <Table.Thead><Table.Tr><Table.Th>Group</Table.Th><NumberHead>Utilization</NumberHead><Table.Th>Band</Table.Th><NumberHead>Billable h</NumberHead><NumberHead>Available h</NumberHead><NumberHead>Worked h</NumberHead><NumberHead>Booked h</NumberHead><Table.Th aria-label="Explain" /></Table.Tr></Table.Thead>
      <Table.Tbody>
        {rows.map((row) => {
          const to = drillTo(filter, groupBy, row, period);
          return (
            <Table.Tr key={row.key}>
              <Table.Td>{to ? <PageLink to={to} fw={600}>{row.label}</PageLink> : row.label}{row.code !== row.label && <Text size="xs" c="dimmed">{row.code}</Text>}</Table.Td>
              <ShareCell of={row.utilization} />
              <Table.Td>{row.band && <State of={row.band} />}</Table.Td>
              <NumberCell of={row.hours.billable} />
              <NumberCell of={row.hours.available} />
              <NumberCell of={row.hours.worked} />
              <NumberCell of={row.hours.scheduled_billable} />
              <Table.Td><Button size="compact-sm" variant="light" aria-label={`Explain ${row.label}`} onClick={() => onExplain(row)}>Explain</Button></Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </WideTable>
  );
}
