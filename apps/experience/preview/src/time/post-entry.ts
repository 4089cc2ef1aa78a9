import { accountingDate, type PeriodInput, postingCheck, type RuleTrace } from '#lib/rules';

/** Where the work of a day posts: in its own period, else on the first open day after it, else PERIOD_CLOSED (CLS-3, CLS-4). */
export function postEntry(workDate: string, periods: readonly PeriodInput[] | undefined, closed: 'next_open' | 'ask_reopen'): { ok: true; posting_date: string | null; prior_period: boolean | null; why: RuleTrace[] } | { ok: false; code: string; why: RuleTrace[] } {
  if (!periods) return { ok: true, posting_date: null, prior_period: null, why: [] };
  if (closed === 'ask_reopen') {
    const check = postingCheck({ posting_date: workDate, periods, policy: closed });
    return check.ok ? { ok: true, posting_date: workDate, prior_period: false, why: check.why } : check;
  }
  const { posting_date, prior_period, why } = accountingDate({ work_date: workDate, periods });
  return { ok: true, posting_date, prior_period, why };
}
