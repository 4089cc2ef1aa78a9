import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsDay, IsAmount, IsCurrencyCode } from '#lib/canonical';
import { PreviewFxRate } from '../currency/fx-rate.dto.js';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, IsFraction, IsUnsignedText, UniqueBy } from '../request/formats.js';
import { PreviewBillable, PreviewDocumentAmount, ZERO_REASONS } from './invoice-line.dto.js';

/** A tax rate with the dates it holds (TAX-5), for lines that name a tax code and no rate. */
export class DatedRate {
  @IsCode() tax_code: string;
  @IsFraction() rate: string;
  @IsOptional() @IsIn(ZERO_REASONS) zero_reason?: string;
  @IsDay() effective_from: string;
  /** Inclusive; default open. */
  @IsOptional() @IsDay() effective_to?: string;
}

export class InvoicePolicyChoices {
  @PolicyChoice('invoice_grouping') invoice_grouping?: string;
  @PolicyChoice('line_aggregation') line_aggregation?: string;
  @PolicyChoice('tax_method') tax_method?: string;
  @PolicyChoice('rounding_mode') rounding_mode?: string;
  /** Default: as `rounding_mode`. */
  @PolicyChoice('tax_rounding_mode') tax_rounding_mode?: string;
  @PolicyChoice('tax_inclusive_order') tax_inclusive_order?: string;
  @PolicyChoice('tax_date_rule') tax_date_rule?: string;
  @PolicyChoice('invoice_rate_basis') invoice_rate_basis?: string;
}

export class InvoiceDraftRequest {
  @IsCurrencyCode() currency: string;
  @IsDay() invoice_date: string;
  /** Needed when tax is by payment date. */
  @IsOptional() @IsDay() payment_date?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1000) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewBillable) lines: PreviewBillable[];
  /** The amounts include tax: it is taken out line by line (TAX-4). Default false. */
  @IsOptional() @IsBoolean() tax_included?: boolean;
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => DatedRate) tax_rates?: DatedRate[];
  @IsOptional() @IsArray() @ArrayMaxSize(1000) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewFxRate) fx_rates?: PreviewFxRate[];
  /** How many days back a spot rate may be, for weekends and holidays. Default 0. */
  @IsOptional() @IsInt() @Min(0) @Max(31) fx_max_age_days?: number;
  /** These four belong to one document: the lines must make one. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewDocumentAmount) allowances?: PreviewDocumentAmount[];
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewDocumentAmount) charges?: PreviewDocumentAmount[];
  @IsOptional() @IsUnsignedText() prepaid?: string;
  /** Cash rounding at the end; may be negative. */
  @IsOptional() @IsAmount() rounding?: string;
  /** A total of zero makes an invoice too (INV-6). Default false: it is carried forward. */
  @IsOptional() @IsBoolean() zero_value_invoices?: boolean;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => InvoicePolicyChoices) policy?: InvoicePolicyChoices;
}
