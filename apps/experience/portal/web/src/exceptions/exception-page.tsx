import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { useParams } from 'react-router';
import { instant } from '../format/instant';
import { title, words } from '../format/words';
import { RunTimeline } from '../runs/run-timeline';
import { Answer } from '../shown/answer';
import { Facts } from '../shown/facts';
import { PageLink } from '../shown/link';
import { PageHead } from '../shown/page-head';
import { Record } from '../shown/record';
import { State } from '../shown/state';
import { Decisions } from './decisions';
import { Evidence } from './evidence';
import { History } from './history';
import { type ExceptionDetail, useException } from './use-exceptions';

/** One exception: what happened, what to do, what was seen, and the decision. */
export function ExceptionPage() {
  const { id } = useParams();
  const exception = useException(id!);
  return (
    <PageHead title={exception.data ? title(exception.data.code) : 'Exception'} actions={exception.data && <Decisions of={exception.data} />}>
      <Answer of={exception}>{(e) => <Detail of={e} />}</Answer>
    </PageHead>
  );
}

function Detail({ of: e }: { of: ExceptionDetail }) {
  return (
    <Stack>
      <Text className="code">{e.message}</Text>
      {e.decisions.length > 0 && <Alert title="What to do" color="blue">{e.suggested_action}</Alert>}
      <Paper withBorder p="md">
        <Facts of={[
          ['State', <State key="s" of={e.status} />], ['Severity', <State key="v" of={e.severity} />], ['Owner', words(e.owner_team)], ['Assigned to', e.assigned_to], ['Legal entity', e.legal_entity_code],
          ['About', e.business_key], ['Met by', e.step ? `${e.workflow}: ${e.step}` : e.workflow], ['First seen', instant(e.first_seen)], ['Last seen', `${instant(e.last_seen)}, ${e.attempts} ${e.attempts === 1 ? 'time' : 'times'}`],
          ['Ended', e.resolution && `${words(e.resolution)} by ${e.resolved_by ?? 'the gateway'}, ${instant(e.resolved_at)}${e.resolution_reason ? `: ${e.resolution_reason}` : ''}`],
          ['Vendor write', e.effect && <PageLink key="f" to={`/effects/${encodeURIComponent(e.effect.system)}/${encodeURIComponent(e.effect.key)}`}>{e.effect.verb} in {e.effect.system}, {words(e.effect.state)}</PageLink>],
          ['Correlation id', e.correlation_id],
        ]} />
      </Paper>
      <Evidence of={e} />
      {Object.keys(e.context).length > 0 && <section><Title order={2} size="h4" mb="xs">Facts</Title><Paper withBorder p="md"><Record of={e.context} /></Paper></section>}
      {e.run && <section><Title order={2} size="h4" mb="xs">Timeline of its run</Title><RunTimeline id={e.run.id} brief /></section>}
      <History of={e} />
    </Stack>
  );
}
