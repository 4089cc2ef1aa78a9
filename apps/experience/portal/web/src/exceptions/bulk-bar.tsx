import { Button, Checkbox, Group, Text } from '@mantine/core';
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
  const [whole, setWhole] = useState(false);
  const bulk = useBulk(me.sub, () => {
    setWhole(false);
    onDone();
  });
  const none = chosen.length === 0 && !whole;
  return (
    <>
      <Group gap="xs" mih={34}>
        <Checkbox size="xs" label="All that the filter finds" checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />
        <Text size="sm" c="dimmed" aria-live="polite">{whole ? 'also what is not shown yet' : `${chosen.length} chosen`}</Text>
        {DECISION_ORDER.map((decision) => <Button key={decision} size="compact-sm" variant="light" disabled={bulk.running || none} onClick={() => setAsked({ decision, whole })}>{DECISIONS[decision].label}</Button>)}
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
