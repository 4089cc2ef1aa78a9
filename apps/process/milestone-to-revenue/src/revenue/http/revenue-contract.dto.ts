import { IsAmount, IsDay, IsDecimalText } from '#lib/canonical';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { IsCursor } from './paging.js';

export class RevenueContractQuery {
  @IsOptional() @IsString() legal_entity_code?: string;
  @IsOptional() @IsString() contract_number?: string;
  /** `identified`: step 1 is not met, receipts are a liability. */
  @IsOptional() @IsIn(['identified', 'active', 'satisfied', 'closed']) status?: string;
  /** Cursor of the page before. */
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class RevenueContractSummary {
  id: string;
  contract_id: string;
  contract_number: string;
  client: string | null;
  legal_entity_code: string;
  inception_date: string;
  currency: string;
  transaction_price: string;
  /** Posted to date, work billed as it is done included. */
  recognized: string;
  status: string;
}

export class RevenueContractPage {
  revenue_contracts: RevenueContractSummary[];
  next_cursor: string | null;
}

/** Terms of an obligation from a date on. */
export class ObligationVersionView {
  version_no: number;
  effective_date: string;
  /** `inception | prospective | cumulative_catch_up | separate_contract | variable_consideration | new_rates_from_effective_date | ended`. */
  treatment: string;
  amendment_id: string | null;
  allocated_price: string;
  base_revenue: string;
  why: object;
}

export class ScheduleLineView {
  schedule_version: number;
  period: string;
  planned: string;
  recognized: string;
  /** `planned | ready | posted | held | cancelled`. */
  status: string;
  milestone_id: string | null;
}

export class ObligationView {
  id: string;
  code: string;
  description: string | null;
  line_nos: string[];
  ssp: string;
  ssp_method: string;
  allocated_price: string;
  /** `point_in_time | over_time`. */
  timing: string;
  over_time_criterion: string | null;
  measure: string;
  /** `fixed`, or what is recognized as it is billed: `work | expense | usage | overage | periodic`. */
  component: string;
  start_date: string | null;
  end_date: string | null;
  status: string;
  recognized: string;
  remaining: string;
  versions: ObligationVersionView[];
  schedule: ScheduleLineView[];
}

/** Contract balances as of today (rules BAL). */
export class PositionView {
  contract_id: string;
  contract_number: string;
  legal_entity_code: string;
  currency: string;
  recognized: string;
  billed: string;
  contract_asset: string;
  contract_liability: string;
  receivable: string;
}

export class RevenueContractDetail extends RevenueContractSummary {
  /** The five criteria of step 1 (REV-1). */
  criteria: object;
  variable_estimates: object;
  why: object;
  obligations: ObligationView[];
  position: PositionView | null;
}

export class OutcomeRequest {
  @IsAmount() amount: string;
  /** Fraction; what is missing to 1 is an outcome of nothing.
   * @example 0.2 */
  @IsDecimalText() probability: string;
}

export class VariableEstimateRequest {
  /** Names the element, for its life.
   * @example completion-bonus */
  @IsString() @Length(1, 80) code: string;
  /** The obligation it relates to; left out: all, by their first allocation. */
  @IsOptional() @IsString() @Length(1, 80) obligation_code?: string;
  /** `expected_value` for many outcomes, `most_likely` for two; one method for the life of the element (REV-12). */
  @IsIn(['expected_value', 'most_likely']) method: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @ValidateNested({ each: true }) @Type(() => OutcomeRequest) outcomes: OutcomeRequest[];
  /** Day from which the estimate holds. */
  @IsDay() effective_date: string;
  /** @example Client confirmed the go-live date */
  @IsString() @Length(3, 500) reason: string;
}
