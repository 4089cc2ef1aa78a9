import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional, Length, ValidateNested } from 'class-validator';
import { IsDay, IsCurrencyCode, IsDecimalText } from '#lib/canonical';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, IsFraction, IsInstant, IsUnsignedText, UniqueBy } from '../request/formats.js';
import { BillingFacts } from './billing-facts.dto.js';
import { PreviewCap } from './cap.dto.js';
import { PreviewCostRate, PreviewPeriod } from './cost.dto.js';
import { PreviewRateCard, RATE_UNITS } from './rate-card.dto.js';

/** A person's price for one entry; counts when approved, with reason and approver (RATE-2, level 1). */
export class ManualOverride {
  @IsUnsignedText() rate: string;
  @Length(1, 500) reason: string;
  @IsCode() approved_by: string;
}

/** The worker's assignment; its rate counts before the cards (RATE-2, level 2). */
export class PreviewAssignment {
  @IsOptional() @IsCode() assignment_id?: string;
  @IsOptional() @IsUnsignedText() bill_rate_override?: string;
  /** Default hour. */
  @IsOptional() @IsIn(RATE_UNITS) unit?: string;
  @IsOptional() @IsUnsignedText() unit_hours?: string;
  /** Days the work must lie between, inclusive (TM-8). */
  @IsOptional() @IsDay() start?: string;
  @IsOptional() @IsDay() end?: string;
}

/** Time to be priced. Negative hours are a reversal. */
export class PreviewTime {
  @IsCode() id: string;
  @IsDay() work_date: string;
  /** Hours worked. */
  @IsDecimalText() hours: string;
  /** Hours as approved for billing; default all. More than worked needs `raise_reason` (TM-2). */
  @IsOptional() @IsDecimalText() billable_hours?: string;
  @IsOptional() @Length(1, 500) raise_reason?: string;
  @IsOptional() @IsCode() worker_id?: string;
  @IsOptional() @IsCode() role?: string;
  @IsOptional() @IsCode() grade?: string;
  @IsOptional() @IsCode() region?: string;
  /** Default regular. */
  @IsOptional() @IsCode() work_type?: string;
  @IsOptional() @IsCode() skill?: string;
  @IsOptional() @IsCode() category?: string;
  /** Only approved time bills (TM-8). Default approved. */
  @IsOptional() @IsIn(['draft', 'submitted', 'approved', 'rejected']) approval_status?: string;
  /** All but billable cost and do not bill (TM-9); they need no rate. Default billable. */
  @IsOptional() @IsIn(['billable', 'non_billable', 'complimentary', 'internal', 'absence']) billable_class?: string;
  /** Counts for `minimum_visit_hours`. */
  @IsOptional() @IsCode() task_id?: string;
  /** Instant of approval (UTC): caps are shared out by work date, approval and id. */
  @IsOptional() @IsInstant() approved_at?: string;
  /** The entry of this request that this one reverses: it gives back exactly what that one took from a cap. */
  @IsOptional() @IsCode() reverses_id?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ManualOverride) override?: ManualOverride;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PreviewAssignment) assignment?: PreviewAssignment;
  /** Fractions of gross (TM-1). */
  @IsOptional() @IsFraction() discount?: string;
  @IsOptional() @IsFraction() fee?: string;
}

/** What the work belongs to: decides which cards apply. */
export class PriceContext {
  @IsOptional() @IsCode() contract_id?: string;
  @IsOptional() @IsCode() contract_line_id?: string;
  @IsOptional() @IsCode() project_id?: string;
  @IsOptional() @IsCode() client_id?: string;
  @IsOptional() @IsCode() quote_id?: string;
  @IsOptional() @IsCode() region?: string;
  @IsOptional() @IsCode() practice?: string;
  @IsOptional() @IsCode() group_id?: string;
  @IsOptional() @IsCode() legal_entity_id?: string;
}

/** RATE-7: any time of at least `half_day_hours` bills half a day, of at least `full_day_hours` a day. */
export class FullDay {
  @IsUnsignedText() half_day_hours: string;
  @IsUnsignedText() full_day_hours: string;
}

export class TimePolicy {
  @PolicyChoice('rate_precedence') rate_precedence?: string;
  @PolicyChoice('time_rounding') time_rounding?: string;
  @PolicyChoice('cap_policy') cap_policy?: string;
  @PolicyChoice('rounding_mode') rounding_mode?: string;
  @PolicyChoice('cost_basis') cost_basis?: string;
  @PolicyChoice('closed_period') closed_period?: string;
}

export class TimePriceRequest {
  /** Currency of the contract; cards in another one do not price. */
  @IsCurrencyCode() currency: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PriceContext) context?: PriceContext;
  @IsArray() @ArrayMaxSize(20) @UniqueBy('card_version_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewRateCard) rate_cards: PreviewRateCard[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(500) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewTime) entries: PreviewTime[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => BillingFacts) billing?: BillingFacts;
  /** Hours are multiplied by this before they are rounded (TM-3). Default 1. */
  @IsOptional() @IsUnsignedText() time_factor?: string;
  /** Billed hours are rounded to this, such as 0.25; default not (TM-3). */
  @IsOptional() @IsUnsignedText() time_increment?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => FullDay) full_day_rule?: FullDay;
  /** Least hours per worker, task and day; what is missing is added to the visit's first entry by id (TM-4). */
  @IsOptional() @IsUnsignedText() minimum_visit_hours?: string;
  /** Least value of all entries together; what is missing is an adjustment (TM-4). */
  @IsOptional() @IsUnsignedText() minimum_period_amount?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(20) @UniqueBy('level') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewCap) caps?: PreviewCap[];
  /** With them every entry also has its cost, and the whole its margin (GL-1, MET-4). In the currency of the request. */
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewCostRate) cost_rates?: PreviewCostRate[];
  /** With them every entry also has its posting date (CLS-4). */
  @IsOptional() @IsArray() @ArrayMaxSize(60) @UniqueBy('period_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewPeriod) periods?: PreviewPeriod[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TimePolicy) policy?: TimePolicy;
}
