import { Alert, Paper, SimpleGrid, Stack, Title } from '@mantine/core';
import { useParams } from 'react-router';
import { instant } from '../format/instant';
import { title, words } from '../format/words';
import { Answer } from '../shown/answer';
import { Facts } from '../shown/facts';
import { PageLink } from '../shown/link';
import { PageHead } from '../shown/page-head';
import { Record } from '../shown/record';
import { State } from '../shown/state';
import { EffectDecisions } from './effect-decisions';
import { type EffectDetail, useEffectDetail } from './use-effects';

/** One write to a vendor: what was asked and what came back, side by side. */
export function EffectPage() {
  const { system, key } = useParams();
  const effect = useEffectDetail(system!, key!);
  return (
    <PageHead title={effect.data ? `${title(effect.data.verb)} in ${effect.data.system}` : 'Effect'} actions={effect.data && <EffectDecisions of={effect.data} />}>
      <Answer of={effect}>{(e) => <Detail of={e} />}</Answer>
    </PageHead>
  );
}

function Detail({ of: e }: { of: EffectDetail }) {
  return (
    <Stack>
      <Paper withBorder p="md">
        <Facts of={[
          ['State', <State key="s" of={e.state} />], ['Key', e.key], ['Key at the vendor', e.vendor_key], ['Sent', `${e.attempts} ${e.attempts === 1 ? 'time' : 'times'}, looked for ${e.lookups}`],
          ['Planned', instant(e.planned_at)], ['Sent at', e.sent_at && instant(e.sent_at)], ['Settled', e.settled_at && instant(e.settled_at)], ['Looked for next', e.next_check_at && instant(e.next_check_at)],
          ['By', e.actor], ['Run', e.run_id && <PageLink key="r" to={`/runs/${encodeURIComponent(e.run_id)}`}>{e.run_id}</PageLink>], ['Correlation id', e.correlation_id],
        ]} />
      </Paper>
      {e.problem && <Alert color="red" title={`${words(e.problem.class)}${e.problem.code ? ` (${e.problem.code})` : ''}`}>{e.problem.detail}</Alert>}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md"><Title order={2} size="h4" mb="xs">What was asked</Title>{e.request_left_out ?? <Record of={e.request} />}</Paper>
        <Paper withBorder p="md"><Title order={2} size="h4" mb="xs">What came back</Title>{e.receipt ? <Record of={e.receipt} /> : 'Nothing yet.'}</Paper>
      </SimpleGrid>
    </Stack>
  );
}
