import { Button, Table, Text, Title } from '@mantine/core';
import { amount, decimal, percent } from '../format/decimal';
import { words } from '../format/words';
import { AmountCell, NumberHead } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import type { InvoiceDetail } from './use-invoices';

/** The lines of a document; each can be explained. */
export function InvoiceLines({ of: { lines, currency }, onExplain }: { of: InvoiceDetail; onExplain: (line: string) => void }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Lines</Title>
      <WideTable label="Lines">
        <Table.Thead><Table.Tr><Table.Th>Line</Table.Th><Table.Th className="amount" visibleFrom="sm">Quantity</Table.Th><Table.Th className="amount" visibleFrom="sm">Price</Table.Th><NumberHead>Net</NumberHead><Table.Th visibleFrom="md">Tax</Table.Th><Table.Th aria-label="Explain" /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.line_no}>
              <Table.Td>{line.description}<Text size="xs" c="dimmed">Line {line.line_no}, {words(line.account_role)}</Text><Text size="xs" hiddenFrom="sm">{decimal(line.quantity)} × {amount(line.unit_price, currency)}</Text></Table.Td>
              <Table.Td className="amount" visibleFrom="sm">{decimal(line.quantity)}</Table.Td>
              <Table.Td className="amount" visibleFrom="sm">{amount(line.unit_price, currency)}</Table.Td>
              <AmountCell of={line.net} currency={currency} />
              <Table.Td visibleFrom="md">{line.tax_code} {percent(line.tax_rate)}</Table.Td>
              <Table.Td><Button size="compact-sm" variant="light" aria-label={`Explain line ${line.line_no}`} onClick={() => onExplain(line.line_no)}>Explain</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}
