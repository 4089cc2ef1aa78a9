import { IsMonth } from '#lib/canonical';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { IsCursor } from './paging.js';

export class RevenueEventQuery {
  @IsOptional() @IsString() legal_entity_code?: string;
  @IsOptional() @IsString() contract_number?: string;
  /** Month of recognition. */
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsIn(['calculated', 'approved', 'posted', 'cancelled']) status?: string;
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class RevenueEventView {
  id: string;
  contract_number: string;
  obligation: string;
  legal_entity_code: string;
  /** `progress | milestone | straight_line | as_invoiced | catch_up | constraint_release | loss_provision`. */
  kind: string;
  period: string;
  /** Last day of the facts it was calculated from. */
  event_date: string;
  amount: string;
  currency: string;
  functional_amount: string | null;
  functional_currency: string | null;
  fx_rate: string | null;
  /** Fraction. */
  progress_before: string | null;
  progress_after: string | null;
  status: string;
  calculated_by: string;
  approved_by: string | null;
  journal_id: string | null;
  run_id: string | null;
}

export class RevenueEventPage {
  revenue_events: RevenueEventView[];
  next_cursor: string | null;
}

export class RevenueExplanation {
  /** What is explained. */
  subject: string;
  /** Rules with their numbers, in the order in which they decided. */
  why: object;
  /** The inputs as they were; their hash decides whether a run has anything new (REV-19). */
  snapshot: object;
  snapshot_hash: string;
  /** The amount by project. */
  split: object;
  /** The facts behind it: time, cost, expenses, usage, milestones and estimates up to its date; the newest two hundred of each. */
  records: object;
}

export class RevenueJournalQuery {
  @IsOptional() @IsString() legal_entity_code?: string;
  /** Month of posting. */
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsString() contract_number?: string;
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class RevenueJournalView {
  id: string;
  key: string;
  contract_number: string;
  legal_entity_code: string;
  /** `recognition | loss_provision | balance_reclass`. */
  purpose: string;
  posting_date: string;
  /** The month of the facts is closed: it was posted in a later one. */
  prior_period: boolean;
  currency: string;
  total: string;
  /** Debits and credits by account role, in functional currency. */
  lines: object;
  status: string;
  erp_source_id: string | null;
}

export class RevenueJournalPage {
  journals: RevenueJournalView[];
  next_cursor: string | null;
}
