import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { ReasonDialog } from '../shown/reason-dialog';
import { told } from '../shown/told';
import { type EffectDetail, useDecideEffect } from './use-effects';

const SAYS: { [decision: string]: { label: string; says: string } } = {
  retries: { label: 'Send again', says: 'It is sent again with the body it has. Its key stays the same, so it cannot come to stand twice.' },
  'mark-done': { label: 'Mark as done', says: 'You found the document in the vendor: the write counts as confirmed with its id.' },
  waivers: { label: 'Waive', says: 'It shall not be written. The write counts as refused and its flow goes on without it.' },
};

/** The decisions that are possible now, for whoever may take them. */
export function EffectDecisions({ of: effect }: { of: EffectDetail }) {
  const { may } = useSession();
  const [asked, setAsked] = useState<string>();
  const decide = useDecideEffect(effect);
  if (!may('operations.write')) return null;
  const known = effect.decisions.filter((d) => d in SAYS);
  const close = () => setAsked(undefined);
  return (
    <>
      {known.map((d) => <Button key={d} size="sm" variant={d === 'retries' ? 'filled' : 'default'} onClick={() => { decide.reset(); setAsked(d); }}>{SAYS[d]!.label}</Button>)}
      {asked && (
        <ReasonDialog title={SAYS[asked]!.label} says={SAYS[asked]!.says} document={asked === 'mark-done' ? 'required' : undefined} action={SAYS[asked]!.label} pending={decide.isPending} error={decide.error} onClose={close}
          onGiven={(given) => decide.mutate({ decision: asked, given }, { onSuccess: () => { told('Decided'); close(); } })} />
      )}
    </>
  );
}
