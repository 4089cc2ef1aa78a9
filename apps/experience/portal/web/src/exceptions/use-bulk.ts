import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Given } from '../shown/reason-dialog';
import { onMany, type Progress } from './bulk';
import { decide, type Decision } from './decide';
import type { ExceptionFilter } from './exception-filter';
import { type ExceptionView, readExceptions } from './use-exceptions';

/** The most that one bulk decision takes on. */
const MOST = 10_000;

/** Everything a filter finds, read to its end (or to the most that is taken on). */
async function allOf(filter: ExceptionFilter, stopped: () => boolean): Promise<ExceptionView[]> {
  const found: ExceptionView[] = [];
  let cursor: string | undefined;
  do {
    const page = await readExceptions(filter, cursor, 500);
    found.push(...page.exceptions);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && found.length < MOST && !stopped());
  return found;
}

/** A bulk decision: its progress, what failed, and a way to stop it. */
export function useBulk(me: string, onDone: () => void) {
  const queries = useQueryClient();
  const stop = useRef(false);
  const [progress, setProgress] = useState<Progress<ExceptionView>>();
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();

  const start = async (decision: Decision, given: Given, on: ExceptionView[] | ExceptionFilter) => {
    stop.current = false;
    setRunning(true);
    setError(undefined);
    setProgress(undefined);
    try {
      const items = Array.isArray(on) ? on : await allOf(on, () => stop.current);
      setProgress({ count: items.length, done: 0, failed: [] });
      await onMany(items, (item) => decide(decision, item.id, given, me, item.version), setProgress, () => stop.current);
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setRunning(false);
      await queries.invalidateQueries({ queryKey: ['exceptions'] });
      await queries.invalidateQueries({ queryKey: ['summary'] });
    }
  };
  return { start, progress, running, error, stop: () => void (stop.current = true), forget: () => setProgress(undefined) };
}
