import { IsMonth } from '#lib/canonical';
import { NotFarAhead } from '#lib/platform';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsCursor } from './paging.js';

export class RevenueRunRequest {
  /** Legal entity whose contracts are calculated.
   * @example US01 */
  @IsString() @Length(1, 40) legal_entity_code: string;
  /** Month up to whose last day revenue is calculated.
   * @example 2026-07 */
  @IsMonth() @NotFarAhead(3_660) period: string;
  /** Only this contract.
   * @example CT-2026-014 */
  @IsOptional() @IsString() @Length(1, 80) contract_number?: string;
}

export class RevenueRunQuery {
  @IsOptional() @IsString() legal_entity_code?: string;
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsIn(['open', 'approved', 'rejected']) status?: string;
  /** Cursor of the page before. */
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class RevenueRunSummary {
  id: string;
  legal_entity_code: string;
  period: string;
  contract_number: string | null;
  /** `open | approved | rejected`. */
  status: string;
  calculated_by: string;
  approved_by: string | null;
  decided_at: string | null;
  reason: string | null;
  /** Contracts calculated. */
  contracts: number;
}

export class RevenueRunPage {
  revenue_runs: RevenueRunSummary[];
  next_cursor: string | null;
}

/** What a run recognizes in one currency, by kind of event. */
export class RevenueRunTotal {
  currency: string;
  /** `progress | milestone | straight_line | as_invoiced | catch_up | constraint_release | loss_provision`. */
  kind: string;
  events: number;
  amount: string;
}

export class RevenueRunDetail extends RevenueRunSummary {
  /** Contracts still calculating, and contracts whose calculation waits for a person (see its exceptions). */
  calculating: number;
  waiting: number;
  /** Contracts still posting, and contracts whose posting waits for a person. */
  posting: number;
  posting_waits: number;
  /** Revenue events by state. */
  events: Record<string, number>;
  totals: RevenueRunTotal[];
}

export class RunDecision {
  /** Why the run is not approved; kept in the audit.
   * @example The estimate of US01-OPP-2001 is out of date */
  @IsString() @Length(3, 500) reason: string;
}
