import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import { roleId } from '../seed/kantata-ids.js';
import { addDays } from '../world/days.js';
import type { PlannedEntry } from '../world/firm-types.js';
import { hrWeek } from './hr.js';
import { projectView, taskFor, type ProjectView } from './projects.js';
import { resubmitCorrected } from './rejections.js';
import { entriesOfWeek, isActive, sheetsOfWeek, submissionsOf, type Sheet } from './sheets.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

/**
 * Friday afternoon: rejected sheets are put right, everybody logs the week on the projects open to them and hands it in.
 * A second call logs what was not possible before and leaves the rest.
 */
export async function logWeek(stage: Stage, monday: string): Promise<StepResult> {
  const { firm, desks, report } = stage;
  await hrWeek(stage, monday);
  await storyTime(desks, `${addDays(monday, 4)}T17:00:00.000Z`);
  const resubmitted = await resubmitCorrected(stage, monday);
  const view = await projectView(firm, desks);
  const { sheets, closed } = sheetsOfWeek(firm, view, monday);
  const submissions = await submissionsOf(desks, monday);
  const latest = (sheet: Sheet): BookRow | undefined => submissions.get(`${sheet.user_id} ${sheet.workspace_id}`)?.at(-1);
  // A sheet sent back waits for its correction; one handed in is done.
  const todo = sheets.filter((sheet) => !isActive(latest(sheet)) && latest(sheet)?.status !== 'rejected');
  report('log', sheets.length - todo.length, sheets.length);
  const there = new Set((await entriesOfWeek(desks, monday)).map((row) => `${row.user_id} ${row.workspace_id} ${row.date_performed}`));
  const entries = todo.flatMap((sheet) => sheet.entries.filter((entry) => !there.has(`${sheet.user_id} ${sheet.workspace_id} ${entry.date}`)).flatMap((entry) => timeEntry(stage, view, sheet, entry)));
  const logged = await desks.kantata.act<Outcomes>('log_time', { entries });
  const handedIn = await desks.kantata.act<Outcomes>('submit_timesheet', { sheets: todo.map((sheet) => ({ user_id: sheet.user_id, workspace_id: sheet.workspace_id, week: monday })) });
  report('log', sheets.length - handedIn.refused, sheets.length);
  return {
    done: sheets.length - handedIn.refused, total: sheets.length,
    details: { entries: logged.done, submitted: handedIn.done, resubmitted, not_open: closed, refused: { ...refusals(logged), ...refusals(handedIn) } },
  };
}

/** One line of time as the person keys it in; nothing when the project has no task to log on. */
function timeEntry({ firm }: Stage, view: ProjectView, sheet: Sheet, entry: PlannedEntry): Record<string, unknown>[] {
  const story = taskFor(view.stories.get(sheet.workspace_id), entry.task);
  if (!story) return [];
  const mistake = firm.incidents.misreports.find((one) => one.worker === sheet.worker && one.target === sheet.target && one.date === entry.date);
  return [{
    workspace_id: sheet.workspace_id, user_id: sheet.user_id, story_id: story.id, role_id: roleId(firm, entry.role), date_performed: entry.date,
    time_in_minutes: mistake ? mistake.minutes : entry.minutes, billable: entry.billable && story.billable !== false, notes: entry.note,
  }];
}
