import { Alert, Table, Title } from '@mantine/core';
import { Answer } from '../shown/answer';
import { AmountCell, NumberHead } from '../shown/figures';
import { useControlTotals } from '../shown/legal-entities';
import { WideTable } from '../shown/wide-table';
import { useRevenueTotals } from './use-health';

const COLUMNS = ['approved', 'invoiced', 'drafted', 'ready', 'held', 'capped', 'written_off', 'difference'] as const;

/** All approved value is in exactly one place; revenue laws hold or not. Figures and verdicts are the server's. */
export function ControlTotals() {
  const billing = useControlTotals();
  const revenue = useRevenueTotals();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Control totals</Title>
      <Answer of={revenue}>{({ holds }) => <Alert mb="sm" color={holds ? 'green' : 'red'} title={holds ? 'Every law of revenue holds' : 'A law of revenue does not hold'}>Allocated prices, remaining plan and contract balances, per legal entity and currency.</Alert>}</Answer>
      <Answer of={billing}>
        {({ totals, holds }) => (
          <>
            <Alert mb="sm" color={holds ? 'green' : 'red'} title={holds ? 'Every control total of billing holds' : 'A control total of billing does not hold'}>Approved billable value is invoiced, drafted, ready, held, over a cap or written off, and nowhere else.</Alert>
            <WideTable label="Control totals of billing" minWidth={980}>
              <Table.Thead><Table.Tr><Table.Th>Where</Table.Th><NumberHead>Approved</NumberHead><NumberHead>Invoiced</NumberHead><NumberHead>Drafted</NumberHead><NumberHead>Ready</NumberHead><NumberHead>Held</NumberHead><NumberHead>Over cap</NumberHead><NumberHead>Written off</NumberHead><NumberHead>Difference</NumberHead></Table.Tr></Table.Thead>
              <Table.Tbody>
                {totals.map((t) => (
                  <Table.Tr key={`${t.legal_entity_code}${t.currency}${t.period}`} fw={t.holds ? undefined : 700}>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{t.legal_entity_code} {t.period}{!t.holds && ' does not hold'}</Table.Td>
                    {COLUMNS.map((column) => <AmountCell key={column} of={t[column]} currency={t.currency} />)}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
          </>
        )}
      </Answer>
    </section>
  );
}
