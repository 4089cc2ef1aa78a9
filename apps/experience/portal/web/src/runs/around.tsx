import { Anchor, Table, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { PageLink } from '../shown/link';
import { State } from '../shown/state';
import { WideTable } from '../shown/wide-table';
import type { RunEffect, RunEvent, RunException, Timeline } from './timeline';

/** Effects, exceptions and events of a run, and of everything that belongs to the same correlation id. */
export function Around({ effects, events, exceptions }: Pick<Timeline, 'effects' | 'events' | 'exceptions'>) {
  return (
    <>
      <Part title="Exceptions" rows={exceptions} row={(e) => <ExceptionRow key={e.id} of={e} />} />
      <Part title="Writes to vendors" rows={effects} row={(e) => <EffectRow key={`${e.system} ${e.key}`} of={e} />} />
      <Part title="Events" rows={events} row={(e) => <EventRow key={e.id} of={e} />} />
    </>
  );
}

/** So many rows are shown at first. */
const FIRST = 10;

function Part<Row>({ title, rows, row }: { title: string; rows: Row[]; row: (of: Row) => ReactNode }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{title}</Title>
      <WideTable label={title}><Table.Tbody>{(all ? rows : rows.slice(0, FIRST)).map(row)}</Table.Tbody></WideTable>
      {rows.length > FIRST && !all && <Anchor component="button" size="sm" mt="xs" onClick={() => setAll(true)}>Show all {rows.length}</Anchor>}
    </section>
  );
}

function ExceptionRow({ of: e }: { of: RunException }) {
  return <Table.Tr><Table.Td><PageLink to={`/exceptions/${e.id}`}>{words(e.code)}</PageLink><Text size="sm" className="code">{e.message}</Text></Table.Td><Table.Td><State of={e.status} /></Table.Td><When of={e.first_seen} /></Table.Tr>;
}

function EffectRow({ of: e }: { of: RunEffect }) {
  return (
    <Table.Tr>
      <Table.Td><PageLink to={`/effects/${encodeURIComponent(e.system)}/${encodeURIComponent(e.key)}`}>{words(e.verb)} in {e.system}</PageLink><Text size="sm" className="code">{e.receipt?.number ?? e.receipt?.source_id ?? e.key}</Text></Table.Td>
      <Table.Td><State of={e.state} /></Table.Td>
      <When of={e.planned_at} />
    </Table.Tr>
  );
}

function EventRow({ of: e }: { of: RunEvent }) {
  return <Table.Tr><Table.Td>{e.type}</Table.Td><Table.Td className="code">{e.subject}</Table.Td><When of={e.time} /></Table.Tr>;
}

function When({ of }: { of: string }) {
  return <Table.Td visibleFrom="sm"><Text size="sm">{instant(of)}</Text></Table.Td>;
}
