/** Every kind of fault, with what it does to a request that it strikes. */
export const FAULT_KINDS = {
  latency: 'answer `ms` later (plus up to `jitter_ms`)',
  error: 'answer `status` in the vendor\'s shape; with `commit` the work is done all the same',
  rate_limit: 'answer 429, with Retry-After when `retry_after` (seconds) is given',
  refuse: 'close the connection before reading the request',
  down: 'reset the connection at once, as a vendor that is not there',
  reset_before: 'read the request, then reset the connection; nothing is committed',
  answer_lost: 'commit, then reset the connection without a byte',
  reset_mid: 'commit, send half of the answer, then reset the connection',
  late_commit: 'fail now (`answer`: lost, error or timeout) and do the work `delay_ms` later, if it is valid then',
  timeout: 'hold the connection for `ms`, then close it; with `commit` the work is done first',
  truncated: 'commit, then send half of the body under a Content-Length of that half',
  ok_with_error: 'answer 200 with the vendor\'s error body; nothing is committed',
  echo: 'alter `field` to `value` in what is stored (a write with a JSON body) or answered (`where`: answered)',
  stale: 'answer a read from the books as they stood when the fault was put in, for `ms` from then on: a search that lags behind',
  drift: 'change the shape of what a read answers: `add`, `remove`, `rename`, `retype`',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Which requests a fault strikes; what is absent fits all. `path` (path and query) and `body` are regular expressions. */
export interface FaultMatch {
  method?: string;
  path?: string;
  body?: string;
}

/** A fault as it is put in through the control API. */
export interface Fault {
  id: string;
  kind: FaultKind;
  match?: FaultMatch;
  /** Share of fitting requests that are struck, 0..1, drawn from a seeded stream. */
  rate?: number;
  /** How many requests are struck at most. */
  times?: number;
  /** How many fitting requests pass first. */
  skip?: number;
  status?: number;
  message?: string;
  commit?: boolean;
  ms?: number;
  jitter_ms?: number;
  retry_after?: number;
  delay_ms?: number;
  answer?: 'lost' | 'error' | 'timeout';
  field?: string;
  value?: unknown;
  where?: 'stored' | 'answered';
  /** For drift: a regular expression on the path, same as match.path. */
  table_or_path?: string;
  add?: Record<string, unknown>;
  remove?: string[];
  rename?: Record<string, string>;
  retype?: Record<string, 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object'>;
}

/** Kinds that strike before the body is read. */
export const BEFORE_BODY: ReadonlySet<FaultKind> = new Set(['refuse', 'down']);

/** What is wrong with a fault, or undefined. */
export function faultProblem(fault: Partial<Fault>): string | undefined {
  if (!fault.kind || !(fault.kind in FAULT_KINDS)) return `kind must be one of ${Object.keys(FAULT_KINDS).join(', ')}`;
  for (const name of ['path', 'body'] as const) {
    const problem = patternProblem(fault.match?.[name]);
    if (problem) return `match.${name}: ${problem}`;
  }
  const problem = patternProblem(fault.table_or_path);
  if (problem) return `table_or_path: ${problem}`;
  for (const name of ['times', 'skip', 'ms', 'delay_ms', 'rate'] as const) {
    const value = fault[name];
    if (value !== undefined && (typeof value !== 'number' || value < 0)) return `${name} must be a number, not negative`;
  }
  if (fault.kind === 'echo' && !fault.field) return 'echo needs field';
  return undefined;
}

function patternProblem(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
