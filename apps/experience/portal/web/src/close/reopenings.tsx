import { Alert, Button, Group, Text } from '@mantine/core';
import { useSession } from '../app/session';
import { words } from '../format/words';
import type { CloseView, useMove } from './use-close';

/** Reopenings that wait for a second person. */
export function Reopenings({ of: { reopenings }, move }: { of: CloseView; move: ReturnType<typeof useMove> }) {
  const { may } = useSession();
  return reopenings.map((r) => (
    <Alert key={r.id} color="blue" title={`${r.requested_by} asks to reopen ${words(r.subledger)} until ${r.expires_on}`}>
      <Group justify="space-between"><Text size="sm">{r.reason}</Text>{may('finance.release') && <Button size="compact-sm" loading={move.isPending} onClick={() => move.mutate({ do: 'approve_reopening', id: r.id })}>Approve</Button>}</Group>
    </Alert>
  ));
}
