import type { BookRow } from '../desk.js';
import { storyTime } from '../desk.js';
import { addDays } from '../world/days.js';
import { plannedExpenses, type PlannedExpense, type PlannedReport } from '../world/plan-expenses.js';
import { projectView, type ProjectView } from './projects.js';
import { approverOf } from './sheets.js';
import { signedTerms } from './signed-terms.js';
import { refusals, type Outcomes, type Stage, type StepResult } from './step.js';

export const EXPENSE_WORK = ['log', 'approve', 'both', 'correct'] as const;
export type ExpenseWork = (typeof EXPENSE_WORK)[number];

/** A report with where it goes. */
interface Place extends PlannedReport { user_id: string; workspace_id: string }

/**
 * People book what they spent in a month on projects whose contract passes expenses on, hand it in, and managers approve it; `correct` sends back approved
 * reports with a mistake, puts it right and approves them anew. What is done already is left alone.
 */
export async function workOnExpenses(stage: Stage, month: string, what: ExpenseWork): Promise<StepResult> {
  const { firm, desks, report } = stage;
  const view = await projectView(firm, desks);
  const all = plannedExpenses(firm, await signedTerms(desks), month);
  const places = all.flatMap((one) => placeOf(view, one));
  report('expenses', 0, places.length);
  const details: Record<string, unknown> = { reports: all.length, not_open: [...new Set(all.filter((one) => !places.some((place) => place.worker === one.worker && place.target === one.target)).map((one) => one.target))] };
  let done = 0;
  if (what === 'log' || what === 'both') ({ done, details: details.log } = await handIn(stage, places));
  if (what === 'approve' || what === 'both') ({ done, details: details.approve } = await approve(stage, view, places));
  if (what === 'correct') ({ done, details: details.correct } = await correct(stage, view, places));
  report('expenses', done, places.length);
  return { done, total: what === 'correct' ? places.filter((one) => one.expenses.some((expense) => expense.to_minor)).length : places.length, details };
}

interface Part { done: number; details: Record<string, unknown> }

async function handIn(stage: Stage, places: Place[]): Promise<Part> {
  const { desks } = stage;
  const refused: Record<string, number> = {};
  let [done, booked] = [0, 0];
  for (const place of places) {
    await storyTime(desks, `${place.handed_in}T16:00:00.000Z`);
    if (await reportOf(stage, place)) {
      done++;
      continue;
    }
    const there = new Set((await expensesOf(stage, place)).map(keyOf));
    const missing = place.expenses.filter((expense) => !there.has(`${expense.date} ${notesOf(expense)}`));
    const logged = await desks.kantata.act<Outcomes>('log_expenses', { expenses: missing.map((expense) => attributes(place, expense)) });
    const ids = (await expensesOf(stage, place)).filter((row) => !row.active_submission_id).map((row) => row.id);
    const outcomes = await desks.kantata.act<Outcomes>('submit_expenses', { reports: [{ user_id: place.user_id, workspace_id: place.workspace_id, title: place.title, line_item_ids: ids }] });
    Object.assign(refused, refusals(logged), refusals(outcomes));
    booked += logged.done;
    done += outcomes.done;
  }
  return { done, details: { expenses: booked, reports: done, troubles: places.flatMap((place) => place.expenses.flatMap((expense) => (expense.trouble ? [{ worker: place.worker, target: place.target, date: expense.date, trouble: expense.trouble }] : []))), refused } };
}

async function approve(stage: Stage, view: ProjectView, places: Place[]): Promise<Part> {
  const { firm, desks } = stage;
  const refused: Record<string, number> = {};
  let done = 0;
  for (const place of places) {
    const report = await reportOf(stage, place);
    if (report?.status === 'approved') done++;
    if (report?.status !== 'pending') continue;
    await storyTime(desks, `${addDays(place.handed_in, 4)}T10:00:00.000Z`);
    const by = approverOf(firm, view, place.target);
    const outcomes = await desks.kantata.act<Outcomes>('approve_expenses', { reports: [{ id: report.id }], ...(by ? { by } : {}) });
    Object.assign(refused, refusals(outcomes));
    done += outcomes.done;
  }
  return { done, details: { approved: done, refused } };
}

