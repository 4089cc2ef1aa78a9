import { Alert, Drawer, Stack, Table, Text, Title } from '@mantine/core';
import { share } from '../format/decimal';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { NumberCell } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import { Why } from '../shown/why';
import { type UtilizationFilter, type UtilizationRow, useUtilizationExplanation } from './use-utilization';

/** Why a row is what it is: rules with their hours, the figure worked out anew, and the first records behind it. */
export function UtilizationExplained({ asked, row, onClose }: { asked: UtilizationFilter; row: UtilizationRow | undefined; onClose: () => void }) {
  const explanation = useUtilizationExplanation(asked, row?.key);
  return (
    <Drawer opened={row !== undefined} onClose={onClose} position="right" size="xl" title={`Utilization of ${row?.label ?? ''}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {row && (
        <Answer of={explanation}>
          {(e) => (
            <Stack>
              <Text size="sm">{e.subject}: <b>{share(e.figure.utilization)}</b></Text>
              <Alert color={e.agrees ? 'green' : 'red'} title={e.agrees ? 'Worked out anew from the records: the same' : 'Worked out anew from the records: not the same'}>{share(e.recomputed.utilization)}</Alert>
              <Why of={e.why} />
              <Title order={3} size="h5">Records behind it{e.next_cursor && ' (the first of them)'}</Title>
              <WideTable label="Records" minWidth={420}>
                <Table.Tbody>
                  {e.sources.map((s) => <Table.Tr key={`${s.kind}${s.id}${s.date}`}><Table.Td>{s.date}</Table.Td><Table.Td>{words(s.kind)} {s.worker_number ?? s.natural_key}<Text size="xs" c="dimmed">{s.source_system} {s.source_id}</Text></Table.Td><Table.Td>{s.hour_class && words(s.hour_class)}</Table.Td><NumberCell of={s.hours} /></Table.Tr>)}
                </Table.Tbody>
              </WideTable>
            </Stack>
          )}
        </Answer>
      )}
    </Drawer>
  );
}
