import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MARGIN_GROUPS } from '../margin/sum-months.js';
import { DefinitionView, FreshnessView, PeriodView } from './utilization.dto.js';

export class MarginQuery {
  /** Month, quarter or year; instead of `from` and `to`.
   * @example 2026-Q3 */
  @IsOptional() @IsString() period?: string;
  /** First month of the work, inclusive, such as `2026-07`; together with `to` instead of `period`. */
  @IsOptional() @IsString() from?: string;
  /** Last month of the work, inclusive, such as `2026-09`. */
  @IsOptional() @IsString() to?: string;
  @IsOptional() @IsIn(MARGIN_GROUPS) group_by?: string;
  /** `project`: each amount in the currency of its project, one row per currency. `group`: converted to the group currency. */
  @IsOptional() @IsIn(['project', 'group']) currency?: string;
  /** Project codes, separated by commas, such as `US01-OPP-2001`. */
  @IsOptional() @IsString() @Length(1, 2000) project?: string;
  /** Client numbers, separated by commas, such as `C-1001`. */
  @IsOptional() @IsString() @Length(1, 2000) client?: string;
  @IsOptional() @IsString() @Length(1, 100) practice?: string;
  @IsOptional() @IsString() @Length(1, 100) region?: string;
  /** Legal entity of the project, such as `US01`. */
  @IsOptional() @IsString() @Length(1, 100) legal_entity_code?: string;
  /** `next_cursor` of the page before. */
  @IsOptional() @IsString() @Length(1, 600) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

/** Where the billable value stands, net. */
export class ValueBuckets {
  ready: string;
  held: string;
  capped: string;
  drafted: string;
  invoiced: string;
  written_off: string;
}

/** Amounts are decimal text in `currency`. Cost and what follows from it are left out without the scope experience.cost. */
export class MarginRow {
  /** Canonical id of the group, or the code of the unit. */
  key: string;
  code: string;
  label: string;
  currency: string;
  hours: string;
  billable_hours: string;
  /** Null where an amount could not be converted; see `notices`. */
  revenue: string | null;
  buckets: ValueBuckets | null;
  labor_cost?: string | null;
  margin_amount?: string | null;
  /** Fraction of revenue (MET-4); null without revenue. */
  margin?: string | null;
  /** Labor only, fraction of revenue. */
  delivery_margin?: string | null;
  /** False when some hours have no cost or could not be converted: the margin is then too high. */
  cost_complete?: boolean;
  /** Hours without a cost rate. */
  uncosted_hours?: string;
  /** Hours whose cost could not be converted to the project currency. */
  unconverted_hours?: string;
}

export class RateView {
  from: string;
  to: string;
  month: string;
  /** 1 `from` = `rate` `to`. */
  rate: string;
}

/** The exchange rates a converted answer used (FX-7). */
export class RateSet {
  id: string;
  label: string;
  rates: RateView[];
}

export class MarginView {
  definitions: DefinitionView[];
  period: PeriodView;
  group_by: string;
  /** `project`, or the code of the group currency. */
  currency: string;
  rate_set: RateSet | null;
  freshness: FreshnessView;
  /** False when cost figures were left out for want of the scope experience.cost. */
  cost_shown: boolean;
  rows: MarginRow[];
  total: number;
  next_cursor: string | null;
  notices: string[];
}

export class MarginRecordsQuery {
  /** Project code.
   * @example US01-OPP-2001 */
  @IsString() @Length(1, 200) project: string;
  /** Month, quarter or year; instead of `from` and `to`.
   * @example 2026-Q3 */
  @IsOptional() @IsString() period?: string;
  /** First month of the work, such as `2026-07`. */
  @IsOptional() @IsString() from?: string;
  /** Last month of the work. */
  @IsOptional() @IsString() to?: string;
  @IsOptional() @IsIn(['billing_event', 'labor_cost']) kind?: string;
  @IsOptional() @IsString() @Length(1, 600) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

/** One record behind a margin: a billing event, or the cost of a time entry. */
export class MarginRecord {
  /** `billing_event | labor_cost`. */
  kind: string;
  id: string;
  date: string;
  worker_number: string | null;
  role: string | null;
  hours: string;
  /** Net of the billing event, or cost of the entry, in `currency`. */
  amount: string | null;
  currency: string | null;
  /** Bill rate or cost rate. */
  rate: string | null;
  /** State of the billing event, or kind of the time entry. */
  status: string;
  /** Invoice that carries it, journal state of cost. */
  document: string | null;
  source_system: string;
  source_id: string;
  correlation_id: string;
}

export class MarginRecords {
  project_code: string;
  period: PeriodView;
  freshness: FreshnessView;
  cost_shown: boolean;
  records: MarginRecord[];
  next_cursor: string | null;
  notices: string[];
}
