import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { words } from '../format/words';
import { ProblemAlert } from '../shown/problem-alert';
import { told } from '../shown/told';
import type { useMove } from './use-close';

/** Asks to open a closed subledger again until a day; another person approves it. */
export function AskToReopen({ subledger, move, onClose }: { subledger: string; move: ReturnType<typeof useMove>; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const ask = () => move.mutate({ do: 'ask_to_reopen', subledger, reason: reason.trim(), expires_on: until }, { onSuccess: () => { told('Asked for; another person approves it'); onClose(); } });
  return (
    <Modal opened onClose={onClose} title={`Reopen ${words(subledger)}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(event) => { event.preventDefault(); ask(); }}>
        <Stack>
          <Text size="sm">Another person approves it. It closes by itself after the last day.</Text>
          <TextInput type="date" label="Last day" required value={until} onChange={(e) => setUntil(e.currentTarget.value)} />
          <Textarea label="Reason" required minLength={3} maxLength={500} autosize minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
          <ProblemAlert error={move.error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" loading={move.isPending}>Ask</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
