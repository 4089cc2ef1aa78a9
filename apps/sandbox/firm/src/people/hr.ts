import { storyTime } from '../desk.js';
import { userFields } from '../seed/kantata.js';
import { costRateRow, joins, timeOffRow, workerFields } from '../seed/workday.js';
import { addDays, within } from '../world/days.js';
import { hoursText } from '../world/minor.js';
import { staffProjects } from './staff.js';
import type { Stage, StepResult } from './step.js';

/** What HR keys in by Friday of a week: joiners (who get an account and their projects), leavers, moves, leaves, and the illness reported that week. */
export async function hrWeek(stage: Stage, monday: string): Promise<StepResult> {
  const { firm, desks, report } = stage;
  const friday = addDays(monday, 4);
  await storyTime(desks, `${friday}T12:00:00.000Z`);
  const { workday, kantata } = desks;
  const [workers, events, absences, users] = await Promise.all([workday.rows('worker'), workday.rows('worker_event'), workday.rows('time_off_entry'), kantata.rows('users')]);
  const employed = new Set(workers.map((row) => row.worker_id));
  const known = (worker: string, type: string): boolean => events.some((row) => row.worker_id === worker && row.type === type);

  const joiners = firm.workers.filter((worker) => joins(firm, worker) && worker.hired <= friday && !employed.has(worker.number));
  if (joiners.length) await workday.act('hire', { items: joiners.map((worker) => workerFields(firm, worker)) });
  const joined = new Set(firm.workers.filter((worker) => joins(firm, worker) && worker.hired <= friday).map((worker) => worker.number));
  await workday.addMissing('cost_rate', firm.cost_rates.filter((rate) => joined.has(rate.worker)).map(costRateRow));
  await workday.addMissing('time_off_entry', firm.time_off.filter((day) => joined.has(day.worker) && day.kind !== 'Sick').map((day) => timeOffRow({ ...day, updated: `${friday}T12:00:00.000Z` })));
  const addresses = new Set(users.map((row) => row.email_address));
  const accounts = firm.workers.filter((worker) => joined.has(worker.number) && !addresses.has(worker.time_email ?? worker.email));
  if (accounts.length) await kantata.act('add_users', { items: accounts.map((worker) => userFields(firm, worker)) });

  const leavers = firm.workers.filter((worker) => worker.terminated && worker.terminated <= friday && !events.some((row) => row.worker_id === worker.number && 'termination_date' in (row.changes as object)));
  if (leavers.length) await workday.act('terminate', { items: leavers.map((worker) => ({ worker_id: worker.number, termination_date: worker.terminated })) });
  const moves = firm.moves.filter((move) => move.date <= friday && !known(move.worker, 'Change Organization Assignments for Worker'));
  if (moves.length) await workday.act('change_org', { items: moves.map((move) => ({ worker_id: move.worker, effective_date: move.date, business_unit: move.practice, cost_center: move.cost_center })) });
  const leaves = firm.workers.filter((worker) => worker.on_leave_from && worker.on_leave_from <= friday && !known(worker.number, 'Request Leave of Absence'));
  if (leaves.length) await workday.act('start_leave', { items: leaves.map((worker) => ({ worker_id: worker.number, effective_date: worker.on_leave_from })) });

  const reported = new Set(absences.map((row) => `${row.worker_id} ${row.time_off_date}`));
  const sick = firm.time_off.filter((day) => day.kind === 'Sick' && within(day.date, firm.calendar.first_day, addDays(monday, 6)) && !reported.has(`${day.worker} ${day.date}`));
  if (sick.length) {
    await workday.act('request_time_off', { items: sick.map((day) => ({ worker_id: day.worker, date: day.date, hours: Number(hoursText(day.minutes)), kind: 'Sick' })) });
    await workday.act('approve_time_off', { items: sick.map((day) => ({ worker_id: day.worker, date: day.date })) });
  }
  const staffed = (await staffProjects(stage)).details.staffed_now as number;
  const total = staffed + joiners.length + leavers.length + moves.length + leaves.length + sick.length;
  report('hr', total, total);
  return { done: total, total, details: { joiners: joiners.length, leavers: leavers.length, moves: moves.length, leaves: leaves.length, sick_days: sick.length, staffed } };
}
