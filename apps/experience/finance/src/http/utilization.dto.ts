import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { UTILIZATION_IDS } from '../utilization/definition.js';
import { UTILIZATION_GROUPS } from '../utilization/sum-days.js';

/** Which worker-days. */
export class WorkerDayQuery {
  /** Month, quarter or year; instead of `from` and `to`.
   * @example 2026-Q3 */
  @IsOptional() @IsString() period?: string;
  /** First day, inclusive, such as `2026-07-01`; together with `to` instead of `period`. */
  @IsOptional() @IsString() from?: string;
  /** Last day, inclusive, such as `2026-09-30`. */
  @IsOptional() @IsString() to?: string;
  /** Worker numbers, separated by commas, such as `E-1001`. */
  @IsOptional() @IsString() @Length(1, 2000) worker?: string;
  /** Practice the worker belonged to on the day, such as `DATA`. */
  @IsOptional() @IsString() @Length(1, 100) practice?: string;
  /** Region the worker belonged to on the day. */
  @IsOptional() @IsString() @Length(1, 100) region?: string;
  /** Legal entity that employed the worker on the day, such as `US01`. */
  @IsOptional() @IsString() @Length(1, 100) legal_entity_code?: string;
  /** Role of the worker on the day. */
  @IsOptional() @IsString() @Length(1, 100) role?: string;
  /** `next_cursor` of the page before. */
  @IsOptional() @IsString() @Length(1, 600) cursor?: string;
}

export class UtilizationQuery extends WorkerDayQuery {
  /** Definition of utilization; see `definitions`. */
  @IsOptional() @IsIn(UTILIZATION_IDS) definition?: string;
  @IsOptional() @IsIn(UTILIZATION_GROUPS) group_by?: string;
  /** Target as a fraction; rows then carry a band.
   * @example '0.75' */
  @IsOptional() @Matches(/^[01](\.\d{1,4})?$/, { message: 'target must be a fraction between 0 and 1.9999', context: { fix: 'Send a fraction such as 0.75 for 75 %.' } }) target?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class UtilizationRecordsQuery extends WorkerDayQuery {
  /** Worker-days on a page. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
}

export class DefinitionView {
  id: string;
  label: string;
  formula: string;
  /** Rule, and who reads it this way. */
  source: string;
}

export class PeriodView {
  from: string;
  to: string;
  label: string;
}

export class FreshnessView {
  /** Everything that happened up to this instant is in the figures (UTC). */
  as_of: string;
  /** Seconds between `as_of` and now. */
  lag_s: number;
  /** When the slowest change feed had last caught up with its vendor; null while one has not. */
  sources_as_of: string | null;
}

/** Hours by class, decimal text. */
export class HoursByClass {
  calendar: string;
  holidays: string;
  time_off: string;
  available: string;
  /** Approved client-billable hours. */
  billable: string;
  /** Approved client hours that are not billed. */
  client_non_billable: string;
  /** Approved internal projects. */
  internal: string;
  training: string;
  /** Presales and investment work that policy credits. */
  credited: string;
  /** Administration. */
  overhead: string;
  /** Absence recorded on timesheets. */
  absence: string;
  /** All hours worked. */
  worked: string;
  /** Hard-booked billable hours. */
  scheduled_billable: string;
  scheduled_credited: string;
}

export class UtilizationRow {
  /** Key of the group: canonical worker id, or the code of the unit; `all` without grouping. */
  key: string;
  code: string;
  label: string;
  numerator: string;
  denominator: string;
  /** Fraction, may exceed 1; null when there are no hours to compare with. */
  utilization: string | null;
  /** `green | amber | red` against the target; null without one. */
  band: string | null;
  hours: HoursByClass;
}

export class UtilizationView {
  definition: DefinitionView;
  period: PeriodView;
  group_by: string;
  target: string | null;
  freshness: FreshnessView;
  rows: UtilizationRow[];
  /** Groups in all. */
  total: number;
  next_cursor: string | null;
  /** What a reader of the figures should know. */
  notices: string[];
}

/** A time entry behind a worker-day. */
export class EntryRecord {
  id: string;
  project_code: string;
  wbs_code: string | null;
  role: string | null;
  work_type: string;
  billable_class: string;
  hours: string;
  billable_hours: string;
  /** `original | reversal | replacement`. */
  kind: string;
  original_entry_id: string | null;
  approved_by: string | null;
  source_system: string;
  /** Id of the entry in its source. */
  source_id: string;
  correlation_id: string;
}

export class WorkerDayRecord {
  day: string;
  worker_id: string;
  worker_number: string;
  display_name: string;
  employed: boolean;
  practice: string | null;
  region: string | null;
  legal_entity_code: string | null;
  role: string | null;
  hours: HoursByClass;
  entries: EntryRecord[];
}

export class UtilizationRecords {
  period: PeriodView;
  freshness: FreshnessView;
  records: WorkerDayRecord[];
  next_cursor: string | null;
}
