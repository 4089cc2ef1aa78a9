import { Badge } from '@mantine/core';
import { words } from '../format/words';

const COLORS: Record<string, string> = {
  completed: 'green', confirmed: 'green', posted: 'green', paid: 'green', resolved: 'green', closed: 'green', invoiced: 'green', done: 'green', active: 'green', green: 'green',
  open: 'orange', assigned: 'blue', waiting: 'orange', held: 'orange', uncertain: 'red', exception: 'red', failed: 'red', rejected: 'red', capped: 'orange', voided: 'red', high: 'red', red: 'red', medium: 'orange', amber: 'orange',
  running: 'blue', queued: 'blue', sent: 'blue', planned: 'blue', draft: 'blue', drafted: 'blue', ready: 'blue', released: 'blue', soft_closed: 'blue',
};

/** A state as a word with a colored dot; the word alone says it too. */
export function State({ of }: { of: string }) {
  return <Badge variant="dot" color={COLORS[of] ?? 'gray'} tt="none" fw={500} radius="sm" miw="max-content">{words(of)}</Badge>;
}
