import { Paper, SimpleGrid, Stack, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { title } from '../format/words';
import { Answer } from '../shown/answer';
import { Facts } from '../shown/facts';
import { Amount } from '../shown/figures';
import { PageLink } from '../shown/link';
import { PageHead } from '../shown/page-head';
import { State } from '../shown/state';
import { type Reason, Why } from '../shown/why';
import { InvoiceDecisions } from './invoice-decisions';
import { InvoiceLines } from './invoice-lines';
import { LineExplanation } from './line-explanation';
import { type InvoiceDetail, useInvoice } from './use-invoices';

/** One invoice or credit memo with its lines, its tax and why it is what it is. */
export function InvoicePage() {
  const invoice = useInvoice(useParams()['id']!);
  const d = invoice.data;
  return (
    <PageHead title={d ? (d.invoice_number ?? `Draft ${d.kind === 'credit_memo' ? 'credit memo' : 'invoice'} for ${d.client}`) : 'Invoice'}>
      <Answer of={invoice}>{(found) => <Detail of={found} />}</Answer>
    </PageHead>
  );
}

function Detail({ of: d }: { of: InvoiceDetail }) {
  const [line, setLine] = useState<string>();
  return (
    <Stack>
      <InvoiceDecisions of={d} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md">
          <Facts of={[
            ['State', <State key="s" of={d.status} />], ['Kind', title(d.kind)], ['Client', d.client], ['Contract', <PageLink key="c" to={`/billing?contract_number=${encodeURIComponent(d.contract_number)}`}>{d.contract_number}</PageLink>], ['Legal entity', d.legal_entity_code],
            ['Billing period', d.billing_period], ['Purchase order', d.po_number], ['Invoice date', d.invoice_date], ['Due', d.due_date], ['Prepared by', d.prepared_by], ['Released by', d.released_by], ['Id in the ERP', d.erp_source_id],
          ]} />
        </Paper>
        <Paper withBorder p="md">
          <Table aria-label="Totals" withRowBorders={false}>
            <Table.Tbody>
              <Total name="Net" of={d.subtotal} currency={d.currency} />
              <Total name="Tax" of={d.tax_total} currency={d.currency} />
              <Total name="Total" of={d.total} currency={d.currency} strong />
              <Total name="Paid" of={d.amount_paid} currency={d.currency} />
              <Total name="Credited" of={d.credited} currency={d.currency} />
            </Table.Tbody>
          </Table>
        </Paper>
      </SimpleGrid>
      <InvoiceLines of={d} onExplain={setLine} />
      <section>
        <Title order={2} size="h4" mb="xs">Why it looks like this</Title>
        <Why of={Array.isArray(d.why) ? (d.why as unknown as Reason[]) : []} />
      </section>
      <PageLink to={`/runs?correlation_id=${encodeURIComponent(d.correlation_id)}`} size="sm">Everything that belongs to it, from the deal to the last posting</PageLink>
      <LineExplanation id={d.id} line={line} currency={d.currency} onClose={() => setLine(undefined)} />
    </Stack>
  );
}

function Total({ name, of, currency, strong = false }: { name: string; of: string; currency: string; strong?: boolean }) {
  return <Table.Tr fw={strong ? 700 : undefined}><Table.Th fw={strong ? 700 : 400}>{name}</Table.Th><Table.Td className="amount"><Amount of={of} currency={currency} /></Table.Td></Table.Tr>;
}
