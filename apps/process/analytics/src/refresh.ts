import { addDays, addMonths, type CanonicalEvent, eachDay } from '#lib/canonical';
import {
  coverMonths, monthsOnRates, type ProjectMonthKey, recomputeProjectMonths, storeWorkerDays, timesheetsOf, touchedByProjects, touchedByTimesheets, type WorkerDayKey, workCalendars, workerFacts,
  workerIds, workersBookedOn, workersOfAssignments, workersOnCalendars,
} from '#lib/store';
import type { EntityManager } from 'typeorm';
import { Capacities } from './capacities.js';
import { DirtyKeys } from './dirty-keys.js';
import { workerDayFrames } from './worker-day-frames.js';

const WORKERS_AT_ONCE = 100;

/** Days to write anew by worker; `all` stands for every day of the covered months. */
type DaysByWorker = Map<string, Set<string> | 'all'>;

/** Brings the rollups in line with everything these events can have changed. Reads what is there now: order and repetition do not matter. */
export async function refreshRollups(em: EntityManager, events: readonly CanonicalEvent[]): Promise<void> {
  const dirty = DirtyKeys.of(events);
  const timesheets = [...dirty.timesheets, ...(dirty.entries.size + dirty.runs.size > 0 ? await timesheetsOf(em, [...dirty.entries], [...dirty.runs]) : [])];
  const projects = [...dirty.projects];
  const bySheets = timesheets.length > 0 ? await touchedByTimesheets(em, timesheets) : { days: [], months: [] };
  const byProjects = projects.length > 0 ? await touchedByProjects(em, projects) : { days: [], months: [] };
  const whole = new Set([
    ...dirty.workers, ...(projects.length > 0 ? await workersBookedOn(em, projects) : []), ...(dirty.assignments.size > 0 ? await workersOfAssignments(em, [...dirty.assignments]) : []),
    ...(dirty.calendars.size > 0 ? await workersOnCalendars(em, [...dirty.calendars]) : []),
  ]);
  const byRates = dirty.rates.size > 0 ? await monthsOnRates(em, [...dirty.rates.values()]) : [];

  const days: DaysByWorker = new Map();
  for (const key of [...dirty.days, ...bySheets.days, ...byProjects.days]) addDay(days, key);
  for (const worker of whole) days.set(worker, 'all');
  const { months, added } = await coverMonths(em);
  if (added.length > 0) for (const worker of await workerIds(em)) for (const day of daysOf(added)) addDay(days, { worker_id: worker, day });
  await refreshWorkerDays(em, days, months);
  await recomputeProjectMonths(em, unique([...dirty.months, ...bySheets.months, ...byProjects.months, ...byRates]));
}

/** Writes every day of every worker in the covered months anew. */
export async function refreshAllWorkerDays(em: EntityManager): Promise<void> {
  const { months } = await coverMonths(em);
  await refreshWorkerDays(em, new Map((await workerIds(em)).map((id) => [id, 'all'])), months);
}

async function refreshWorkerDays(em: EntityManager, days: DaysByWorker, months: string[]): Promise<void> {
  if (days.size === 0) return;
  const covered = new Set(months);
  const everyDay = daysOf(months);
  const capacities = new Capacities(await workCalendars(em));
  // In one order everywhere, so that two writers never wait for each other's rows.
  const workers = [...days.keys()].sort();
  for (let i = 0; i < workers.length; i += WORKERS_AT_ONCE) {
    const facts = await workerFacts(em, workers.slice(i, i + WORKERS_AT_ONCE));
    const frames = facts.flatMap((f) => {
      const wanted = days.get(f.worker_id)!;
      return workerDayFrames(f, capacities, wanted === 'all' ? everyDay : [...wanted].filter((d) => covered.has(d.slice(0, 7))).sort());
    });
    await storeWorkerDays(em, frames);
  }
}

function addDay(days: DaysByWorker, { worker_id, day }: WorkerDayKey): void {
  const known = days.get(worker_id);
  if (known === 'all') return;
  if (known) known.add(day);
  else days.set(worker_id, new Set([day]));
}

function daysOf(months: readonly string[]): string[] {
  return months.flatMap((m) => [...eachDay(`${m}-01`, addDays(addMonths(`${m}-01`, 1), -1))]);
}

function unique(keys: ProjectMonthKey[]): ProjectMonthKey[] {
  return [...new Map(keys.map((k) => [`${k.project_id} ${k.month}`, k])).values()].sort((a, b) => (`${a.project_id}${a.month}` < `${b.project_id}${b.month}` ? -1 : 1));
}
