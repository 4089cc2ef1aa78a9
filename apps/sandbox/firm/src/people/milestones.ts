import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import { lastOfMonth } from '../world/days.js';
import { plannedMilestones, type MilestoneAct, type PlannedMilestone } from '../world/plan-milestones.js';
import { projectView } from './projects.js';
import { signedTerms } from './signed-terms.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

/** What the screen shows of a milestone. */
interface Shown { row: BookRow; fields: Map<string, unknown> }

const ACTIONS = { complete: 'complete_milestones', accept: 'accept_milestones', reject: 'reject_milestones', reopen: 'reopen_milestones', reschedule: 'reschedule_milestones' } as const;

/**
 * Project managers plan the milestones of signed contracts, finish them, move their dates, and clients accept them or not: everything that is due by the
 * end of the month, or by `until`. What is done already is left alone; deals without such contracts are not looked at.
 */
export async function workOnMilestones(stage: Stage, month: string, until = lastOfMonth(month)): Promise<StepResult> {
  const { firm, desks, report } = stage;
  const all = plannedMilestones(firm, await signedTerms(desks));
  const open = (await projectView(firm, desks)).open;
  const due = all.filter((one) => open.has(one.target)).flatMap((one) => one.acts.filter((act) => act.date <= until).map((act) => ({ one, act })));
  due.sort((a, b) => (a.act.date < b.act.date ? -1 : a.act.date > b.act.date ? 1 : 0));
  let done = 0;
  const refused: Record<string, number> = {};
  const acted: { contract: string; code: string; do: string; date: string; trouble: string | null }[] = [];
  for (const { one, act } of due) {
    const shown = await milestoneOf(stage, one, open.get(one.target)!);
    if (shown && isDone(one, act, shown)) done++;
    else if (shown || act.do === 'plan') {
      await storyTime(desks, `${act.date}T14:00:00.000Z`);
      const outcomes = await perform(stage, one, act, shown, open.get(one.target)!);
      Object.assign(refused, refusals(outcomes));
      done += outcomes.done;
      if (outcomes.done) acted.push({ contract: one.contract, code: one.code, do: act.do, date: act.date, trouble: one.trouble });
    }
    report('milestones', done, due.length);
  }
  return { done, total: due.length, details: { milestones: all.length, acted, not_open: [...new Set(all.filter((one) => !open.has(one.target)).map((one) => one.target))], refused } };
}

async function milestoneOf({ desks }: Stage, one: PlannedMilestone, workspace: BookRow): Promise<Shown | undefined> {
  const row = (await desks.kantata.rows('stories', { workspace_id: workspace.id, story_type: 'milestone' })).find((story) => !story.deleted_at && String(story.title).split(' ')[0] === one.code);
  if (!row) return undefined;
  const [names, values] = await Promise.all([desks.kantata.rows('custom_fields', { subject_type: 'Story' }), desks.kantata.rows('custom_field_values', { subject_id: row.id })]);
  const nameOf = new Map(names.map((field) => [field.id, String(field.name)]));
  return { row, fields: new Map(values.filter((value) => value.subject_type === 'Story').map((value) => [nameOf.get(String(value.custom_field_id))!, value.value])) };
}

/** Whether a milestone stands where an act would bring it, or beyond. */
function isDone(one: PlannedMilestone, act: MilestoneAct, { row, fields }: Shown): boolean {
  if (act.do === 'reschedule') return String(row.due_date) >= act.to;
  const steps = one.acts.filter((other) => other.do !== 'reschedule');
  return stepsDone(steps, row, fields) > steps.indexOf(act);
}

/** How many of the steps a milestone has behind it. Work that was thought done twice is told apart by the day on which it was. */
function stepsDone(steps: MilestoneAct[], row: BookRow, fields: Map<string, unknown>): number {
  // A milestone that is there is planned, whatever else became of it.
  const after = (fits: (act: MilestoneAct) => boolean): number => Math.max(1, steps.findLastIndex(fits) + 1);
  if (fields.get('Acceptance') === 'accepted') return after((act) => act.do === 'accept');
  if (fields.get('Acceptance') === 'rejected') return after((act) => act.do === 'reject');
  if (row.state === 'completed') return after((act) => act.do === 'complete' && act.date === fields.get('Completed On'));
  return row.state === 'started' ? after((act) => act.do === 'reopen') : 1;
}

function perform({ desks }: Stage, one: PlannedMilestone, act: MilestoneAct, shown: Shown | undefined, workspace: BookRow): Promise<Outcomes> {
  if (act.do === 'plan') {
    const decimals = one.currency === 'JPY' ? 0 : 2;
    return desks.kantata.act<Outcomes>('add_milestones', { items: [{
      set: { workspace_id: workspace.id, title: `${one.code} ${one.name}`, start_date: act.date, due_date: one.planned, weight: one.weight },
      fields: {
        'Contract Line': one.line, 'Acceptance Required': one.acceptance_required ? 'yes' : 'no', 'Billing Trigger': 'yes', 'Revenue Trigger': one.earns ? 'yes' : 'no', ...(one.task_codes.length > 0 ? { 'Covered Tasks': one.task_codes.join(';') } : {}),
        ...(one.amount ? { 'Milestone Amount': [Math.round(Number(one.amount) * 10 ** decimals), one.currency] } : {}),
      },
    }] });
  }
  const said = { date: act.date, ...(act.do === 'reschedule' ? { due_date: act.to } : {}), ...(act.do === 'accept' ? { evidence: act.evidence } : {}) };
  return desks.kantata.act<Outcomes>(ACTIONS[act.do], { items: [{ id: shown!.row.id, ...said }] });
}
