import type { Misreport } from '../world/firm-types.js';
import { plannedWeek } from '../world/plan-week.js';
import { projectView } from './projects.js';
import { isActive, submissionsOf } from './sheets.js';
import type { Outcomes, Stage } from './step.js';

/** People whose sheet was sent back correct the mistaken day and hand it in again; weeks up to `until`. Answers how many did. */
export async function resubmitCorrected({ firm, desks }: Stage, until: string): Promise<number> {
  const view = await projectView(firm, desks);
  let count = 0;
  for (const mistake of firm.incidents.misreports.filter((one) => one.week <= until)) {
    const user = view.users.get(mistake.worker);
    const workspace = view.open.get(mistake.target);
    if (!user || !workspace) continue;
    const sheet = (await submissionsOf(desks, mistake.week)).get(`${user.id} ${workspace.id}`)?.at(-1);
    if (sheet?.status !== 'rejected') continue;
    const entries = await desks.kantata.rows('time_entries', { recent_submission_id: sheet.id });
    const wrong = entries.find((row) => row.date_performed === mistake.date && row.time_in_minutes === mistake.minutes);
    const minutes = rightMinutes(firm, mistake);
    const edits = wrong && minutes ? [{ entry_id: wrong.id, time_in_minutes: minutes }] : [];
    const outcome = await desks.kantata.act<Outcomes>('reopen_and_edit', { items: [{ id: sheet.id, reason: 'Corrected', edits, resubmit: true }] });
    count += outcome.done;
  }
  return count;
}

/** Sheets that hold a mistake and were never sent back: the approver's to reject. Ids of the pending submissions. */
export async function sheetsToReject({ firm, desks }: Stage, monday: string): Promise<string[]> {
  const mistakes = firm.incidents.misreports.filter((one) => one.week === monday);
  if (mistakes.length === 0) return [];
  const view = await projectView(firm, desks);
  const submissions = await submissionsOf(desks, monday);
  return mistakes.flatMap((mistake) => {
    const history = submissions.get(`${view.users.get(mistake.worker)?.id} ${view.open.get(mistake.target)?.id}`) ?? [];
    const last = history.at(-1);
    return last && isActive(last) && last.status === 'pending' && history.length === 1 ? [last.id] : [];
  });
}

function rightMinutes(firm: Stage['firm'], mistake: Misreport): number | undefined {
  return plannedWeek(firm, mistake.week).find((entry) => entry.worker === mistake.worker && entry.target === mistake.target && entry.date === mistake.date)?.minutes;
}
