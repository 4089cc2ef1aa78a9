import { monthEnd } from '#lib/canonical';
import { CLOSE_CHECKS, type CloseCheck } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import { BILLING_CHECKS } from './billing-checks.js';
import { ARGS, type CheckQuery } from './check.js';
import { CONTROL_CHECKS } from './control-checks.js';
import { REVENUE_CHECKS } from './revenue-checks.js';
import { TIME_CHECKS } from './time-checks.js';

/** The checklist in the order of CLS-2. */
export const CHECKS: CheckQuery[] = CLOSE_CHECKS.map((check) => [...TIME_CHECKS, ...BILLING_CHECKS, ...REVENUE_CHECKS, ...CONTROL_CHECKS].find((q) => q.check === check)!);

/** Which checks stand before the close of a subledger; the general ledger waits for all of them. */
export const CHECKS_OF: Record<string, readonly CloseCheck[]> = {
  time: ['unsubmitted_timesheets', 'unapproved_time_or_expense'],
  expense: ['unapproved_time_or_expense'],
  cost: ['approved_time_not_posted'],
  billing: ['billing_events_not_drafted', 'drafts_not_released', 'released_not_posted', 'milestones_completed_not_billed'],
  revenue: ['revenue_schedules_not_run', 'obligations_with_stale_eac'],
  gl: CLOSE_CHECKS,
};

export interface PeriodOfClose {
  legal_entity: string;
  /** `YYYY-MM`. */
  period: string;
}

const args = (p: PeriodOfClose): string[] => [p.legal_entity, p.period, `${p.period}-01`, monthEnd(`${p.period}-01`)];

/** How many records each check finds now; a check that rests on a run not made is left out, so that it blocks. */
export async function countChecks(em: EntityManager, p: PeriodOfClose, only: readonly CloseCheck[] = CLOSE_CHECKS): Promise<Partial<Record<CloseCheck, number>>> {
  const counts: Partial<Record<CloseCheck, number>> = {};
  for (const q of CHECKS.filter((c) => only.includes(c.check))) {
    if (q.needs && !(await em.query(`${ARGS} ${q.needs}`, args(p)))[0].ran) continue;
    counts[q.check] = (await em.query(`${ARGS} select count(*)::int as n from (${q.sql}) found`, args(p)))[0].n;
  }
  return counts;
}

/** One record a check finds. */
export interface FoundRecord {
  id: string;
  what: string;
  detail: Record<string, unknown>;
}

/** The records behind a check's count, by name; a page of them behind the one given. */
export async function foundBy(em: EntityManager, p: PeriodOfClose, check: CloseCheck, limit: number, after?: { what: string; id: string }): Promise<FoundRecord[]> {
  const q = CHECKS.find((c) => c.check === check)!;
  return em.query(`${ARGS} select id::text as id, what, detail from (${q.sql}) found where $5::text is null or (what, id::text) > ($5, $6) order by what, id::text limit $7`, [...args(p), after?.what ?? null, after?.id ?? null, limit]);
}
