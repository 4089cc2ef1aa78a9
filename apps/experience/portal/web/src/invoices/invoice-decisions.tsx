import { Alert, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { ProblemAlert } from '../shown/problem-alert';
import { ReasonDialog } from '../shown/reason-dialog';
import { told } from '../shown/told';
import { type InvoiceDetail, useRelease, useReturn } from './use-invoices';

/** What can be done with a draft: release it by a person other than its preparer, or return it. A refusal is shown as it comes. */
export function InvoiceDecisions({ of: d }: { of: InvoiceDetail }) {
  const { me, may } = useSession();
  const [returning, setReturning] = useState(false);
  const release = useRelease();
  const giveUp = useReturn();
  if (d.status === 'released') return <Alert color="blue" title="Released">The document is being created in the ERP. It counts as posted when the ERP says so.</Alert>;
  if (d.status !== 'draft') return null;
  return (
    <>
      {d.prepared_by === me.sub && <Alert color="blue" title="You prepared this draft">Another person releases it.</Alert>}
      <ProblemAlert error={release.error} />
      <Group>
        {may('finance.release') && <Button loading={release.isPending} onClick={() => release.mutate(d.id, { onSuccess: () => told('Released; the ERP posts it') })}>Release</Button>}
        {(may('process.write') || may('finance.release')) && <Button variant="default" onClick={() => { giveUp.reset(); setReturning(true); }}>Return</Button>}
      </Group>
      {returning && (
        <ReasonDialog title="Return the draft" says="The draft is given up. What it carried is ready to be billed again." action="Return" pending={giveUp.isPending} error={giveUp.error} onClose={() => setReturning(false)}
          onGiven={({ reason }) => giveUp.mutate({ id: d.id, reason }, { onSuccess: () => { told('Returned'); setReturning(false); } })} />
      )}
    </>
  );
}
