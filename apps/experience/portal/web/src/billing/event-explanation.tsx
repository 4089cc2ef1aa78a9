import { Button, Drawer, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { Answer } from '../shown/answer';
import { ReasonDialog } from '../shown/reason-dialog';
import { Record } from '../shown/record';
import { told } from '../shown/told';
import { type Reason, Why } from '../shown/why';
import { type BillingEvent, useEventExplanation, useWriteOff } from './use-billing-events';

/** Why a billing event is what it is. Whoever releases invoices can write off what is held or beyond a cap. */
export function EventExplanation({ of: event, onClose }: { of: BillingEvent | undefined; onClose: () => void }) {
  const { may } = useSession();
  const explanation = useEventExplanation(event?.id);
  const writeOff = useWriteOff();
  const [asking, setAsking] = useState(false);
  const held = event && ['held', 'capped', 'ready'].includes(event.status);
  return (
    <Drawer opened={event !== undefined} onClose={onClose} position="right" size="lg" title="Billing event explained" closeButtonProps={{ 'aria-label': 'Close' }}>
      {event && (
        <Answer of={explanation}>
          {({ subject, why, sources }) => (
            <Stack>
              <Text size="sm" className="code">{subject}</Text>
              <Why of={why as unknown as Reason[]} />
              {sources.length > 0 && <><Title order={3} size="h5">Records behind it</Title>{sources.map((source, index) => <Paper key={index} withBorder p="sm"><Record of={source} /></Paper>)}</>}
              {held && may('finance.release') && <Group><Button variant="default" onClick={() => { writeOff.reset(); setAsking(true); }}>Write off</Button></Group>}
            </Stack>
          )}
        </Answer>
      )}
      {asking && event && (
        <ReasonDialog title="Write off" says="The value is given up: it will never be on an invoice." action="Write off" pending={writeOff.isPending} error={writeOff.error} onClose={() => setAsking(false)}
          onGiven={({ reason }) => writeOff.mutate({ id: event.id, reason }, { onSuccess: () => { told('Written off'); setAsking(false); onClose(); } })} />
      )}
    </Drawer>
  );
}
