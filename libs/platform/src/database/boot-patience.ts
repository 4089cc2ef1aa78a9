import { logger } from '../log/logger.js';
import { isConnectionError, isContention } from './database-errors.js';
import { databaseSettings } from './settings.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** How often people are told that it still waits. */
const TELL_EVERY_MS = 5_000;

/** The database did not answer for as long as it is waited for. */
export class DatabaseAbsent extends Error {
  constructor(waitedMs: number, cause: unknown) {
    super(`The database did not answer for ${Math.round(waitedMs / 1000)} s (${reasonOf(cause)}). Start it and check DATABASE_URL; DATABASE_BOOT_PATIENCE says how long a start waits.`, { cause });
    this.name = 'DatabaseAbsent';
  }
}

/**
 * Database work of a start: repeated while the database is not up yet, shuts down or starts again. `work` must be safe to repeat; other errors pass at once.
 * @throws DatabaseAbsent after `DATABASE_BOOT_PATIENCE`.
 */
export async function untilDatabaseAnswers<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let told = -Infinity;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const waited = performance.now() - began;
      if (waited + pause > databaseSettings().boot_patience) throw new DatabaseAbsent(waited, error);
      if (performance.now() - told >= TELL_EVERY_MS) {
        told = performance.now();
        logger('database').warn({ step: what, waited_s: Math.round(waited / 1000), reason: reasonOf(error) }, 'the database does not answer; the start waits for it');
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** An absence may be wrapped by who met it. */
function isPassing(error: unknown): boolean {
  for (let e = error; e !== undefined && e !== null; e = (e as { cause?: unknown }).cause) if (isConnectionError(e) || isContention(e)) return true;
  return false;
}

/** Code and words; an address that resolves to several has neither of its own. */
function reasonOf(error: unknown): string {
  const e = error as { code?: string; message?: string };
  return e.message || e.code || String(error);
}
