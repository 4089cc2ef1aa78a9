import { Alert, Anchor, Group, Paper, Stack, Text, Timeline as Line } from '@mantine/core';
import { useState } from 'react';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { Facts } from '../shown/facts';
import { PageLink } from '../shown/link';
import { Record } from '../shown/record';
import { State } from '../shown/state';
import { Around } from './around';
import type { Step, Timeline } from './timeline';
import { useRun } from './use-runs';

/** What a run did, step by step, and what came of it. `brief` leaves out what belongs to its correlation id only. */
export function RunTimeline({ id, brief = false }: { id: string; brief?: boolean }) {
  const run = useRun(id);
  return <Answer of={run}>{(timeline) => <Shown of={timeline} brief={brief} />}</Answer>;
}

function Shown({ of: { run, attempts, steps, ...around }, brief }: { of: Timeline; brief: boolean }) {
  return (
    <Stack>
      <Paper withBorder p="md">
        <Facts of={[
          ['State', <State key="s" of={run.state} />], ['About', run.business_key], ['Started', instant(run.started_at)], ['Ended', run.ended_at && instant(run.ended_at)],
          ['Attempts', attempts.length > 1 && <Group key="a" gap="xs">{attempts.map((a) => <PageLink key={a.id} to={`/runs/${encodeURIComponent(a.id)}`}>{a.attempt} {words(a.state)}</PageLink>)}</Group>],
          ['Correlation id', <PageLink key="c" to={`/runs?correlation_id=${encodeURIComponent(run.correlation_id)}`}>{run.correlation_id}</PageLink>],
          ['Run', brief && <PageLink key="r" to={`/runs/${encodeURIComponent(run.id)}`}>{run.flow}</PageLink>],
        ]} />
      </Paper>
      {run.error?.message && <Alert color={run.state === 'failed' ? 'red' : 'yellow'} title={run.error.code ?? 'It failed'}>{run.error.message}</Alert>}
      {steps.length > 0 && (
        <Line active={steps.length} bulletSize={18} lineWidth={2}>
          {steps.map((step) => <Line.Item key={step.n} title={step.name}><StepShown of={step} /></Line.Item>)}
        </Line>
      )}
      {brief
        ? <Around effects={around.effects.filter((e) => e.run_id === run.id)} events={[]} exceptions={[]} />
        : <Around {...around} />}
    </Stack>
  );
}

function StepShown({ of: step }: { of: Step }) {
  const [open, setOpen] = useState(false);
  const detail = step.detail && Object.keys(step.detail).length > 0;
  return (
    <>
      <Text size="sm" c="dimmed">{words(step.kind)}, {words(step.state)}, {instant(step.started_at)}</Text>
      {detail && <Anchor component="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide details' : 'Details'}</Anchor>}
      {open && <Record of={step.detail} />}
    </>
  );
}
