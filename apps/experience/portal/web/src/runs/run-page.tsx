import { Button } from '@mantine/core';
import { useNavigate, useParams } from 'react-router';
import { useSession } from '../app/session';
import { PageHead } from '../shown/page-head';
import { ProblemAlert } from '../shown/problem-alert';
import { told } from '../shown/told';
import { RunTimeline } from './run-timeline';
import { useRetryRun, useRun } from './use-runs';

/** One run with its timeline; a waiting or failed one can be tried again. */
export function RunPage() {
  const id = useParams()['id']!;
  const run = useRun(id).data?.run;
  const { may, is } = useSession();
  const retry = useRetryRun();
  const go = useNavigate();
  const allowed = may('operations.write') && is('operations', 'finance') && run && ['waiting', 'failed'].includes(run.state);
  const again = () => retry.mutate(id, {
    onSuccess: (next) => {
      told('It is tried again');
      void go(`/runs/${encodeURIComponent(next)}`);
    },
  });
  return (
    <PageHead title={run?.flow ?? 'Run'} actions={allowed && <Button size="sm" loading={retry.isPending} onClick={again}>Retry</Button>}>
      <ProblemAlert error={retry.error} />
      <RunTimeline id={id} />
    </PageHead>
  );
}
