import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsAmount, IsCurrencyCode } from '#lib/canonical';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, IsFraction, IsUnsignedText, UniqueBy } from '../request/formats.js';
import { AcceptanceMeasure, AsInvoicedMeasure, CostMeasure, HoursMeasure, MilestoneMeasure, RecoveryMeasure, StraightLineMeasure, UnitsMeasure } from './measures.dto.js';

/** The measures an obligation can have: at most one. Without one its price is only allocated. */
export const MEASURES = ['straight_line', 'cost_to_cost', 'hours', 'output_milestones', 'units', 'as_invoiced', 'point_in_time', 'cost_recovery'] as const;

export class PreviewObligation {
  @IsCode() id: string;
  /** Price of this obligation; left out when a transaction price is allocated. */
  @IsOptional() @IsUnsignedText() price?: string;
  /** Standalone selling price (REV-13). */
  @IsOptional() @IsUnsignedText() ssp?: string;
  /** Its SSP is what is left of the price; at most one obligation. */
  @IsOptional() @IsBoolean() residual?: boolean;
  /** Part of the bundle that the discount belongs to. */
  @IsOptional() @IsBoolean() in_discount_group?: boolean;
  /** Recognized before the first period of this schedule. Default 0. */
  @IsOptional() @IsAmount() recognized_to_date?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => StraightLineMeasure) straight_line?: StraightLineMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => CostMeasure) cost_to_cost?: CostMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => HoursMeasure) hours?: HoursMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => MilestoneMeasure) output_milestones?: MilestoneMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => UnitsMeasure) units?: UnitsMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => AsInvoicedMeasure) as_invoiced?: AsInvoicedMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => AcceptanceMeasure) point_in_time?: AcceptanceMeasure;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => RecoveryMeasure) cost_recovery?: RecoveryMeasure;
}

/** A discount goes to a group of obligations only if all three hold (REV-13). */
export class DiscountCriteria {
  @IsBoolean() each_sold_separately: boolean;
  @IsBoolean() bundle_sold_at_discount: boolean;
  @IsBoolean() discount_is_the_bundles: boolean;
}

/** A variable part of the price; goes to one obligation alone if both hold (REV-13). */
export class VariablePart {
  @IsCode() obligation_id: string;
  @IsAmount() amount: string;
  @IsBoolean() relates_to_it: boolean;
  @IsBoolean() fits_objective: boolean;
}

export class PreviewOutcome {
  @IsAmount() amount: string;
  @IsFraction() probability: string;
}

/** REV-12: what of an uncertain price may be counted on. Probabilities that do not reach 1 leave an outcome of nothing. */
export class UncertainPrice {
  @IsOptional() @IsAmount() fixed?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewOutcome) outcomes: PreviewOutcome[];
  @IsIn(['expected_value', 'most_likely']) method: string;
  /** Probability an amount must be reached with. Default 0.9 (ifrs) or 0.75 (us_gaap). */
  @IsOptional() @IsFraction() threshold?: string;
}

export class RevenuePolicy {
  @PolicyChoice('straight_line_method') straight_line_method?: string;
  @PolicyChoice('rounding_mode') rounding_mode?: string;
  @PolicyChoice('gaap') gaap?: string;
}

export class RevenueScheduleRequest {
  @IsCurrencyCode() currency: string;
  /** Price of the contract, to be allocated over the obligations by SSP. Left out when each has its price. */
  @IsOptional() @IsUnsignedText() transaction_price?: string;
  /** In place of `transaction_price`: its constrained estimate is allocated. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => UncertainPrice) uncertain_price?: UncertainPrice;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => DiscountCriteria) discount_criteria?: DiscountCriteria;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => VariablePart) variable?: VariablePart[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewObligation) obligations: PreviewObligation[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => RevenuePolicy) policy?: RevenuePolicy;
}
