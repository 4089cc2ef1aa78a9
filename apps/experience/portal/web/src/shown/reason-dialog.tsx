import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ProblemAlert } from './problem-alert';

/** What a person gave in the dialog. */
export interface Given {
  reason: string;
  source_id?: string;
}

interface Asked {
  title: string;
  /** What will come of it. */
  says: ReactNode;
  /** Ask for the id of the document in the vendor too. */
  document?: 'asked' | 'required';
  /** A reason may be left out. */
  optional?: boolean;
  action: string;
  pending: boolean;
  error: unknown;
  onGiven: (given: Given) => void;
  onClose: () => void;
}

/** Asks why before a decision is taken; the reason goes to the audit. A refusal is shown where the decision was asked for. */
export function ReasonDialog({ title, says, document, optional = false, action, pending, error, onGiven, onClose }: Asked) {
  const [reason, setReason] = useState('');
  const [source, setSource] = useState('');
  const given = (event: FormEvent) => {
    event.preventDefault();
    onGiven({ reason: reason.trim(), ...(source.trim() ? { source_id: source.trim() } : {}) });
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={given}>
        <Stack>
          <Text size="sm">{says}</Text>
          {document && <TextInput label="Id of the document in the vendor" required={document === 'required'} value={source} onChange={(e) => setSource(e.currentTarget.value)} />}
          <Textarea data-autofocus label="Reason" required={!optional} minLength={3} maxLength={500} autosize minRows={2} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
          <ProblemAlert error={error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>Cancel</Button><Button type="submit" loading={pending}>{action}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
