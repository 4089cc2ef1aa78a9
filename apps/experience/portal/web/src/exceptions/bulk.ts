import { ProblemError } from '../api/problem';

/** Something a decision is taken on, and what of it failed. */
export interface Failed<T> {
  item: T;
  error: unknown;
}

/** How far a bulk decision is. */
export interface Progress<T> {
  count: number;
  done: number;
  failed: Failed<T>[];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Takes a decision on many, a few at a time. One that fails is kept with its problem and the others go on; where the server asks to
 * wait (429, 503) it is waited for and the same one sent again, five times at most. Ends early when `stopped` says so.
 */
export async function onMany<T>(items: readonly T[], work: (item: T) => Promise<unknown>, told: (progress: Progress<T>) => void, stopped: () => boolean = () => false, atOnce = 4): Promise<Progress<T>> {
  const progress: Progress<T> = { count: items.length, done: 0, failed: [] };
  const left = [...items];
  const one = async (item: T, attempt = 1): Promise<void> => {
    try {
      await work(item);
      progress.done += 1;
    } catch (error) {
      const wait = error instanceof ProblemError && (error.status === 429 || error.status === 503) ? (error.problem.retry_after_s ?? 1) : undefined;
      if (wait !== undefined && attempt < 5 && !stopped()) {
        await pause(wait * 1000);
        return one(item, attempt + 1);
      }
      progress.failed.push({ item, error });
    }
    told({ ...progress, failed: [...progress.failed] });
  };
  const lane = async () => {
    for (let item = left.shift(); item !== undefined && !stopped(); item = left.shift()) await one(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return progress;
}
