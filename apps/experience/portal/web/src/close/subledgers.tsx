import { Button, Group, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { title } from '../format/words';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import { AskToReopen } from './ask-to-reopen';
import type { CloseView, SubledgerView, useMove } from './use-close';

type Moves = ReturnType<typeof useMove>;

/** Subledgers in the order in which they close. */
export function Subledgers({ of, move }: { of: CloseView; move: Moves }) {
  const [reopening, setReopening] = useState<string>();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Subledgers</Title>
      <WideTable label="Subledgers">
        <Table.Thead><Table.Tr><Table.Th>Subledger</Table.Th><Table.Th>State</Table.Th><Table.Th visibleFrom="sm">By</Table.Th><Table.Th aria-label="Decisions" /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {of.subledgers.map((s) => (
            <Table.Tr key={s.subledger}>
              <Table.Td fw={600}>{title(s.subledger)}</Table.Td>
              <Table.Td><State of={s.status} />{s.expires_on && <Text size="xs" c="dimmed">open until {s.expires_on}</Text>}</Table.Td>
              <Table.Td visibleFrom="sm"><Text size="sm">{[s.changed_by, s.approved_by].filter(Boolean).join(', ') || '–'}</Text></Table.Td>
              <Table.Td><Moves of={s} move={move} onReopen={() => setReopening(s.subledger)} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {reopening && <AskToReopen subledger={reopening} move={move} onClose={() => setReopening(undefined)} />}
    </section>
  );
}

function Moves({ of: s, move, onReopen }: { of: SubledgerView; move: Moves; onReopen: () => void }) {
  const { may, is } = useSession();
  const finance = is('finance', 'finance_approver');
  const busy = (what: string) => move.isPending && move.variables.do === what && 'subledger' in move.variables && move.variables.subledger === s.subledger;
  return (
    <Group gap="xs" justify="flex-end">
      {s.status === 'open' && may('process.write') && finance && <Button size="compact-sm" variant="light" loading={busy('soft_close')} onClick={() => move.mutate({ do: 'soft_close', subledger: s.subledger })}>Soft close</Button>}
      {s.status !== 'closed' && may('finance.release') && <Button size="compact-sm" variant="light" loading={busy('close')} onClick={() => move.mutate({ do: 'close', subledger: s.subledger })}>Close</Button>}
      {s.status === 'closed' && may('process.write') && finance && <Button size="compact-sm" variant="light" onClick={onReopen}>Ask to reopen</Button>}
    </Group>
  );
}