async function correct(stage: Stage, view: ProjectView, places: Place[]): Promise<Part> {
  const { firm, desks } = stage;
  const refused: Record<string, number> = {};
  let done = 0;
  for (const place of places.filter((one) => one.expenses.some((expense) => expense.to_minor))) {
    const report = await reportOf(stage, place);
    const rows = await expensesOf(stage, place);
    const wrong = place.expenses.flatMap((expense) => {
      const row = expense.to_minor === undefined ? undefined : rows.find((one) => keyOf(one) === `${expense.date} ${notesOf(expense)}` && one.amount_in_cents !== expense.to_minor);
      return row ? [{ expense_id: row.id, amount_in_cents: expense.to_minor }] : [];
    });
    if (report?.status !== 'approved' || wrong.length === 0) {
      done += report?.status === 'approved' ? 1 : 0;
      continue;
    }
    await storyTime(desks, `${addDays(place.handed_in, 10)}T11:00:00.000Z`);
    const by = approverOf(firm, view, place.target);
    const outcomes = await desks.kantata.act<Outcomes>('reopen_expenses', { items: [{ id: report.id, reason: 'Part of it was private', edits: wrong, approve: true }], ...(by ? { by } : {}) });
    Object.assign(refused, refusals(outcomes));
    done += outcomes.done;
  }
  return { done, details: { corrected: done, refused } };
}

function placeOf(view: ProjectView, one: PlannedReport): Place[] {
  const [user, workspace] = [view.users.get(one.worker), view.open.get(one.target)];
  return user && workspace && view.places.has(`${workspace.id} ${user.id}`) ? [{ ...one, user_id: user.id, workspace_id: workspace.id }] : [];
}

/** The report of that month, the one handed in last. */
async function reportOf({ desks }: Stage, place: Place): Promise<BookRow | undefined> {
  const rows = await desks.kantata.rows('expense_report_submissions', { user_id: place.user_id, workspace_id: place.workspace_id, title: place.title });
  return rows.sort((a, b) => Number(a.id) - Number(b.id)).at(-1);
}

async function expensesOf({ desks }: Stage, place: Place): Promise<BookRow[]> {
  const planned = new Set(place.expenses.map((expense) => `${expense.date} ${notesOf(expense)}`));
  return (await desks.kantata.rows('expenses', { user_id: place.user_id, workspace_id: place.workspace_id })).filter((row) => planned.has(keyOf(row)));
}

const keyOf = (row: BookRow): string => `${row.date} ${row.notes}`;

/** What the product has no fields for stands in brackets at the end. The firm gets all of the tax back. */
function notesOf({ note, tax, limit, quantity, unit_price: price }: PlannedExpense): string {
  const facts = [tax && `tax ${tax}; recoverable ${tax}`, limit && `limit ${limit}`, quantity && `quantity ${quantity}`, price && `unit price ${price}`].filter(Boolean);
  return facts.length > 0 ? `${note} [${facts.join('; ')}]` : note;
}

function attributes(place: Place, expense: PlannedExpense): Record<string, unknown> {
  return {
    workspace_id: place.workspace_id, user_id: place.user_id, date: expense.date, category: expense.category, billable: expense.billable, reimbursable: expense.reimbursable, notes: notesOf(expense),
    ...(expense.minor === undefined ? { foreign_exchange_amount: { source_value: expense.amount, source_currency: expense.currency } } : { amount_in_cents: expense.minor }),
    ...(expense.receipt ? { receipt: expense.receipt } : {}), ...(expense.merchant ? { vendor: expense.merchant } : {}),
  };
}
