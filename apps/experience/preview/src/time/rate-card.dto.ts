import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsDay, IsCurrencyCode } from '#lib/canonical';
import { IsCode, IsUnsignedText, UniqueBy } from '../request/formats.js';

const SCOPES = ['contract_line', 'contract', 'project', 'client', 'region_practice', 'region', 'practice', 'group', 'legal_entity', 'global'];
const STATUSES = ['draft', 'in_review', 'approved', 'active', 'expired', 'rejected', 'superseded'];
export const RATE_UNITS = ['hour', 'day', 'month', 'fixed'];

/** A price that holds on one line from its own date (RATE-4). */
export class PreviewRateOverride {
  @IsDay() effective_from: string;
  /** Default: until the next override or the end of the version. */
  @IsOptional() @IsDay() effective_to?: string;
  @IsUnsignedText() rate: string;
  /** Order among overrides: contract, quote, client, none; default none. */
  @IsOptional() @IsIn(['contract', 'quote', 'client', 'none']) scope_type?: string;
  @IsOptional() @IsCode() scope_id?: string;
}

/** One price. A dimension that is left out means any (RATE-3). */
export class PreviewRateLine {
  @IsCode() line_id: string;
  @IsOptional() @IsCode() worker_id?: string;
  @IsOptional() @IsCode() role?: string;
  @IsOptional() @IsCode() grade?: string;
  @IsOptional() @IsCode() region?: string;
  @IsOptional() @IsCode() work_type?: string;
  @IsOptional() @IsCode() skill?: string;
  @IsOptional() @IsCode() category?: string;
  /** Default hour. */
  @IsOptional() @IsIn(RATE_UNITS) unit?: string;
  /** Hours in a day or month; required for those units (RATE-7). */
  @IsOptional() @IsUnsignedText() unit_hours?: string;
  @IsUnsignedText() rate: string;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewRateOverride) overrides?: PreviewRateOverride[];
}

/** Markup of a work type on the base rate (RATE-8). */
export class WorkTypeUplift {
  /** @example overtime */
  @IsCode() work_type: string;
  /** 0.15 for 15 %. */
  @IsUnsignedText() uplift: string;
}

/** One version of a rate card. Only approved and active versions price work, and only in the currency of the request. */
export class PreviewRateCard {
  @IsCode() card_version_id: string;
  /** The card this is a version of; versions of one card must not hold on the same dates. Default: a card of its own. */
  @IsOptional() @IsCode() rate_card_id?: string;
  @IsIn(SCOPES) scope_type: string;
  /** What the card applies to; left out for global. For region_practice `region/practice`. */
  @IsOptional() @IsCode() scope_id?: string;
  @IsCurrencyCode() currency: string;
  @IsDay() effective_from: string;
  /** Inclusive; default open. */
  @IsOptional() @IsDay() effective_to?: string;
  /** Default approved. */
  @IsOptional() @IsIn(STATUSES) approval_status?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @UniqueBy('line_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewRateLine) lines: PreviewRateLine[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @UniqueBy('work_type') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => WorkTypeUplift) work_type_uplifts?: WorkTypeUplift[];
}
