import { Button, Group, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { ReasonDialog } from '../shown/reason-dialog';
import { State } from '../shown/state';
import { told } from '../shown/told';
import { WideTable } from '../shown/wide-table';
import { FoundRecords } from './found-records';
import type { CheckView, CloseView, useMove, Which } from './use-close';

const standing = (c: CheckView) => (c.waived_by ? 'waived' : c.blocking ? 'open' : c.count === null ? 'not prepared' : 'done');

/** What has to be settled before the subledgers close, as counted now; a check can be waived with a reason. */
export function Checklist({ of, which, move }: { of: CloseView; which: Which; move: ReturnType<typeof useMove> }) {
  const { may } = useSession();
  const [found, setFound] = useState<CheckView>();
  const [waiving, setWaiving] = useState<CheckView>();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">Checklist</Title>
      <WideTable label="Checklist">
        <Table.Thead><Table.Tr><Table.Th>Check</Table.Th><Table.Th>State</Table.Th><Table.Th className="amount">Found</Table.Th><Table.Th aria-label="Decisions" /></Table.Tr></Table.Thead>
        <Table.Tbody>
          {of.checklist.map((c) => (
            <Table.Tr key={c.check}>
              <Table.Td>{c.says}{c.blocking && <Text size="xs" c="dimmed">{c.fix}</Text>}{c.waived_by && <Text size="xs" c="dimmed">{c.waived_by}: {c.waiver_reason}</Text>}</Table.Td>
              <Table.Td><State of={standing(c)} /></Table.Td>
              <Table.Td className="amount">{c.count ?? '–'}</Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end">
                  {(c.count ?? 0) > 0 && <Button size="compact-sm" variant="light" aria-label={`Show what is found: ${c.says}`} onClick={() => setFound(c)}>Show</Button>}
                  {c.blocking && may('finance.release') && <Button size="compact-sm" variant="default" aria-label={`Waive: ${c.says}`} onClick={() => { move.reset(); setWaiving(c); }}>Waive</Button>}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      <FoundRecords which={which} check={found} onClose={() => setFound(undefined)} />
      {waiving && (
        <ReasonDialog title="Waive a check" says={waiving.says} action="Waive" pending={move.isPending} error={move.error} onClose={() => setWaiving(undefined)}
          onGiven={({ reason }) => move.mutate({ do: 'waive', check: waiving.check, reason }, { onSuccess: () => { told('Waived'); setWaiving(undefined); } })} />
      )}
    </section>
  );
}
