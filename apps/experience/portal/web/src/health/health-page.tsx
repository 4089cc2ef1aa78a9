import { Alert, Button, SimpleGrid, Title } from '@mantine/core';
import { useSession } from '../app/session';
import { Answer } from '../shown/answer';
import { PageLink } from '../shown/link';
import { PageHead } from '../shown/page-head';
import { ProblemAlert } from '../shown/problem-alert';
import { told } from '../shown/told';
import { ControlTotals } from './control-totals';
import { Counts } from './counts';
import { Feeds } from './feeds';
import { useOutages, useStatus, useSync } from './use-health';

/** Whether the vendors are read and written, what waits, and whether the totals hold. */
export function HealthPage() {
  const { may, is } = useSession();
  const status = useStatus();
  const outages = useOutages(may('operations.read'));
  const sync = useSync();
  const out = outages.data?.exceptions ?? [];
  return (
    <PageHead title="Integration health" actions={may('process.write') && is('operations', 'finance') && <Button size="sm" variant="default" loading={sync.isPending} onClick={() => sync.mutate(undefined, { onSuccess: () => told('Every feed was read') })}>Read all feeds now</Button>}>
      <ProblemAlert error={sync.error} />
      {out.length > 0 && <Alert color="red" title={out.length === 1 ? 'A vendor does not answer' : `${out.length} vendors or writes get no answer`}>{out.map((e) => <div key={e.id}><PageLink to={`/exceptions/${e.id}`}>{e.message}</PageLink></div>)}</Alert>}
      <Answer of={status}>
        {(s) => (
          <>
            <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
              <Counts title="Waiting" of={{ 'unread events': s.unread_events, 'records that wait for another': s.parked, 'open exceptions': s.exceptions_open }} />
              <Counts title="Runs" of={s.runs as never} to="/runs?state=" />
              <Counts title="Writes to vendors" of={s.effects as never} to={may('operations.read') ? '/effects?state=' : undefined} />
              <Counts title="Projects" of={s.projects as never} />
            </SimpleGrid>
            <section><Title order={2} size="h4" mb="xs">Feeds</Title><Feeds of={s.feeds} /></section>
          </>
        )}
      </Answer>
      <ControlTotals />
    </PageHead>
  );
}
