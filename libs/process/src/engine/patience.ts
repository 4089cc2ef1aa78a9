import { isConnectionError, isContention } from '#lib/platform';
import { backoff, pause } from './pause.js';

/** Repeats database work until the database is there for it. `work` must be safe to repeat. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const wait = backoff(50, 2, 5_000);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) && !isContention(error)) throw error;
      await pause(wait());
    }
  }
}
