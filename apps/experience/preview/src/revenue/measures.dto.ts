import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsDay, IsAmount } from '#lib/canonical';
import { IsCode, IsFraction, IsUnsignedText, UniqueBy } from '../request/formats.js';

/** Progress is rounded to so many decimals before it multiplies (REV-5); default not. */
export class Rounded {
  @IsOptional() @IsInt() @Min(0) @Max(10) progress_decimals?: number;
}

/** A period, both dates included. */
export class DatedPeriod {
  @IsCode() period_id: string;
  @IsDay() start: string;
  @IsDay() end: string;
}

/** REV-8. */
export class StraightLineMeasure {
  @IsDay() start: string;
  @IsDay() end: string;
  /** Default calendar months. They must cover start to end. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => DatedPeriod) periods?: DatedPeriod[];
  /** `last`: each period rounds and the last takes the rest (default). `largest_remainder`: MON-5 over the days. */
  @IsOptional() @IsIn(['last', 'largest_remainder']) remainder?: string;
}

/** Where cost stands at the end of a period. Give `eac` or `etc`. */
export class CostPoint {
  @IsCode() period_id: string;
  /** From the start, by accounting date (REV-7). */
  @IsUnsignedText() cost_to_date: string;
  /** Estimate at completion. */
  @IsOptional() @IsUnsignedText() eac?: string;
  /** Estimate to complete. */
  @IsOptional() @IsUnsignedText() etc?: string;
  /** Part of the cost to date that shows no progress. */
  @IsOptional() @IsUnsignedText() wasted_cost?: string;
  /** Pass-through material in the estimate, and the part of it in the cost to date. */
  @IsOptional() @IsUnsignedText() material_cost?: string;
  @IsOptional() @IsUnsignedText() material_cost_to_date?: string;
  /** Revenue of the material handed over; default its cost. */
  @IsOptional() @IsUnsignedText() material_transferred?: string;
}

/** REV-3: cost to cost. */
export class CostMeasure extends Rounded {
  /** US GAAP posts a provision for construction- and production-type contracts only (LOSS-5). Default false; IFRS posts always. */
  @IsOptional() @IsBoolean() contract_in_605_35_scope?: boolean;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => CostPoint) points: CostPoint[];
}

/** Where hours stand at the end of a period. */
export class HoursPoint {
  @IsCode() period_id: string;
  /** Approved from the start. */
  @IsUnsignedText() approved_hours: string;
  @IsOptional() @IsUnsignedText() remaining_scheduled_hours?: string;
}

/** REV-4: approved hours over the larger of plan and expected. */
export class HoursMeasure extends Rounded {
  @IsUnsignedText() planned_hours: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => HoursPoint) points: HoursPoint[];
}

/** An output and its part of the whole. */
export class WeightedMilestone {
  @IsCode() id: string;
  @IsUnsignedText() weight: string;
  @IsOptional() @IsDay() achieved_on?: string;
}

/** A period by its last day. */
export class PeriodEnd {
  @IsCode() period_id: string;
  @IsDay() end: string;
}

/** REV-10: milestones as an output measure, allowed where they faithfully show transfer. */
export class MilestoneMeasure {
  @IsBoolean() shows_transfer: boolean;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => WeightedMilestone) milestones: WeightedMilestone[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PeriodEnd) periods: PeriodEnd[];
}

export class UnitsPoint {
  @IsCode() period_id: string;
  /** From the start. */
  @IsUnsignedText() units_to_date: string;
}

/** Units delivered over units promised. */
export class UnitsMeasure extends Rounded {
  @IsUnsignedText() total_units: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => UnitsPoint) points: UnitsPoint[];
}

export class ValuedWork {
  @IsDay() work_date: string;
  /** At contract rates, within caps. */
  @IsAmount() net: string;
  /** Only approved work counts. Default approved. */
  @IsOptional() @IsIn(['draft', 'submitted', 'approved', 'rejected']) approval_status?: string;
}

export class PostedNet {
  @IsDay() invoice_date: string;
  @IsAmount() net: string;
}

/** REV-9: as invoiced. Not allowed with back-loaded rates, a large upfront fee, or a cap expected to bite. */
export class AsInvoicedMeasure {
  @IsArray() @ArrayMaxSize(1000) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => ValuedWork) work: ValuedWork[];
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PostedNet) invoices?: PostedNet[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => DatedPeriod) periods: DatedPeriod[];
  @IsOptional() @IsBoolean() back_loaded_rates?: boolean;
  @IsOptional() @IsFraction() upfront_fee_share?: string;
  @IsOptional() @IsBoolean() cap_expected_to_bite?: boolean;
}

/** REV-10: the whole price on acceptance. */
export class AcceptanceMeasure {
  @IsOptional() @IsDay() accepted_on?: string;
  @IsOptional() @IsDay() invoiced_on?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PeriodEnd) periods: PeriodEnd[];
}

export class RecoveryPoint {
  @IsCode() period_id: string;
  @IsUnsignedText() cost_to_date: string;
  /** Default all of it. */
  @IsOptional() @IsUnsignedText() recoverable_cost?: string;
}

/** REV-11: outcome not measurable, revenue equals recoverable cost. */
export class RecoveryMeasure {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(240) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => RecoveryPoint) points: RecoveryPoint[];
}
