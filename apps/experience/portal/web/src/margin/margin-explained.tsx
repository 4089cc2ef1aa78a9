import { Alert, Drawer, Stack, Table, Text, Title } from '@mantine/core';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { Amount, AmountCell, NumberCell } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import { Why } from '../shown/why';
import { type MarginFilter, type MarginRow, useMarginExplanation } from './use-margin';

/** Why a row is what it is: rules with their numbers, the figure worked out anew, and the first records behind it. */
export function MarginExplained({ asked, row, onClose }: { asked: MarginFilter; row: MarginRow | undefined; onClose: () => void }) {
  const explanation = useMarginExplanation(asked, row);
  return (
    <Drawer opened={row !== undefined} onClose={onClose} position="right" size="xl" title={`Margin of ${row?.label ?? ''}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {row && (
        <Answer of={explanation}>
          {(e) => (
            <Stack>
              <Text size="sm">{e.subject}: revenue <Amount of={e.figure.revenue} currency={e.currency} /></Text>
              <Alert color={e.agrees ? 'green' : 'red'} title={e.agrees ? 'Worked out anew from the records: the same' : 'Worked out anew from the records: not the same'}>Revenue <Amount of={e.recomputed?.revenue} currency={e.currency} /></Alert>
              <Why of={e.why} />
              <Title order={3} size="h5">Records behind it{e.next_cursor && ' (the first of them)'}</Title>
              <WideTable label="Records" minWidth={460}>
                <Table.Tbody>
                  {e.sources.map((s) => <Table.Tr key={`${s.kind}${s.id}`}><Table.Td>{s.date}</Table.Td><Table.Td>{words(s.kind)} {s.project_code} {s.worker_number}<Text size="xs" c="dimmed">{s.source_system} {s.source_id}{s.document && `, ${s.document}`}</Text></Table.Td><NumberCell of={s.hours} /><AmountCell of={s.amount} currency={s.currency} /></Table.Tr>)}
                </Table.Tbody>
              </WideTable>
            </Stack>
          )}
        </Answer>
      )}
    </Drawer>
  );
}
