import { Button, Table, Text } from '@mantine/core';
import { Amount, AmountCell, NumberCell, NumberHead, ShareCell } from '../shown/figures';
import { PageLink } from '../shown/link';
import { WideTable } from '../shown/wide-table';
import { drillTo } from './drill';
import type { MarginFilter, MarginRow } from './use-margin';

interface Shown {
  rows: MarginRow[];
  groupBy: string;
  filter: MarginFilter;
  period: string;
  /** Whether cost may be seen. */
  cost: boolean;
  onExplain: (row: MarginRow) => void;
}

/** Revenue, cost and margin, and where the billable value stands. */
export function MarginTable({ rows, groupBy, filter, period, cost, onExplain }: Shown) {
  return (
    <WideTable label="Margin" minWidth={cost ? 1080 : 760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Group</Table.Th><NumberHead>Hours</NumberHead><NumberHead>Revenue</NumberHead>{cost && <><NumberHead>Labor cost</NumberHead><NumberHead>Margin</NumberHead><NumberHead>Margin %</NumberHead></>}
          <NumberHead>Invoiced</NumberHead><NumberHead>Ready</NumberHead><NumberHead>Held</NumberHead><NumberHead>Over cap</NumberHead><Table.Th aria-label="Explain" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={`${row.key} ${row.currency}`}>
            <Table.Td miw={140}><Group of={row} to={drillTo(filter, groupBy, row, period)} /></Table.Td>
            <NumberCell of={row.hours} />
            <AmountCell of={row.revenue} currency={row.currency} />
            {cost && (
              <>
                <Table.Td className="amount"><Amount of={row.labor_cost} currency={row.currency} />{row.cost_complete === false && <Text size="xs" c="dimmed">not complete</Text>}</Table.Td>
                <AmountCell of={row.margin_amount} currency={row.currency} />
                <ShareCell of={row.margin} />
              </>
            )}
            <AmountCell of={row.buckets?.invoiced} currency={row.currency} />
            <AmountCell of={row.buckets?.ready} currency={row.currency} />
            <AmountCell of={row.buckets?.held} currency={row.currency} />
            <AmountCell of={row.buckets?.capped} currency={row.currency} />
            <Table.Td><Button size="compact-sm" variant="light" aria-label={`Explain ${row.label}`} onClick={() => onExplain(row)}>Explain</Button></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function Group({ of: row, to }: { of: MarginRow; to: string | undefined }) {
  const name = row.code.startsWith('(') ? 'Without one' : row.label;
  return <>{to ? <PageLink to={to} fw={600}>{name}</PageLink> : name}{row.code !== row.label && <Text size="xs" c="dimmed">{row.code}</Text>}</>;
}
