/** Members of the timeline of a run, as the process layer answers them. Its OpenAPI document says only that they are objects. */
export interface Run {
  id: string;
  flow: string;
  business_key: string;
  correlation_id: string;
  state: string;
  attempt: number;
  retry_of: string | null;
  error: { message?: string; code?: string; step?: string } | null;
  result?: unknown;
  input?: unknown;
  started_at: string;
  ended_at: string | null;
}

export interface Step {
  n: number;
  name: string;
  kind: string;
  state: string;
  detail: { [name: string]: unknown } | null;
  started_at: string;
  ended_at: string | null;
}

export interface RunEffect {
  system: string;
  key: string;
  verb: string;
  state: string;
  attempts: number;
  run_id: string | null;
  receipt: { source_id?: string; number?: string } | null;
  planned_at: string;
}

/** An event envelope (CloudEvents with the gateway's extensions). */
export interface RunEvent {
  id: string;
  type: string;
  subject: string;
  time: string;
}

export interface RunException {
  id: string;
  code: string;
  message: string;
  status: string;
  first_seen: string;
}

export interface Timeline {
  run: Run;
  attempts: Pick<Run, 'id' | 'attempt' | 'state' | 'started_at' | 'ended_at'>[];
  steps: Step[];
  effects: RunEffect[];
  events: RunEvent[];
  exceptions: RunException[];
}

export const RUN_STATES = ['running', 'queued', 'waiting', 'failed', 'completed', 'retried'] as const;
const UNDER_WAY: readonly string[] = ['queued', 'running'];

/** True while more will come of it by itself. */
export function isUnderWay(state: string | undefined): boolean {
  return state !== undefined && UNDER_WAY.includes(state);
}
