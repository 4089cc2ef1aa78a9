// What project managers and consultants do in the PSA.
import { roleId, userId } from './world/psa.mjs';

const HOURS_A_DAY = 8;

/** The project of a deal as the PSA shows it: workspace, first billable task; the person of the example is booked on it. */
export async function staff(desk, people, kits) {
  const [workspaces, stories] = await Promise.all(['workspaces', 'stories'].map((table) => desk.rows(table)));
  for (const k of kits) {
    const workspace = workspaces.find((w) => String(w.title).includes(`-OPP-${k.example.name} `));
    if (!workspace?.time_trackable) throw new Error(`${k.example.name}: its project is not open for time`);
    Object.assign(k, { workspace_id: workspace.id, task_ids: new Map(stories.filter((s) => s.workspace_id === workspace.id).map((s) => [String(s.title).split(' ')[0], s.id])), user_id: userId(people, k.person.number) });
  }
  await desk.act('staff', { items: kits.map((k) => ({ workspace_id: k.workspace_id, user_id: k.user_id, role_id: roleId(k.person.role_name), start_date: '2026-07-01', end_date: '2026-12-31', minutes: 60_000, hard: true })) });
}

/** Logs the hours of a month from its first Monday on, eight a day, hands them in and has them approved. `hours` by task, or of the task for delivery. */
export async function logMonth(desk, month, kits) {
  const entries = kits.flatMap((k) => {
    const hours = k.example.time?.[month];
    if (hours === undefined) return [];
    const days = workdays(month);
    return Object.entries(typeof hours === 'number' ? { DEL: hours } : hours).flatMap(([task, of]) => spread(of, days).map(([date_performed, part]) => ({
      workspace_id: k.workspace_id, user_id: k.user_id, story_id: k.task_ids.get(task), role_id: roleId(k.person.role_name), date_performed, time_in_minutes: part * 60, billable: true, notes: 'Work of the month',
    })));
  });
  if (entries.length === 0) return;
  await desk.act('log_time', { entries });
  const weeks = [...new Map(entries.map((e) => [`${e.user_id} ${monday(e.date_performed)}`, { user_id: e.user_id, workspace_id: e.workspace_id, week: monday(e.date_performed) }])).values()];
  await desk.act('submit_timesheet', { sheets: weeks });
  await desk.act('approve_timesheet', { sheets: weeks });
}

/** Days from the list taken one after the other, so that two tasks do not share a day. */
function spread(hours, days) {
  const taken = [];
  for (let left = hours; left > 0; left -= HOURS_A_DAY) {
    const day = days.shift();
    if (!day) throw new Error(`${hours} hours do not fit into the month`);
    taken.push([day, Math.min(left, HOURS_A_DAY)]);
  }
  return taken;
}

const iso = (date) => date.toISOString().slice(0, 10);
const at = (date) => new Date(`${date}T00:00:00Z`);
export const monday = (date) => iso(new Date(at(date).getTime() - ((at(date).getUTCDay() + 6) % 7) * 86_400_000));

function workdays(month) {
  const days = [];
  const first = at(`${month}-01`);
  while (first.getUTCDay() !== 1) first.setUTCDate(first.getUTCDate() + 1);
  for (const day = first; iso(day).startsWith(month); day.setUTCDate(day.getUTCDate() + 1)) if (day.getUTCDay() % 6 !== 0) days.push(iso(day));
  return days;
}

/** A milestone as the project manager plans it, for the action `add_milestones`. */
export const plan = (k, code, name, due_date, weight, fields = {}) => ({ set: { workspace_id: k.workspace_id, title: `${code} ${name}`, start_date: '2026-07-01', due_date, weight }, fields: { 'Acceptance Required': 'yes', 'Billing Trigger': 'yes', 'Revenue Trigger': 'yes', ...fields } });

/** `complete_milestones`, `accept_milestones` … of one code. */
export async function milestone(desk, k, action, code, said) {
  const row = (await desk.rows('stories', { workspace_id: k.workspace_id, story_type: 'milestone' })).find((s) => String(s.title).startsWith(`${code} `));
  return desk.act(action, { items: [{ id: row.id, ...said }] });
}

/** Books expenses, hands them in as one report and has it approved. */
export async function expenses(desk, k, title, items) {
  await desk.act('log_expenses', { expenses: items.map((e) => ({ workspace_id: k.workspace_id, user_id: k.user_id, ...e })) });
  const rows = (await desk.rows('expenses', { user_id: k.user_id, workspace_id: k.workspace_id })).filter((e) => !e.active_submission_id);
  await desk.act('submit_expenses', { reports: [{ user_id: k.user_id, workspace_id: k.workspace_id, title, line_item_ids: rows.map((e) => e.id) }] });
  const report = (await desk.rows('expense_report_submissions', { user_id: k.user_id, workspace_id: k.workspace_id, title }))[0];
  await desk.act('approve_expenses', { reports: [{ id: report.id }] });
}
