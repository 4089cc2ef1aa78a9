import { Drawer, Paper, Stack, Text } from '@mantine/core';
import { Answer } from '../shown/answer';
import { More } from '../shown/more';
import { Record } from '../shown/record';
import { type CheckView, useFound, type Which } from './use-close';

/** The records behind a check's count. */
export function FoundRecords({ which, check, onClose }: { which: Which; check: CheckView | undefined; onClose: () => void }) {
  const found = useFound(which, check?.check);
  return (
    <Drawer opened={check !== undefined} onClose={onClose} position="right" size="lg" title={check?.says} closeButtonProps={{ 'aria-label': 'Close' }}>
      {check && (
        <Stack>
          <Text size="sm">{check.fix}</Text>
          <Answer of={found}>{({ pages }) => <Stack>{pages.flatMap((page) => page.records).map((r) => <Paper key={r.id} withBorder p="sm"><Text fw={600} size="sm" className="code">{r.what}</Text><Record of={r.detail} /></Paper>)}<More of={found} /></Stack>}</Answer>
        </Stack>
      )}
    </Drawer>
  );
}
