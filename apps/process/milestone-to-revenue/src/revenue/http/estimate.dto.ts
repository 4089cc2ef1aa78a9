import { IsAmount, IsCurrencyCode, IsDay, IsDecimalText } from '#lib/canonical';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { IsCursor } from './paging.js';

export class EstimateLineRequest {
  /** Contract line. */
  @IsString() @Length(1, 20) line_no: string;
  @IsAmount() cost_at_completion: string;
  @IsOptional() @IsDecimalText() hours_at_completion?: string;
  @IsOptional() @IsAmount() material_cost?: string;
}

export class EstimateRequest {
  /** @example US01-OPP-2001 */
  @IsString() @Length(1, 80) project_code: string;
  /** Cost to date plus cost to complete, in the functional currency of the project's legal entity.
   * @example 300000.00 */
  @IsAmount() cost_at_completion: string;
  /** Hours to date plus hours to complete. */
  @IsOptional() @IsDecimalText() hours_at_completion?: string;
  @IsCurrencyCode() currency: string;
  /** Pass-through material within the cost (REV-3). */
  @IsOptional() @IsAmount() material_cost?: string;
  /** First day on which progress is measured against it.
   * @example 2026-07-31 */
  @IsDay() effective_date: string;
  /** @example Two more sprints for the data migration */
  @IsString() @Length(3, 500) reason: string;
  /** Needed where the project serves several contract lines; sums to the whole. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @ValidateNested({ each: true }) @Type(() => EstimateLineRequest) lines?: EstimateLineRequest[];
}

export class EstimateQuery {
  @IsOptional() @IsString() project_code?: string;
  @IsOptional() @IsIn(['submitted', 'approved', 'rejected', 'superseded']) status?: string;
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class EstimateView {
  id: string;
  project_code: string;
  estimate_version: number;
  cost_at_completion: string;
  hours_at_completion: string | null;
  currency: string;
  material_cost: string;
  effective_date: string;
  reason: string;
  submitted_by: string;
  approved_by: string | null;
  /** `submitted | approved | rejected | superseded`. */
  status: string;
  /** Parts for the contract lines the project serves; empty when it serves one. */
  lines: EstimateLineRequest[];
}

export class EstimatePage {
  estimates: EstimateView[];
  next_cursor: string | null;
}

export class EstimateRejection {
  /** @example The subcontractor's quote is missing */
  @IsString() @Length(3, 500) reason: string;
}
