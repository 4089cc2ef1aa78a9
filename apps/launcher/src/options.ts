/** What `npm start` was asked for. */
export interface Options {
  /** Run the demo, print the summary, stop; exit 0 only if the control totals hold. */
  exit: boolean;
  /** Forget everything of an earlier start. */
  reset: boolean;
  /** No sandbox and no demo firm: the suite alone, with the vendors that the environment names. */
  demo: boolean;
  size: 'full' | 'small';
  span: 'quarter' | 'year';
  port: number;
  sandboxPort: number;
  json: boolean;
  help: boolean;
}

export const USAGE = `npm start [-- options]

Boots an embedded PostgreSQL, the suite and the sandbox vendors, runs a consulting firm's year through them
(deals to projects, approved hours, milestones and fees to posted invoices and revenue, twelve closed months),
prints a summary and stays up.

  --exit            stop after the summary; exit status 0 only if the control totals hold
  --reset           forget everything of earlier starts first
  --span year|quarter
                    how long the story is (default year: twelve closed months; a quarter is 14 weeks, 5 for the small firm)
  --size small|full how large the demo firm is: small has 15 workers and about 22 timesheets a week, full 168 and about 230
                    (default small for a year, full for a quarter)
  --no-demo         the suite alone; point it at your vendors with the settings in docs/settings.md
  --port N          port of the suite (default 4000, or PORT)
  --sandbox-port N  first port of the sandbox vendors (default 4100)
  --json            the summary as one JSON document on standard output, progress on standard error
  --help            this text
`;

export class UsageError extends Error {}

/** Reads the command line. @throws UsageError naming the option and what is allowed. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const options: Options = { exit: false, reset: false, demo: true, size: 'small', span: 'year', port: number(env['PORT'] ?? '4000', 'PORT'), sandboxPort: 4100, json: false, help: false };
  let sized = false;
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i]!.split('=', 2) as [string, string | undefined];
    const value = (): string => {
      const given = inline ?? args[++i];
      if (given === undefined) throw new UsageError(`${name} needs a value`);
      return given;
    };
    switch (name) {
      case '--exit': options.exit = true; break;
      case '--reset': options.reset = true; break;
      case '--no-demo': options.demo = false; break;
      case '--json': options.json = true; break;
      case '--help': case '-h': options.help = true; break;
      case '--port': options.port = number(value(), name); break;
      case '--sandbox-port': options.sandboxPort = number(value(), name); break;
      case '--size': {
        const size = value();
        if (size !== 'full' && size !== 'small') throw new UsageError(`--size is full or small, not ${JSON.stringify(size)}`);
        options.size = size;
        sized = true;
        break;
      }
      case '--span': {
        const span = value();
        if (span !== 'quarter' && span !== 'year') throw new UsageError(`--span is quarter or year, not ${JSON.stringify(span)}`);
        options.span = span;
        break;
      }
      default: throw new UsageError(`${name} is not an option of npm start`);
    }
  }
  // A year of the full firm is ten times the work: it is told to those who ask for it.
  if (!sized && options.span === 'quarter') options.size = 'full';
  if (options.exit && !options.demo) throw new UsageError('--exit needs the demo: leave out --no-demo');
  return options;
}

function number(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1024 || n > 65_000) throw new UsageError(`${name} is a port between 1024 and 65000, not ${JSON.stringify(text)}`);
  return n;
}
