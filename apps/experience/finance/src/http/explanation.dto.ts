import { IsOptional, IsString, Length } from 'class-validator';
import { MarginQuery, MarginRow, RateSet } from './margin.dto.js';
import { DefinitionView, FreshnessView, PeriodView, UtilizationQuery } from './utilization.dto.js';

/** A rule that decided, with the numbers it used. */
export class ExplanationTrace {
  /** Rule id, such as `UTL-6`. */
  rule: string;
  detail: string;
  /** Decimal text by name; empty where the rule decided without arithmetic. */
  numbers: Record<string, string>;
}

export class UtilizationExplainQuery extends UtilizationQuery {
  /** Row of the view to explain: its `key`, or the number of a worker. May be left out where the question has one row. */
  @IsOptional() @IsString() @Length(1, 200) key?: string;
}

export class UtilizationFigureView {
  numerator: string;
  denominator: string;
  /** Null over nothing (UTL-8). */
  utilization: string | null;
  band: string | null;
}

/** One term of the definition with its hours. */
export class TermView {
  /** `numerator | denominator`. */
  side: string;
  term: string;
  /** Hours, negative where the definition subtracts them. */
  hours: string;
}

/** A record behind a utilization. Hours are decimal text; what does not apply to a kind is null. */
export class UtilizationSource {
  /** `time_entry | worker | time_off | work_calendar | assignment`. */
  kind: string;
  /** Canonical id. */
  id: string;
  date: string;
  worker_number: string | null;
  natural_key: string | null;
  project_code: string | null;
  /** Class an entry is counted in. */
  hour_class: string | null;
  hours: string | null;
  billable_hours: string | null;
  /** What of an entry counts above the line. */
  in_numerator: string | null;
  /** What of an entry counts below the line. */
  in_denominator: string | null;
  source_system: string;
  /** Id in its source system. */
  source_id: string;
  source_version: string;
  correlation_id: string;
}

export class UtilizationExplanation {
  subject: string;
  definition: DefinitionView;
  period: PeriodView;
  group_by: string;
  key: string;
  target: string | null;
  /** As the view shows it. */
  figure: UtilizationFigureView;
  /** Worked out anew: hours from the time entries, capacity and bookings from the worker-days. */
  recomputed: UtilizationFigureView;
  /** True when both are equal. */
  agrees: boolean;
  why: ExplanationTrace[];
  terms: TermView[];
  sources: UtilizationSource[];
  next_cursor: string | null;
  freshness: FreshnessView;
  notices: string[];
}

export class MarginExplainQuery extends MarginQuery {
  /** Row of the view to explain: its `key`, or the code of its project, engagement or client. May be left out where the question has one row. */
  @IsOptional() @IsString() @Length(1, 200) key?: string;
  /** Currency of the row, where the group has rows in several. */
  @IsOptional() @IsString() @Length(3, 3) row_currency?: string;
}

/** A record behind a margin row: a billing event, or the cost of a time entry. Amounts are decimal text. */
export class MarginSource {
  /** `billing_event | labor_cost`. */
  kind: string;
  /** Canonical id. */
  id: string;
  date: string;
  /** Month it counts in. */
  month: string;
  project_code: string;
  worker_number: string | null;
  role: string | null;
  hours: string;
  /** In `currency`, the currency of the project; null where it has no cost or could not be converted. */
  amount: string | null;
  currency: string;
  /** Where the value stands, or the state of the cost. */
  bucket: string;
  /** `revenue`, `labor_cost`, or null: shown and not counted. */
  counts_in: string | null;
  /** Bill rate or cost rate, in `original_currency`. */
  rate: string | null;
  original_amount: string | null;
  original_currency: string | null;
  /** Rate at which cost was converted, and its record at the source. */
  exchange_rate: string | null;
  exchange_rate_source_id: string | null;
  /** Invoice that carries a billing event, and its id in the ERP. */
  document: string | null;
  document_system: string | null;
  document_source_id: string | null;
  source_system: string;
  /** Id in its source system. */
  source_id: string;
  source_version: string;
  correlation_id: string;
}

export class MarginExplanation {
  subject: string;
  definitions: DefinitionView[];
  period: PeriodView;
  group_by: string;
  key: string;
  currency: string;
  rate_set: RateSet | null;
  cost_shown: boolean;
  /** As the view shows it. */
  figure: MarginRow;
  /** Worked out anew from billing events and time entries; null when there are none. */
  recomputed: MarginRow | null;
  /** True when both are equal. */
  agrees: boolean;
  why: ExplanationTrace[];
  sources: MarginSource[];
  next_cursor: string | null;
  freshness: FreshnessView;
  notices: string[];
}
