import { Box, Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { decimal } from '../format/decimal';
import { words } from '../format/words';
import { Amount, AmountCell, NumberHead } from '../shown/figures';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import { EventExplanation } from './event-explanation';
import { meaningOf } from './hold-reasons';
import type { BillingEvent } from './use-billing-events';

/** Billing events with where each stands and why. */
export function BillingTable({ rows }: { rows: BillingEvent[] }) {
  const [explained, setExplained] = useState<BillingEvent>();
  return (
    <>
      <WideTable label="Billing events" minWidth={320}>
        <Table.Thead><Table.Tr><Table.Th>What</Table.Th><Table.Th visibleFrom="sm">Where it stands</Table.Th><Table.Th className="amount" visibleFrom="md">Quantity</Table.Th><Table.Th className="amount" visibleFrom="md">Rate</Table.Th><NumberHead>Net</NumberHead><Table.Th aria-label="Explain" visibleFrom="sm" /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td>
                <Text size="sm">{event.event_date} {words(event.kind)}{event.worker_number && `, ${event.worker_number}`}{event.role && `, ${words(event.role)}`}</Text>
                <Text size="xs" c="dimmed">{event.contract_number} line {event.line_no}{event.project_code && `, ${event.project_code}`}</Text>
                <Box hiddenFrom="sm"><Standing of={event} /><Explain of={event} onExplain={setExplained} /></Box>
              </Table.Td>
              <Table.Td miw={220} visibleFrom="sm"><Standing of={event} /></Table.Td>
              <Table.Td className="amount" visibleFrom="md">{decimal(event.quantity)}</Table.Td>
              <Table.Td className="amount" visibleFrom="md"><Amount of={event.rate} currency={event.currency} /></Table.Td>
              <AmountCell of={event.net} currency={event.currency} />
              <Table.Td visibleFrom="sm"><Explain of={event} onExplain={setExplained} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      <EventExplanation of={explained} onClose={() => setExplained(undefined)} />
    </>
  );
}

function Explain({ of: event, onExplain }: { of: BillingEvent; onExplain: (event: BillingEvent) => void }) {
  return <Button size="compact-sm" variant="light" aria-label={`Explain ${words(event.kind)} of ${event.event_date}`} onClick={() => onExplain(event)}>Explain</Button>;
}

function Standing({ of: event }: { of: BillingEvent }) {
  const meaning = meaningOf(event.status, event.hold_reason);
  return (
    <>
      <State of={event.status} />{event.hold_reason && <Text span size="sm" fw={600}> {words(event.hold_reason)}</Text>}
      <Text size="xs">
        {meaning.says}{' '}
        {meaning.code && <PageLink underline="always" to={`/exceptions?code=${meaning.code}`}>Its exceptions</PageLink>}
        {event.invoice_id && <PageLink underline="always" to={`/invoices/${event.invoice_id}`}>Its document</PageLink>}
      </Text>
    </>
  );
}
