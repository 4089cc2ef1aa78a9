import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsDay, IsAmount, IsCurrencyCode } from '#lib/canonical';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, UniqueBy } from '../request/formats.js';
import { Why } from '../request/why.dto.js';
import { QuotedFxRate } from './fx-rate.dto.js';

export class AmountToConvert {
  @IsCode() id: string;
  @IsAmount() amount: string;
  /** Needed where the rate is by work date or month. */
  @IsOptional() @IsDay() work_date?: string;
}

export class ConversionPolicy {
  @PolicyChoice('invoice_rate_basis') invoice_rate_basis?: string;
  @PolicyChoice('rounding_mode') rounding_mode?: string;
}

export class CurrencyConversionRequest {
  @IsCurrencyCode() from_currency: string;
  @IsCurrencyCode() to_currency: string;
  /** Day of the document. */
  @IsDay() date: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1000) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => AmountToConvert) amounts: AmountToConvert[];
  @IsArray() @ArrayMaxSize(1000) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => QuotedFxRate) rates: QuotedFxRate[];
  /** How many days back a spot rate may be. Default 0. */
  @IsOptional() @IsInt() @Min(0) @Max(31) max_age_days?: number;
  /** Converts through this currency, with the rates to and from it. */
  @IsOptional() @IsCurrencyCode() pivot_currency?: string;
  /** Decimals kept in the pivot amount. Default 3, the least. */
  @IsOptional() @IsInt() @Min(3) @Max(10) pivot_decimals?: number;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ConversionPolicy) policy?: ConversionPolicy;
}

export class ConvertedAmount {
  id: string;
  amount: string;
  /** As published; through a pivot the second one. */
  rate: string;
  rate_date: string;
  why: Why[];
}

export class CurrencyConversionAnswer {
  currency: string;
  policy: ConversionPolicy;
  amounts: ConvertedAmount[];
  /** Sum of the converted amounts (MON-8). */
  total: string;
  /** The converted sum less the sum of converted amounts (MON-6); null where rates differ or a pivot is used. */
  rounding_difference: string | null;
  why: Why[];
}
