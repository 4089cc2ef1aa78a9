import type { Books, Row } from '../../../kernel/src/index.js';
import { addDays } from '../dates.js';

/** A worker as of a day: the row of the hire with every change that is in effect. */
export interface Worker {
  wid: string;
  worker_id: string;
  kind: 'employee' | 'contingent';
  first_name: string;
  last_name: string;
  email?: string;
  hire_date: string;
  /** Differs from `hire_date` after a rehire. */
  original_hire_date: string;
  /** Last day of employment. */
  termination_date?: string;
  position_id?: string;
  business_title?: string;
  job_profile?: string;
  location?: string;
  fte_percent?: number | string;
  scheduled_weekly_hours?: number | string;
  /** Worker number. */
  manager?: string;
  on_leave?: boolean;
  company?: string;
  cost_center?: string;
  business_unit?: string;
  region?: string;
  supervisory?: string;
  /** False from the day after the last day. */
  active: boolean;
  /** Day from which the present position data hold. */
  position_start: string;
}

/** From which day, and as known at which moment, one looks. */
export interface Viewpoint {
  asOf: string;
  /** Entries keyed in later are not seen. */
  enteredBy?: string;
}

/** Rows seeded without a moment of entry were keyed in before anything else. */
export const BEGINNING = '2020-01-01T00:00:00.000Z';
export const enteredAt = (row: Row): string => String(row.entered_at ?? BEGINNING);

/** Changes of a worker that count, in the order they take effect. */
export function eventsOf(books: Books, workerId: string, view: Viewpoint): Row[] {
  const { asOf, enteredBy } = view;
  return books.table('worker_event').by('worker_id', workerId)
    .filter((e) => String(e.effective_date) <= asOf && (!enteredBy || enteredAt(e) <= enteredBy) && !(e.rescinded_at && (!enteredBy || String(e.rescinded_at) <= enteredBy)))
    .sort((a, b) => order(a).localeCompare(order(b)));
}

const order = (e: Row) => `${String(e.effective_date)} ${enteredAt(e)} ${String(e.sequence ?? '').padStart(9, '0')}`;

/** The worker as seen from there; undefined when not hired yet or not keyed in yet. */
export function workerAsOf(books: Books, row: Row, view: Viewpoint): Worker | undefined {
  if (view.enteredBy && enteredAt(row) > view.enteredBy) return undefined;
  const state: Record<string, unknown> = { ...row, original_hire_date: row.hire_date, position_start: row.hire_date };
  // A termination seeded on the row itself takes effect on its day, as one keyed in later does.
  if (row.termination_date && String(row.termination_date) > view.asOf) delete state.termination_date;
  for (const event of eventsOf(books, String(row.worker_id), view)) {
    const changes = event.changes as Record<string, unknown>;
    Object.assign(state, changes);
    if (!('termination_date' in changes)) state.position_start = event.effective_date;
  }
  if (String(state.hire_date) > view.asOf) return undefined;
  const last = state.termination_date ? String(state.termination_date) : undefined;
  return { ...(state as unknown as Worker), wid: row.id, termination_date: last, active: last === undefined || view.asOf < addDays(last, 1) };
}

export const fullName = (worker: { first_name: string; last_name: string }) => `${worker.first_name} ${worker.last_name}`;
/** Contingent workers carry a mark after the name. */
export const descriptorOf = (worker: Worker) => `${fullName(worker)}${worker.kind === 'contingent' ? ' [C]' : ''}${worker.active ? '' : ' (Terminated)'}`;
export const idTypeOf = (worker: { kind: unknown }) => (worker.kind === 'contingent' ? 'Contingent_Worker_ID' : 'Employee_ID');
