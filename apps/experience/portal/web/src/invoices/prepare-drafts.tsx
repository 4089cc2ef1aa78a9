import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../shown/problem-alert';
import { told } from '../shown/told';
import { useBillingRun } from './use-invoices';

/** Starts a billing run: everything that is ready up to the end of a month becomes drafts. */
export function PrepareDrafts({ months }: { months: string[] }) {
  const [key, setKey] = useState<string>();
  const [period, setPeriod] = useState<string | null>(null);
  const run = useBillingRun();
  const chosen = period ?? months[0] ?? null;
  const start = () => run.mutate({ key: key!, period: chosen! }, {
    onSuccess: () => {
      told('Drafts are being prepared; they appear under To release');
      setKey(undefined);
    },
  });
  return (
    <>
      <Button size="sm" onClick={() => { run.reset(); setKey(`portal-${crypto.randomUUID()}`); }}>Prepare drafts</Button>
      <Modal opened={key !== undefined} onClose={() => setKey(undefined)} title="Prepare drafts" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text size="sm">Everything that is ready up to the end of the month becomes drafts, one durable run per contract. Another person releases them.</Text>
          <Select label="Month" data={months} value={chosen} onChange={setPeriod} allowDeselect={false} />
          <ProblemAlert error={run.error} />
          <Group justify="flex-end"><Button variant="default" onClick={() => setKey(undefined)}>Cancel</Button><Button disabled={!chosen} loading={run.isPending} onClick={start}>Prepare</Button></Group>
        </Stack>
      </Modal>
    </>
  );
}
