import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../app/session';
import { type Given, ReasonDialog } from '../shown/reason-dialog';
import { told } from '../shown/told';
import { decide, type Decision, DECISION_ORDER, DECISIONS } from './decide';
import type { ExceptionDetail } from './use-exceptions';

/** The decisions that are possible now, for whoever may take them. Each is taken on the version that is shown. */
export function Decisions({ of: exception }: { of: ExceptionDetail }) {
  const { me, may } = useSession();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Decision>();
  const take = useMutation({
    mutationFn: ({ decision, given }: { decision: Decision; given: Given }) => decide(decision, exception.id, given, me.sub, exception.version),
    onSuccess: (_answer, { decision }) => {
      told(DECISIONS[decision].done);
      setAsked(undefined);
    },
    onSettled: () => Promise.all(['exception', 'exceptions', 'summary', 'run'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (!may('operations.write')) return null;
  const waiting = exception.effect && ['exception', 'uncertain'].includes(exception.effect.state);
  return (
    <>
      {DECISION_ORDER.filter((d) => exception.decisions.includes(d) && !(d === 'assignments' && exception.assigned_to === me.sub)).map((d) => (
        <Button key={d} size="sm" variant={d === 'retries' ? 'filled' : 'default'} onClick={() => { take.reset(); setAsked(d); }}>{DECISIONS[d].label}</Button>
      ))}
      {asked && (
        <ReasonDialog title={DECISIONS[asked].label} says={DECISIONS[asked].says} optional={DECISIONS[asked].optional} document={asked === 'mark-done' ? (waiting ? 'required' : 'asked') : undefined}
          action={DECISIONS[asked].label} pending={take.isPending} error={take.error} onGiven={(given) => take.mutate({ decision: asked, given })} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}
