import { Table, Text } from '@mantine/core';
import { Amount, AmountCell, NumberHead } from '../shown/figures';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import type { InvoiceSummary } from './use-invoices';

/** Documents with their totals. */
export function InvoiceTable({ rows }: { rows: InvoiceSummary[] }) {
  return (
    <WideTable label="Invoices and credit memos">
      <Table.Thead>
        <Table.Tr><Table.Th>Document</Table.Th><Table.Th visibleFrom="md">Contract</Table.Th><Table.Th visibleFrom="sm">Period</Table.Th><Table.Th visibleFrom="sm">State</Table.Th><Table.Th visibleFrom="lg">Prepared by</Table.Th><Table.Th className="amount" visibleFrom="md">Net</Table.Th><NumberHead>Total</NumberHead></Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <PageLink to={`/invoices/${row.id}`} fw={600}>{row.invoice_number ?? (row.kind === 'credit_memo' ? 'Draft credit memo' : 'Draft')}</PageLink>
              <Text size="sm">{row.client}</Text>
              <Text size="xs" c="dimmed" hiddenFrom="md">{row.contract_number} · {row.billing_period}</Text>
            </Table.Td>
            <Table.Td visibleFrom="md">{row.contract_number}<Text size="xs" c="dimmed">{row.legal_entity_code}</Text></Table.Td>
            <Table.Td visibleFrom="sm">{row.billing_period}</Table.Td>
            <Table.Td visibleFrom="sm"><State of={row.status} /></Table.Td>
            <Table.Td visibleFrom="lg">{row.prepared_by}</Table.Td>
            <Table.Td className="amount" visibleFrom="md"><Amount of={row.subtotal} currency={row.currency} /></Table.Td>
            <AmountCell of={row.total} currency={row.currency} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
