import { exceptionRecord, envelope } from '#lib/store';
import type { EntityManager } from 'typeorm';

type Row = Record<string, unknown>;
type Source = Pick<EntityManager, 'query'>;

/** Everything there is to know about a run, in order of time. Instants are ISO 8601. */
export interface RunView {
  run: Row;
  /** Earlier and later attempts of the same run. */
  attempts: Row[];
  steps: Row[];
  effects: Row[];
  events: Row[];
  exceptions: Row[];
}

/** The timeline of a run; undefined when there is none with this id. Effects, events and exceptions are those of its run or correlation id. */
export async function runView(ds: Source, id: string): Promise<RunView | undefined> {
  const [run] = await ds.query('select * from process_run where id = $1', [id]);
  if (!run) return undefined;
  const correlation = run.correlation_id;
  const base = id.replace(/~\d+$/, '');
  const [attempts, steps, effects, events, exceptions] = await Promise.all([
    ds.query(`select id, attempt, state, started_at, ended_at from process_run where (id = $1 or retry_of is not null and id like $2) order by attempt`, [base, `${base.replace(/[\\%_]/g, '\\$&')}~%`]),
    ds.query('select n, name, kind, state, detail, started_at, ended_at from process_step where run_id = $1 order by n', [id]),
    ds.query(
      `select system, key, verb, state, attempts, lookups, receipt, problem, correlation_id, run_id, planned_at, sent_at, settled_at, next_check_at
       from effect where run_id = $1 or correlation_id = $2 order by planned_at, key limit 500`, [id, correlation]),
    ds.query('select * from event where correlation_id = $1 order by seq limit 500', [correlation]),
    ds.query('select * from exception where run_id = $1 or correlation_id = $2 order by first_seen, id limit 500', [id, correlation]),
  ]);
  return { run: plain(run), attempts: attempts.map(plain), steps: steps.map(plain), effects: effects.map(plain), events: events.map(envelope), exceptions: exceptions.map(exceptionRecord) };
}

/** Dates become ISO text, as they go over HTTP. */
export function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v instanceof Date ? v.toISOString() : v]));
}
