import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { ReasonDialog } from '../shown/reason-dialog';
import { BulkReport } from './bulk-report';
import { type Decision, DECISION_ORDER, DECISIONS } from './decide';
import type { ExceptionFilter } from './exception-filter';
import { useBulk } from './use-bulk';
import type { ExceptionView } from './use-exceptions';

/** Decisions on those chosen, or on all that the filter finds. */
export function Bulk({ chosen, filter, onDone }: { chosen: ExceptionView[]; filter: ExceptionFilter; onDone: () => void }) {
  const { me } = useSession();
  const [asked, setAsked] = useState<{ decision: Decision; whole: boolean }>();
  const bulk = useBulk(me.sub, onDone);
  return (
    <>
      <Group gap="xs" mih={34}>
        <Text size="sm" c="dimmed">{chosen.length > 0 ? `${chosen.length} chosen:` : 'All that the filter finds:'}</Text>
        {DECISION_ORDER.map((decision) => <Button key={decision} size="compact-sm" variant="light" disabled={bulk.running} onClick={() => setAsked({ decision, whole: chosen.length === 0 })}>{DECISIONS[decision].label}</Button>)}
      </Group>
      <BulkReport of={bulk} />
      {asked && (
        <ReasonDialog title={`${DECISIONS[asked.decision].label}: ${asked.whole ? 'all that the filter finds' : `${chosen.length} chosen`}`} says={DECISIONS[asked.decision].says} optional={DECISIONS[asked.decision].optional}
          action={DECISIONS[asked.decision].label} pending={false} error={undefined} onClose={() => setAsked(undefined)}
          onGiven={(given) => {
            setAsked(undefined);
            void bulk.start(asked.decision, given, asked.whole ? filter : chosen);
          }} />
      )}
    </>
  );
}
