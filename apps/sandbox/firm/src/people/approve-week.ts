import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import { addDays } from '../world/days.js';
import { keyOf } from '../world/incidents.js';
import { grouped } from '../world/plan-week.js';
import { projectView } from './projects.js';
import { sheetsToReject } from './rejections.js';
import { approverOf } from './sheets.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

/**
 * Monday morning: managers approve what was handed in for the week and for weeks before it; a sheet with a mistake is sent
 * back once. Sheets that will be late stay where they are until `late` is said.
 */
export async function approveWeek(stage: Stage, monday: string, late: boolean): Promise<StepResult> {
  const { firm, desks, report } = stage;
  await storyTime(desks, `${addDays(monday, late ? 10 : 7)}T10:00:00.000Z`);
  const view = await projectView(firm, desks);
  const target = new Map([...view.open].map(([name, row]) => [row.id, name]));
  const worker = new Map([...view.users].map(([number, row]) => [row.id, number]));
  const reserved = new Set(firm.incidents.late.map(keyOf));
  const sheetKey = (row: BookRow): string => `${worker.get(String(row.user_id))} ${target.get(String(row.workspace_id))} ${row.start_date}`;
  const pending = (await desks.kantata.rows('timesheet_submissions', { status: 'pending' })).filter((row) => String(row.start_date) <= monday);
  const rejected = new Set((await Promise.all([...new Set(pending.map((row) => String(row.start_date)))].map((week) => sheetsToReject(stage, week)))).flat());
  const waiting = pending.filter((row) => !late && reserved.has(sheetKey(row)));
  const approvable = pending.filter((row) => !rejected.has(row.id) && !waiting.includes(row));
  report('approve', 0, pending.length);
  const refused: Record<string, number> = {};
  let approved = 0;
  for (const [by, rows] of grouped(approvable, (row) => approverOf(firm, view, target.get(String(row.workspace_id)) ?? '') ?? '')) {
    const outcomes = await desks.kantata.act<Outcomes>('approve_timesheet', { sheets: rows.map((row) => ({ id: row.id })), ...(by ? { by } : {}) });
    approved += outcomes.done;
    Object.assign(refused, refusals(outcomes));
    report('approve', approved, pending.length);
  }
  if (rejected.size) await desks.kantata.act('reject_timesheet', { sheets: [...rejected].map((id) => ({ id })), reason: 'Please check the hours of one day' });
  return { done: approved, total: pending.length, details: { approved, rejected: rejected.size, left_for_later: waiting.length, refused } };
}
