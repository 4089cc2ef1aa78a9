import 'reflect-metadata';
import { logger, stopOnSignals } from '#lib/platform';
import { startSuite } from './suite.js';

/** Starts the suite, says where it is in one line of JSON on standard output, and stops in order on a signal or when its parent is gone. */
async function main(): Promise<void> {
  const suite = await startSuite((phase) => void (process.send?.({ phase }) ?? undefined));
  process.stdout.write(`${JSON.stringify({ ready: true, url: suite.url })}\n`);
  process.send?.({ ready: true, url: suite.url });
  stopOnSignals(() => suite.close());
  // A launcher that dies takes its suite with it.
  if (process.send) process.on('disconnect', () => void suite.close().finally(() => process.exit(0)));
}

main().catch((error: unknown) => {
  logger('boot').fatal({ err: error }, 'the suite did not start');
  process.stderr.write(`The suite did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
