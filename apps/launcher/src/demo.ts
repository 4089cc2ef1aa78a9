import { addMonths, monthOf } from '#lib/canonical';
import { bill, release } from './bill.js';
import { closeBooks } from './close.js';
import { estimate, meter, releaseRetentions } from './facts.js';
import { firm } from './firm.js';
import type { People } from './people.js';
import type { Progress } from './progress.js';
import { recognize } from './recognize.js';
import { retry } from './retry.js';
import { settle } from './settle.js';
import type { DoneSteps } from './steps.js';

interface PlanMonth { month: string; last_week: string; closes: boolean; /** Deals are sold at its beginning. */ sells: boolean; /** What is put right at its end. */ fixes: string[] }

interface Plan {
  weeks: string[];
  months: PlanMonth[];
}

export interface DemoParts {
  firm: string;
  people: People;
  progress: Progress;
  done: DoneSteps;
  size: 'full' | 'small';
  /** Default: a quarter. */
  span?: 'quarter' | 'year';
  seed: number;
}

type Step = (name: string, title: string, act: () => Promise<string>) => Promise<void>;

/**
 * The story of the firm, told by its people: sales moves deals, project managers staff, consultants log time, managers approve,
 * Fiona prepares invoices, revenue and closes, Frank releases and approves them, the ERP's accountant closes the month. Throughline does the rest.
 */
export async function runDemo(d: DemoParts): Promise<void> {
  const step: Step = async (name, title, act) => {
    if (d.done.has(name)) return;
    d.progress.phase(title);
    const result = await act();
    d.done.add(name);
    d.progress.done(result);
  };
  const through = async (note: string) => settle(d.people, d.progress, note);

  await step('seed', 'The firm opens its four systems', async () => {
    const r = await firm(d, '/firm/seed', { size: d.size, seed: d.seed, span: d.span ?? 'quarter' });
    return `${r.done} records`;
  });
  await step('masters', 'Throughline reads the master data', async () => {
    await through('reading');
    return 'caught up';
  });
  const plan = await firm<Plan>(d, '/firm/plan');
  for (const phase of ['commit', 'slip', 'win'] as const) {
    const title = { commit: 'Sales commits deals: shells and tentative demand', slip: 'Some deals slip or are lost: demand is withdrawn', win: 'Sales wins deals: projects are set up' }[phase];
    await step(`sales.${phase}`, title, async () => {
      const r = await firm(d, '/firm/sales', { phase });
      const status = await through(phase);
      return `${r.done} deals, projects ${text(status.projects)}`;
    });
  }
  await step('sales.fix', 'Sales puts right what was forgotten; Olga retries', () => putRight(d));
  await step('staff', 'Project managers staff the projects that are open', () => staff(d));
  let told = 0;
  for (const month of plan.months) {
    const until = plan.weeks.indexOf(month.last_week);
    await monthOfWork(d, step, month, plan.weeks.slice(told, until + 1));
    told = Math.max(told, until + 1);
    await monthEnd(d, step, month);
  }
  const last = plan.months.at(-1)!;
  const rest = last.closes ? monthOf(addMonths(`${last.month}-01`, 1)) : last.month;
  await step('billing.rest', 'Fiona prepares what is left: credit memos, rebills, late work', () => bill(d, rest, 'rest'));
  await step('release.rest', 'Frank releases it; the ERP posts', () => release(d));
}

/** What happens in a month: deals are sold where its beginning is not the story's, time is worked, milestones are reached, money is spent. */
async function monthOfWork(d: DemoParts, step: Step, { month, sells, fixes }: PlanMonth, weeks: string[]): Promise<void> {
  const through = async (note: string) => settle(d.people, d.progress, note);
  if (sells) await step(`sales.${month}`, `Deals of ${month} are committed, slip, are won; projects are set up and staffed`, () => sell(d, month));
  for (const week of weeks) {
    await step(`week.${week}`, `Week of ${week}: time is logged, submitted and approved`, async () => {
      const hr = await firm(d, `/firm/hr/${week}`, {});
      if (hr.done > 0) await through('people');
      const r = await firm(d, `/firm/weeks/${week}`, { do: 'both' });
      await through('posting labor cost');
      return `${r.done} timesheets`;
    });
  }
  await step(`corrections.before.${month}`, `Approved time of ${month} is corrected before it is billed`, async () => {
    const r = await firm(d, '/firm/corrections', { when: 'before_billing', month });
    await through('corrections');
    return `${r.done} timesheets`;
  });
  for (const name of fixes) {
    await step(`fix.${name}.${month}`, `Somebody puts right what is wrong: ${name.replaceAll('_', ' ')}`, async () => {
      await firm(d, `/firm/fix/${name}`, {});
      await through('fixes');
      const retried = await retry(d, { codes: CODES[name] ?? [] });
      if (retried > 0) await through('retries');
      return `${retried} retried by Olga`;
    });
  }
  await step(`milestones.${month}`, `Milestones due by the end of ${month} are finished, accepted, moved or sent back`, async () => {
    const r = await firm(d, `/firm/milestones/${month}`, {});
    await through('milestones');
    return `${r.done} milestones`;
  });
  await step(`expenses.${month}`, `Expenses of ${month} are handed in, approved, corrected`, async () => {
    const r = await firm(d, `/firm/expenses/${month}`, { do: 'both' });
    await through('posting expenses');
    const corrected = await firm(d, `/firm/expenses/${month}`, { do: 'correct' });
    await through('corrected expenses');
    return `${r.done} reports, ${corrected.done} corrected`;
  });
}

