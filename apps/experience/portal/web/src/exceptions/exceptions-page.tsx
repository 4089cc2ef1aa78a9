import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { Answer } from '../shown/answer';
import { Empty } from '../shown/empty';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { useFilter } from '../shown/use-filter';
import { Bulk } from './bulk-bar';
import { CodeCounts } from './code-counts';
import { EXCEPTION_FILTER } from './exception-filter';
import { ExceptionTable } from './exception-table';
import { Filters } from './filters';
import { useExceptions } from './use-exceptions';

/** The workbench: what waits for a person. */
export function ExceptionsPage() {
  const { filter, change, set } = useFilter(EXCEPTION_FILTER);
  const { me, may } = useSession();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useExceptions(filter);
  const rows = list.data?.pages.flatMap((page) => page.exceptions) ?? [];
  const mine = filter.assigned_to === me.sub;
  return (
    <PageHead title="Exceptions" actions={<Button variant="default" size="sm" aria-pressed={mine} onClick={() => set('assigned_to')(mine ? null : me.sub)}>{mine ? 'Everybody’s' : 'Assigned to me'}</Button>}>
      <CodeCounts code={filter.code} onChange={set('code')} />
      <Filters filter={filter} change={change} set={set} />
      {may('operations.write') && <Bulk chosen={rows.filter((row) => chosen.has(row.id))} filter={filter} onDone={() => setChosen(new Set())} />}
      <Answer of={list}>
        {() => rows.length === 0 ? <Empty>Nothing waits for a person here.</Empty> : (
          <Stack>
            <ExceptionTable rows={rows} chosen={may('operations.write') ? chosen : undefined} onChosen={setChosen} />
            <Group justify="center"><Text size="sm" c="dimmed" aria-live="polite">{rows.length} shown{list.hasNextPage ? ', there are more' : ''}</Text></Group>
            <More of={list} />
          </Stack>
        )}
      </Answer>
    </PageHead>
  );
}
