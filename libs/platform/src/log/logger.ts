import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DestinationStream, type Logger, destination, pino, stdTimeFunctions } from 'pino';
import { workContext } from '../correlation/context.js';
import { redact, redactText } from './redact.js';
import { logSettings } from './settings.js';

function stream(): DestinationStream {
  const { destination: where } = logSettings();
  if (where === 'stdout') return destination({ fd: 1, sync: true });
  if (where === 'stderr') return destination({ fd: 2, sync: true });
  mkdirSync(dirname(where), { recursive: true });
  return destination({ dest: where, append: true, sync: true });
}

/** A pino logger that writes JSON lines: redacted, with correlation id, run id and principal of the work at hand. */
export function createLogger(to: DestinationStream, level: string): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      // pino would serialize `err` before the redaction below sees it.
      serializers: { err: (e: unknown) => e },
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields as Record<string, unknown>) },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((a: unknown) => (typeof a === 'string' ? redactText(a) : a)) as Parameters<typeof method>);
        },
      },
      mixin() {
        const context = workContext();
        return context ? { correlation_id: context.correlation_id, ...(context.run_id && { run_id: context.run_id }), ...(context.principal && { principal: context.principal.sub }) } : {};
      },
    },
    to,
  );
}

let root: Logger | undefined;

/** The process's logger, made on first use from the `log` settings. */
export function rootLogger(): Logger {
  return (root ??= createLogger(stream(), logSettings().level));
}

/** A logger for one part of the program; its name is on every line. */
export function logger(part: string): Logger {
  return rootLogger().child({ part });
}

/** Replaces the process's logger (tests, or a destination of your own). */
export function useLogger(replacement: Logger | undefined): void {
  root = replacement;
}
