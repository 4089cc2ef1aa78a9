import type { EntityManager } from 'typeorm';
import type { ProjectMonthKey, WorkerDayKey } from './keys.js';

/** Worker-days and project-months that rest on the same entries. */
export interface Touched {
  days: WorkerDayKey[];
  months: ProjectMonthKey[];
}

const of = async (em: EntityManager, where: string, params: unknown[]): Promise<Touched> => {
  const rows: { worker_id: string; day: string; project_id: string; month: string }[] = await em.query(
    `select distinct worker_id, work_date as day, project_id, to_char(work_date, 'YYYY-MM') as month from time_entry e where ${where}`, params);
  return { days: rows.map(({ worker_id, day }) => ({ worker_id, day })), months: rows.map(({ project_id, month }) => ({ project_id, month })) };
};

/** What the entries of these timesheets count in, reversals and replacements included. */
export async function touchedByTimesheets(em: EntityManager, timesheetIds: string[]): Promise<Touched> {
  return of(em, 'timesheet_id = any($1::uuid[])', [timesheetIds]);
}

/** Timesheets of these entries, and of the runs (flow input) given. */
export async function timesheetsOf(em: EntityManager, entryIds: string[], runIds: string[]): Promise<string[]> {
  const rows: { id: string }[] = await em.query(
    `select timesheet_id::text as id from time_entry where id = any($1::uuid[]) union select input->>'timesheet_id' from process_run where id = any($2::text[]) and input ? 'timesheet_id'`, [entryIds, runIds]);
  return rows.map((r) => r.id);
}

/** What the time and the billing of these projects count in. */
export async function touchedByProjects(em: EntityManager, projectIds: string[]): Promise<Touched> {
  const worked = await of(em, 'project_id = any($1::uuid[])', [projectIds]);
  const billed: ProjectMonthKey[] = await em.query('select distinct project_id, period as month from billing_event where project_id = any($1::uuid[])', [projectIds]);
  return { days: worked.days, months: [...worked.months, ...billed] };
}

/** Workers booked on these projects: whether their booked hours are credited depends on the project's type. */
export async function workersBookedOn(em: EntityManager, projectIds: string[]): Promise<string[]> {
  const rows: { id: string }[] = await em.query(`select distinct data->>'worker_id' as id from canonical_record where entity = 'assignment' and data->>'project_id' = any($1::text[]) and data ? 'worker_id'`, [projectIds]);
  return rows.map((r) => r.id);
}

/** Everybody an assignment ever belonged to: moved to another person, it leaves the first one too. */
export async function workersOfAssignments(em: EntityManager, assignmentIds: string[]): Promise<string[]> {
  const rows: { id: string }[] = await em.query(`select distinct data->>'worker_id' as id from event where entity = 'assignment' and entity_id = any($1::text[]) and data ? 'worker_id'`, [assignmentIds]);
  return rows.map((r) => r.id);
}

/** Workers who have, or ever had, one of these work calendars. */
export async function workersOnCalendars(em: EntityManager, codes: string[]): Promise<string[]> {
  const rows: { id: string }[] = await em.query(
    `select id::text from canonical_record where entity = 'worker' and data->>'work_calendar_code' = any($1::text[]) union select entity_id from event where entity = 'worker' and data->>'work_calendar_code' = any($1::text[])`, [codes]);
  return rows.map((r) => r.id);
}

/** Project-months whose cost was or could be converted at one of these rates: work from the rate's day until 31 days later. */
export async function monthsOnRates(em: EntityManager, rates: { from: string; to: string; first: string; last: string }[]): Promise<ProjectMonthKey[]> {
  return em.query(
    `select distinct e.project_id, to_char(e.work_date, 'YYYY-MM') as month from jsonb_to_recordset($1::jsonb) as x("from" text, "to" text, first date, last date)
     join time_entry e on e.work_date >= x.first and e.work_date <= x.last + 31 and e.cost_currency = x."from" join canonical_record p on p.id = e.project_id and p.data->>'currency' = x."to"`, [JSON.stringify(rates)]);
}
