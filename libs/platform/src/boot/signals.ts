import { logger } from '../log/logger.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Stops the process in order on SIGINT, SIGTERM or SIGHUP: runs `stop` once and exits 0, or 1 if it fails. A second
 * signal exits at once. Returns a function that takes the handlers away again.
 */
export function stopOnSignals(stop: () => Promise<void>): () => void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger('boot').fatal({ err: error, signal }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
