import { storyTime } from '../desk.js';
import type { Correction } from '../world/firm-types.js';
import { monthEndInstant } from './months.js';
import { projectView, type ProjectView } from './projects.js';
import { approverOf } from './sheets.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

/**
 * Managers send approved sheets of a month back, hours are corrected, and the new version is approved at once.
 * Corrections already made, and those of time that was never approved, are left alone.
 */
export async function correctTime(stage: Stage, when: Correction['when'], month: string): Promise<StepResult> {
  const { firm, desks, report } = stage;
  await storyTime(desks, monthEndInstant(firm.calendar, month, when));
  const view = await projectView(firm, desks);
  const wanted = firm.incidents.corrections.filter((one) => one.when === when && one.month === month);
  report('corrections', 0, wanted.length);
  const made: Correction[] = [];
  const refused: Record<string, number> = {};
  let already = 0;
  for (const [n, correction] of wanted.entries()) {
    const found = await entryOf(stage, view, correction);
    if (found?.time_in_minutes === correction.to_minutes) already++;
    if (found?.time_in_minutes === correction.minutes && found.approved === true) {
      const by = approverOf(firm, view, correction.target);
      const outcomes = await desks.kantata.act<Outcomes>('reopen_and_edit', { ...(by ? { by } : {}), items: [{
        id: found.recent_submission_id, reason: correction.reason, edits: [{ entry_id: found.id, time_in_minutes: correction.to_minutes }], resubmit: true, approve: true,
      }] });
      Object.assign(refused, refusals(outcomes));
      if (outcomes.done) made.push(correction);
    }
    report('corrections', n + 1, wanted.length);
  }
  return { done: already + made.length, total: wanted.length, details: { corrected: made, already, refused } };
}

async function entryOf({ desks }: Stage, view: ProjectView, correction: Correction) {
  const user = view.users.get(correction.worker);
  const workspace = view.open.get(correction.target);
  if (!user || !workspace) return undefined;
  const rows = await desks.kantata.rows('time_entries', { user_id: user.id, workspace_id: workspace.id, date_performed: correction.date });
  return rows.length === 1 ? rows[0] : undefined;
}
