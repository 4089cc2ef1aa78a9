import type { CloseCheck } from '#lib/rules';

/** A query that must find nothing before the period closes (CLS-2). */
export interface CheckQuery {
  check: CloseCheck;
  /** What a record it finds means, in one sentence. */
  says: string;
  /** What settles it. */
  fix: string;
  /**
   * Columns `id`, `what` (a person's name for it) and `detail` (json), from `args`: entity, period (`YYYY-MM`), day_from, day_to (both inclusive).
   */
  sql: string;
  /** Null where the check rests on a run that has not been made: it then blocks like one that found something. Columns: `ran` (boolean). */
  needs?: string;
}

/** Put before every query of a check. */
export const ARGS = 'with args as (select $1::text as entity, $2::text as period, $3::date as day_from, $4::date as day_to)';
