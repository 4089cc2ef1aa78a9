import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsAmount, IsCurrencyCode } from '#lib/canonical';
import { PreviewTax } from '../invoice/invoice-line.dto.js';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, IsUnsignedText, UniqueBy } from '../request/formats.js';
import { Why } from '../request/why.dto.js';

/** A line of the invoice to be credited, as it was posted. */
export class PostedLine extends PreviewTax {
  @IsCode() id: string;
  @IsAmount() net: string;
  /** Credited on it before. */
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsUnsignedText({ each: true }) credited?: string[];
  /** To credit now, net of tax; default nothing. Of a negative line a negative amount. */
  @IsOptional() @IsAmount() credit?: string;
}

/** The tax method and rounding of the original: a credit memo repeats them, whatever holds today (TAX-3). */
export class CreditPolicy {
  @PolicyChoice('tax_method') tax_method?: string;
  @PolicyChoice('rounding_mode') rounding_mode?: string;
  /** Default: as `rounding_mode`. */
  @PolicyChoice('tax_rounding_mode') tax_rounding_mode?: string;
}

export class CreditMemoDraftRequest {
  @IsCurrencyCode() currency: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1000) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PostedLine) lines: PostedLine[];
  /** Paid on the invoice: what was paid beyond the new charge becomes a credit of the client. Default 0. */
  @IsOptional() @IsUnsignedText() paid?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => CreditPolicy) policy?: CreditPolicy;
}

/** A line of the credit memo: the credited part, negative. */
export class CreditMemoLine {
  original_line_id: string;
  net: string;
  tax_code: string | null;
  tax_rate: string;
  zero_reason: string | null;
  /** What is left of the original line. */
  remaining: string;
  why: Why[];
}

/** What the client owes after the credit memo. */
export class InvoiceAfterCredit {
  /** Charged, tax included. */
  charged: string;
  /** Paid beyond that. */
  credit: string;
  /** Still to pay. */
  balance: string;
}

export class CreditMemoDraftAnswer {
  currency: string;
  policy: CreditPolicy;
  lines: CreditMemoLine[];
  subtotal: string;
  tax_total: string;
  /** Negative: it mirrors the credited part of the invoice to the unit (MON-3). */
  total: string;
  invoice: InvoiceAfterCredit;
  why: Why[];
}
