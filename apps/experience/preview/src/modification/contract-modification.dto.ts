import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsAmount, IsCurrencyCode, IsDecimalText } from '#lib/canonical';
import { IsFraction, IsUnsignedText } from '../request/formats.js';
import { Why } from '../request/why.dto.js';

/** What decides the treatment (MOD-1 to MOD-5, MOD-7). */
export class PreviewAmendment {
  @IsBoolean() approved: boolean;
  /** Approved scope with an open price. */
  @IsOptional() @IsBoolean() unpriced?: boolean;
  @IsOptional() @IsBoolean() adds_distinct_services?: boolean;
  /** Priced at their standalone selling price. */
  @IsOptional() @IsBoolean() priced_at_ssp?: boolean;
  /** Are the remaining services distinct from those delivered? */
  @IsOptional() @IsIn(['yes', 'no', 'mixed']) remaining_distinct?: string;
  /** Revenue is as invoiced, and only rates or caps change. */
  @IsOptional() @IsBoolean() as_invoiced_rate_change?: boolean;
}

export class UnitsAtPrice {
  @IsUnsignedText() units: string;
  @IsUnsignedText() price: string;
}

/** For treatment separate_contract (MOD-2). */
export class SeparateContractFigures {
  @IsObject() @ValidateNested() @Type(() => UnitsAtPrice) original: UnitsAtPrice;
  @IsObject() @ValidateNested() @Type(() => UnitsAtPrice) added: UnitsAtPrice;
}

/** For treatment prospective (MOD-3, MOD-6). */
export class ProspectiveFigures {
  /** Price not yet recognized. */
  @IsAmount() remaining_price: string;
  @IsAmount() added_price: string;
  /** Units or periods left, the added ones included. */
  @IsUnsignedText() remaining_units: string;
  /** Concession for past delivery: at once, outside the arithmetic. */
  @IsOptional() @IsUnsignedText() past_concession?: string;
}

/** For treatment cumulative_catch_up (MOD-4). Give `progress`, or `cost_to_date` and `eac`. */
export class CatchUpFigures {
  /** New price of the whole. */
  @IsUnsignedText() transaction_price: string;
  @IsDecimalText() recognized_to_date: string;
  @IsOptional() @IsFraction() progress?: string;
  @IsOptional() @IsUnsignedText() cost_to_date?: string;
  /** New estimate at completion. */
  @IsOptional() @IsUnsignedText() eac?: string;
}

export class ContractModificationRequest {
  @IsCurrencyCode() currency: string;
  @IsObject() @ValidateNested() @Type(() => PreviewAmendment) amendment: PreviewAmendment;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => SeparateContractFigures) separate_contract?: SeparateContractFigures;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ProspectiveFigures) prospective?: ProspectiveFigures;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => CatchUpFigures) cumulative_catch_up?: CatchUpFigures;
  /** Cost of work already done on the change (MOD-1). */
  @IsOptional() @IsUnsignedText() cost_to_date?: string;
}

export class SeparateContractResult {
  original_revenue: string;
  added_revenue: string;
  total_revenue: string;
}

export class ProspectiveResult {
  unit_revenue: string;
  /** Unrounded, to 20 digits. */
  unit_revenue_exact: string;
  remaining_revenue: string;
  /** A past concession, negative. */
  immediate_revenue: string;
}

export class CatchUpResult {
  cumulative_revenue: string;
  /** Posted in the period of the modification. */
  catch_up: string;
  progress: string;
}

/** Work on a change that is not approved. */
export class AtRisk {
  cost: string;
  revenue: string;
  backlog: string;
  at_risk: string;
}

export class ContractModificationAnswer {
  currency: string;
  /** `none | variable_consideration | separate_contract | prospective | cumulative_catch_up | mixed | new_rates_from_effective_date` */
  treatment: string;
  in_backlog: boolean;
  /** `AT_RISK_WORK` where the change is not approved. */
  exception: string | null;
  /** These four are there where figures for them were sent. */
  separate_contract?: SeparateContractResult;
  prospective?: ProspectiveResult;
  cumulative_catch_up?: CatchUpResult;
  unapproved?: AtRisk;
  why: Why[];
}
