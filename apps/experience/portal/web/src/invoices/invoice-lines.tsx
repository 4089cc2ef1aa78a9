import { Button, Table, Text, Title } from '@mantine/core';
import { share } from '../format/decimal';
import { words } from '../format/words';
import { AmountCell, NumberCell, NumberHead } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import type { InvoiceDetail } from './use-invoices';

/** The lines of a document; each can be explained. */
export function InvoiceLines({ of: { lines, currency }, onExplain }: { of: InvoiceDetail; onExplain: (line: string) => void }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Lines</Title>
      <WideTable label="Lines" minWidth={720}>
        <Table.Thead><Table.Tr><Table.Th>Line</Table.Th><NumberHead>Quantity</NumberHead><NumberHead>Price</NumberHead><NumberHead>Net</NumberHead><Table.Th>Tax</Table.Th><Table.Th aria-label="Explain" /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.line_no}>
              <Table.Td>{line.description}<Text size="xs" c="dimmed">Line {line.line_no}, {words(line.account_role)}</Text></Table.Td>
              <NumberCell of={line.quantity} />
              <AmountCell of={line.unit_price} currency={currency} />
              <AmountCell of={line.net} currency={currency} />
              <Table.Td>{line.tax_code} {share(line.tax_rate)}</Table.Td>
              <Table.Td><Button size="compact-sm" variant="light" aria-label={`Explain line ${line.line_no}`} onClick={() => onExplain(line.line_no)}>Explain</Button></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </section>
  );
}
