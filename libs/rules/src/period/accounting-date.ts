import { inRange } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, day } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export type PeriodStatus = 'future' | 'open' | 'soft_closed' | 'closed' | 'locked';

/** One accounting period of one legal entity (glossary 7.6). Dates inclusive. */
export interface PeriodInput {
  period_id: string;
  start: string;
  end: string;
  status: PeriodStatus;
}

export interface AccountingDateInput {
  work_date: string;
  periods: readonly PeriodInput[];
  /** People with the close role may post into soft-closed periods. */
  close_role?: boolean;
}

export interface AccountingDate {
  posting_date: string;
  period_id: string;
  /** True when it posts after the period of the work. */
  prior_period: boolean;
  work_date: string;
  why: RuleTrace[];
}

/** May this period take postings? */
export function acceptsPostings(period: PeriodInput, closeRole = false): boolean {
  return period.status === 'open' || (closeRole && period.status === 'soft_closed');
}

/**
 * CLS-4: the work date if its period is open, else the first day of the first open period after it. PERIOD_MISSING when
 * no period covers the work date, PERIOD_CLOSED when no later period is open. A date in a future period stays there only
 * if that period is open.
 */
export function accountingDate(input: AccountingDateInput): AccountingDate {
  const workDate = day(input.work_date, 'work_date');
  const own = input.periods.find((p) => inRange(workDate, p.start, p.end));
  if (!own) throw new RuleError('PERIOD_MISSING', 'CLS-4', `no accounting period covers ${workDate}`);
  if (acceptsPostings(own, input.close_role)) return { posting_date: workDate, period_id: own.period_id, prior_period: false, work_date: workDate, why: [why('CLS-4', `period ${own.period_id} of the work date is open`)] };
  if (own.status === 'future') throw new RuleError('PERIOD_CLOSED', 'CLS-4', `period ${own.period_id} of ${workDate} is not open yet`);
  const next = [...input.periods].sort((a, b) => (a.start < b.start ? -1 : 1)).find((p) => p.start > own.end && acceptsPostings(p, input.close_role));
  if (!next) throw new RuleError('PERIOD_CLOSED', 'CLS-3', `period ${own.period_id} is ${own.status} and no later period is open`);
  return { posting_date: next.start, period_id: next.period_id, prior_period: true, work_date: workDate, why: [why('CLS-3', `period ${own.period_id} is ${own.status}: posts on the first day of ${next.period_id}, work date kept`)] };
}

export interface PostingCheckInput {
  posting_date: string;
  periods: readonly PeriodInput[];
  close_role?: boolean;
  /** `next_open` (default) or `ask_reopen`, which needs two persons (CLS-3). */
  policy?: 'next_open' | 'ask_reopen';
}

/** CLS-3: may a document be posted on this date? A refusal says how it can be resolved. */
export function postingCheck(input: PostingCheckInput): { ok: true; period_id: string; why: RuleTrace[] } | { ok: false; code: 'PERIOD_CLOSED' | 'PERIOD_MISSING'; period_id: string | null; resolution: { action: 'next_open'; posting_date: string; period_id: string; prior_period: true } | { action: 'ask_reopen'; approvals: 2 } | null; why: RuleTrace[] } {
  const policy = choice(input.policy, ['next_open', 'ask_reopen'], 'policy for closed periods', 'CLS-3');
  const date = day(input.posting_date, 'posting_date');
  const own = input.periods.find((p) => inRange(date, p.start, p.end));
  if (!own) return { ok: false, code: 'PERIOD_MISSING', period_id: null, resolution: null, why: [why('CLS-3', `no accounting period covers ${date}`)] };
  if (acceptsPostings(own, input.close_role)) return { ok: true, period_id: own.period_id, why: [why('CLS-3', `period ${own.period_id} is ${own.status}`)] };
  const trace = [why('CLS-3', `period ${own.period_id} is ${own.status}`)];
  if (policy === 'ask_reopen') return { ok: false, code: 'PERIOD_CLOSED', period_id: own.period_id, resolution: { action: 'ask_reopen', approvals: 2 }, why: trace };
  const next = [...input.periods].sort((a, b) => (a.start < b.start ? -1 : 1)).find((p) => p.start > own.end && acceptsPostings(p, input.close_role));
  const resolution = next ? { action: 'next_open' as const, posting_date: next.start, period_id: next.period_id, prior_period: true as const } : null;
  return { ok: false, code: 'PERIOD_CLOSED', period_id: own.period_id, resolution, why: trace };
}