/** How a month ends: usage and estimates are handed in, it is billed, contracts change, revenue is recognized, the books are closed; what was wrong comes right in the next month. */
async function monthEnd(d: DemoParts, step: Step, { month, last_week, closes }: PlanMonth): Promise<void> {
  const through = async (note: string) => settle(d.people, d.progress, note);
  // A quarter is the short story that the tests tell too: it leaves estimates, meters, the close and payments to the year.
  const year = d.span === 'year';
  if (year) {
    await step(`estimates.${month}`, `Fiona submits estimates at completion of ${month}, Frank approves them`, () => estimate(d, month));
    await step(`usage.${month}`, `Meters of ${month} are read`, () => meter(d, month));
    await step(`retentions.${month}`, 'Frank releases what was kept back of fees that are billed to the end', () => releaseRetentions(d, month));
  }
  await step(`billing.${month}`, `Fiona prepares the invoices of ${month}`, () => bill(d, month, month));
  await step(`release.${month}`, 'Frank releases them; the ERP posts', () => release(d));
  await step(`amendments.${month}`, `Changes of contracts are agreed in ${month}, for the months to come`, async () => {
    const r = await firm(d, `/firm/amendments/${month}`, {});
    await through('amendments');
    return `${r.done} amendments`;
  });
  await step(`revenue.${month}`, `Fiona calculates the revenue of ${month}, Frank approves it; the ERP posts`, () => recognize(d, month));
  if (!closes) return;
  if (year) await step(`books.${month}`, `Fiona prepares the close of ${month}, Frank closes every subledger`, () => closeBooks(d, month));
  await step(`close.${month}`, `The ERP closes ${month}`, async () => {
    await firm(d, `/firm/close/${month}`, {});
    await through('periods');
    return 'closed';
  });
  await step(`corrections.after.${month}`, `Billed time of ${month} is corrected, late sheets are approved`, async () => {
    const r = await firm(d, '/firm/corrections', { when: 'after_billing', month });
    const late = await firm(d, `/firm/weeks/${last_week}`, { do: 'approve', late: true });
    await through('corrections');
    return `${r.done} corrected, ${late.done} late`;
  });
  if (!year) return;
  await step(`payments.${month}`, `Clients pay what was invoiced before ${month}`, async () => {
    const r = await firm(d, `/firm/payments/${month}`, {});
    if (r.done > 0) await through('payments');
    return `${r.done} payments`;
  });
}

/** Exceptions that a fix takes away. */
const CODES: Record<string, string[]> = { unknown_worker: ['UNKNOWN_WORKER'], missing_rate: ['MISSING_RATE'], assignment_window: ['ASSIGNMENT_WINDOW'], terminated_worker: ['WORKER_INACTIVE'] };

/** The deals of a month, from commitment to staffed projects. */
async function sell(d: DemoParts, month: string): Promise<string> {
  const moved: string[] = [];
  for (const phase of ['commit', 'slip', 'win'] as const) {
    const r = await firm(d, '/firm/sales', { phase, month });
    if (r.done > 0) await settle(d.people, d.progress, phase);
    moved.push(`${phase} ${r.done}`);
  }
  const fixed = await firm(d, '/firm/sales', { phase: 'fix', month });
  const right = fixed.done > 0 ? await putRight(d, month) : 'nothing to put right';
  return `${moved.join(', ')} deals; ${right}; ${await staff(d)}`;
}

/** Sales puts right what was forgotten, and Olga asks for another attempt of every project set-up that stopped. */
async function putRight(d: DemoParts, month?: string): Promise<string> {
  await firm(d, '/firm/sales', { phase: 'fix', ...(month ? { month } : {}) });
  await settle(d.people, d.progress, 'fixes');
  const retried = await retry(d, { workflows: ['set-up-project', 'plan-demand', 'intake'] });
  const status = await settle(d.people, d.progress, 'retries');
  return `${retried} retried, projects ${text(status.projects)}`;
}

async function staff(d: DemoParts): Promise<string> {
  const r = await firm(d, '/firm/staff', {});
  await settle(d.people, d.progress, 'assignments');
  return `${r.done} assignments`;
}

function text(counts: Record<string, number>): string {
  return Object.entries(counts).map(([state, n]) => `${n} ${state}`).join(', ') || 'none';
}
