import { fixes, runFix, SALES_FIXES } from '../fixes/index.js';
import { amendContracts } from '../people/amendments.js';
import { approveWeek } from '../people/approve-week.js';
import { closeMonth } from '../people/close-month.js';
import { correctTime } from '../people/corrections.js';
import { EXPENSE_WORK, workOnExpenses } from '../people/expenses.js';
import { hrWeek } from '../people/hr.js';
import { logWeek } from '../people/log-week.js';
import { estimatesFor, usageOf } from '../people/handed-over.js';
import { workOnMilestones } from '../people/milestones.js';
import { payInvoices } from '../people/payments.js';
import { commitDeals, SALES_PHASES, slipDeals, winDeals, type SalesPhase } from '../people/sales.js';
import { staffProjects } from '../people/staff.js';
import type { Stage, StepResult } from '../people/step.js';
import { Refused } from './exchange.js';

type Body = Record<string, unknown>;
export type Act = (stage: Stage, body: Body) => Promise<StepResult>;

/** The step a POST path asks for; undefined when there is none. Refuses bodies and path parts that make no sense. */
export function actFor(path: string, stage: Stage): Act | undefined {
  const [, root, what, which] = path.split('/');
  if (root !== 'firm') return undefined;
  switch (`${what}${which === undefined ? '' : '/*'}`) {
    case 'sales': return (at, body) => sales(at, oneOf(body.phase, SALES_PHASES, 'phase'), body.month === undefined ? undefined : month(stage, body.month));
    case 'staff': return (at) => staffProjects(at);
    case 'hr/*': return (at) => hrWeek(at, week(stage, which));
    case 'weeks/*': return (at, body) => weekWork(at, week(stage, which), oneOf(body.do ?? 'both', ['log', 'approve', 'both'], 'do'), flag(body.late, 'late'));
    case 'milestones/*': return (at, body) => workOnMilestones(at, month(stage, which), dayIn(body.until, month(stage, which)));
    case 'expenses/*': return (at, body) => workOnExpenses(at, month(stage, which), oneOf(body.do ?? 'both', EXPENSE_WORK, 'do'));
    case 'corrections': return (at, body) => correctTime(at, oneOf(body.when, ['before_billing', 'after_billing'], 'when'), month(stage, body.month));
    case 'amendments/*': return (at) => amendContracts(at, month(stage, which));
    case 'payments/*': return (at) => payInvoices(at, month(stage, which));
    case 'close': return (at, body) => closeMonth(at, month(stage, body.month));
    case 'close/*': return (at) => closeMonth(at, month(stage, which));
    case 'fix/*': return (at) => fix(at, which!);
    default: return undefined;
  }
}

/** What a GET path asks the firm's people for; undefined when there is none. */
export function askedFor(path: string, stage: Stage): (() => unknown) | undefined {
  const [, root, what, which] = path.split('/');
  if (root !== 'firm' || which === undefined) return undefined;
  if (what === 'usage') return () => usageOf(stage, month(stage, which));
  return what === 'estimates' ? () => estimatesFor(stage, month(stage, which)) : undefined;
}

async function sales(stage: Stage, phase: SalesPhase, month: string | undefined): Promise<StepResult> {
  if (phase === 'commit') return commitDeals(stage, month);
  if (phase === 'slip') return slipDeals(stage, month);
  if (phase === 'win') return winDeals(stage, month);
  // What was forgotten shows when the deal is sold: not before.
  const sold = new Set(stage.firm.deals.filter((deal) => deal.sold_in === month).map((deal) => deal.number));
  const results = [];
  for (const name of SALES_FIXES) {
    const subjects = stage.firm.troubles.find((trouble) => trouble.fix === name)?.subjects.some((subject) => sold.has(subject.opportunity_number!));
    if (subjects) results.push([name, await runFix(stage, fixes, name)] as const);
  }
  const done = results.flatMap(([name, result]) => (result ? [[name, result] as const] : []));
  return { done: done.length, total: done.length, details: Object.fromEntries(done.map(([name, result]) => [name, result.details])) };
}

/** Counts the week's timesheets: those logged, or, where nothing was to be logged, those approved. */
async function weekWork(stage: Stage, monday: string, what: 'log' | 'approve' | 'both', late: boolean): Promise<StepResult> {
  const logged = what === 'approve' ? undefined : await logWeek(stage, monday);
  const approved = what === 'log' ? undefined : await approveWeek(stage, monday, late);
  const main = logged ?? approved!;
  return {
    done: main.done, total: main.total,
    details: { week: monday, ...(logged ? { log: logged.details } : {}), ...(approved ? { approve: approved.details } : {}) },
  };
}

async function fix(stage: Stage, name: string): Promise<StepResult> {
  const result = await runFix(stage, fixes, name);
  if (!result) throw new Refused(404, `nothing to fix by the name ${name}; there are ${stage.firm.troubles.flatMap((trouble) => trouble.fix ?? []).join(', ')}`);
  return result;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], name: string): T {
  if (!allowed.includes(value as T)) throw new Refused(400, `${name} must be one of ${allowed.join(', ')}`);
  return value as T;
}

function flag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new Refused(400, `${name} must be true or false`);
  return value === true;
}

/** A day of the month, or nothing. */
function dayIn(value: unknown, month: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || !value.startsWith(month)) throw new Refused(400, `until must be a day of ${month}`);
  return value;
}

const week = (stage: Stage, monday: unknown): string => oneOf(monday, stage.firm.calendar.weeks, 'the week');
const month = (stage: Stage, value: unknown): string => oneOf(value, stage.firm.calendar.months, 'month');
