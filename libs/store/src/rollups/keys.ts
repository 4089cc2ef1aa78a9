import { EVENT_CATALOG, type EventType } from '#lib/canonical';

/** Name under which the consumer that keeps the rollups has its place in the event log. */
export const ROLLUP_CONSUMER = 'analytics.rollups';

/** Families of events that can change a rollup. */
const FAMILIES = new Set(['timesheet', 'time_entry', 'labor_cost', 'billing_event', 'worker', 'capacity', 'assignment', 'project', 'reference', 'exception']);

/** Event types that can change a rollup. Freshness is measured against the same list. */
export const ROLLUP_EVENTS = (Object.keys(EVENT_CATALOG) as EventType[]).filter((type) => FAMILIES.has(type.split('.')[0]!));

/** One row of `rollup_worker_day`. */
export interface WorkerDayKey {
  worker_id: string;
  /** `YYYY-MM-DD`. */
  day: string;
}

/** The rows of `rollup_project_month` of one project and month, in every currency. */
export interface ProjectMonthKey {
  project_id: string;
  /** Month of the work, `YYYY-MM`. */
  month: string;
}
