import { Checkbox, Table, Text } from '@mantine/core';
import { ago } from '../format/instant';
import { title, words } from '../format/words';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import type { ExceptionView } from './use-exceptions';

interface Listed {
  rows: ExceptionView[];
  /** Chosen for a bulk decision; without it none can be chosen. */
  chosen?: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** Exceptions with what happened and how long ago. */
export function ExceptionTable({ rows, chosen, onChosen }: Listed) {
  const all = chosen !== undefined && rows.every((row) => chosen.has(row.id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  };
  return (
    <WideTable label="Exceptions">
      <Table.Thead>
        <Table.Tr>
          {chosen && <Table.Th w={36}><Checkbox aria-label="Choose all shown" checked={all} indeterminate={!all && chosen.size > 0} onChange={() => onChosen(all ? new Set() : new Set(rows.map((row) => row.id)))} /></Table.Th>}
          <Table.Th>What happened</Table.Th><Table.Th visibleFrom="sm">State</Table.Th><Table.Th visibleFrom="sm">Owner</Table.Th><Table.Th visibleFrom="md">Entity</Table.Th><Table.Th visibleFrom="lg">Flow</Table.Th><Table.Th visibleFrom="sm">Since</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            {chosen && <Table.Td><Checkbox aria-label={`Choose ${row.code} of ${row.business_key}`} checked={chosen.has(row.id)} onChange={() => toggle(row.id)} /></Table.Td>}
            <Table.Td>
              <PageLink to={`/exceptions/${row.id}`} fw={600}>{title(row.code)}</PageLink>
              <Text size="sm" lineClamp={2} className="code">{row.message}</Text>
              <Text size="xs" c="dimmed" hiddenFrom="sm">{words(row.status)} · {words(row.owner_team)} · {ago(row.first_seen)}</Text>
            </Table.Td>
            <Table.Td visibleFrom="sm"><State of={row.status} /></Table.Td>
            <Table.Td visibleFrom="sm"><Text size="sm">{row.assigned_to ?? words(row.owner_team)}</Text></Table.Td>
            <Table.Td visibleFrom="md">{row.legal_entity_code ?? '–'}</Table.Td>
            <Table.Td visibleFrom="lg"><Text size="sm">{row.workflow}</Text></Table.Td>
            <Table.Td visibleFrom="sm"><Text size="sm" style={{ whiteSpace: 'nowrap' }}>{ago(row.first_seen)}</Text></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}
