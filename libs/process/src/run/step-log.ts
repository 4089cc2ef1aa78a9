import type pg from 'pg';
import { patiently } from '../engine/patience.js';

/** Kinds of steps as the run view shows them. */
export type StepKind = 'transaction' | 'effect' | 'read' | 'sleep' | 'exception';
export type StepState = 'running' | 'waiting' | 'done' | 'refused' | 'failed';

export interface StepRow {
  run_id: string;
  n: number;
  name: string;
  kind: StepKind;
  state: StepState;
  detail?: Record<string, unknown>;
  started: Date;
}

/** Shows a step in the run view. Later rows of the same step replace its state and add to its detail; its start stays. */
export async function showStep(pool: pg.Pool, s: StepRow): Promise<void> {
  await patiently(() =>
    pool.query({
      name: 'show-step',
      text: `insert into process_step as p (run_id, n, name, kind, state, detail, started_at, ended_at) values ($1,$2,$3,$4,$5,$6,$7, case when $5 in ('running', 'waiting') then null else now() end)
        on conflict (run_id, n) do update set name = excluded.name, kind = excluded.kind, state = excluded.state, detail = p.detail || excluded.detail, ended_at = excluded.ended_at`,
      values: [s.run_id, s.n, s.name, s.kind, s.state, JSON.stringify(s.detail ?? {}), s.started],
    }),
  );
}
