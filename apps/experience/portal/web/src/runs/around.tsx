import { Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import type { Timeline } from './timeline';

/** Effects, exceptions and events of a run, and of everything that belongs to the same correlation id. */
export function Around({ effects, events, exceptions }: Pick<Timeline, 'effects' | 'events' | 'exceptions'>) {
  return (
    <>
      {exceptions.length > 0 && (
        <Part title="Exceptions">
          {exceptions.map((e) => <Table.Tr key={e.id}><Table.Td><PageLink to={`/exceptions/${e.id}`}>{words(e.code)}</PageLink><Text size="sm" className="code">{e.message}</Text></Table.Td><Table.Td><State of={e.status} /></Table.Td><Table.Td><When of={e.first_seen} /></Table.Td></Table.Tr>)}
        </Part>
      )}
      {effects.length > 0 && (
        <Part title="Writes to vendors">
          {effects.map((e) => (
            <Table.Tr key={`${e.system} ${e.key}`}>
              <Table.Td><PageLink to={`/effects/${encodeURIComponent(e.system)}/${encodeURIComponent(e.key)}`}>{words(e.verb)} in {e.system}</PageLink><Text size="sm" className="code">{e.receipt?.number ?? e.receipt?.source_id ?? e.key}</Text></Table.Td>
              <Table.Td><State of={e.state} /></Table.Td>
              <Table.Td><When of={e.planned_at} /></Table.Td>
            </Table.Tr>
          ))}
        </Part>
      )}
      {events.length > 0 && (
        <Part title="Events">{events.map((e) => <Table.Tr key={e.id}><Table.Td>{e.type}</Table.Td><Table.Td className="code">{e.subject}</Table.Td><Table.Td><When of={e.time} /></Table.Td></Table.Tr>)}</Part>
      )}
    </>
  );
}

function When({ of }: { of: string }) {
  return <Text size="sm">{instant(of)}</Text>;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section><Title order={2} size="h4" mb="xs">{title}</Title><WideTable label={title}><Table.Tbody>{children}</Table.Tbody></WideTable></section>;
}
