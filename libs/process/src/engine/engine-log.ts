import type { DLogger } from '@dbos-inc/dbos-sdk';
import { logger } from '#lib/platform';

/** The engine's own log, one level quieter: what is information to its authors is detail to those who run flows. */
export function engineLog(): DLogger {
  const log = logger('engine');
  return {
    debug: (entry) => log.trace(text(entry)),
    info: (entry) => log.debug(text(entry)),
    warn: (entry) => log.warn(text(entry)),
    error: (entry) => log.error(text(entry)),
  };
}

function text(entry: unknown): string {
  return entry instanceof Error ? entry.message : typeof entry === 'string' ? entry : JSON.stringify(entry);
}
