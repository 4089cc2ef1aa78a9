import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, Length, ValidateNested } from 'class-validator';
import { IsDay, IsAmount, IsCurrencyCode, IsDecimalText } from '#lib/canonical';
import { IsCode, IsFraction, IsUnsignedText } from '../request/formats.js';

export const ZERO_REASONS = ['zero_rated', 'exempt', 'reverse_charge', 'outside_scope'];

/** How an amount is taxed. A rate of 0 needs its reason (TAX-6). */
export class PreviewTax {
  @IsOptional() @IsCode() tax_code?: string;
  /** 0.20 for 20 %. */
  @IsOptional() @IsFraction() tax_rate?: string;
  @IsOptional() @IsIn(ZERO_REASONS) zero_reason?: string;
}

/** FF-3: what a part of a fixed fee bills now, `round(progress x fee) - billed_to_date`; below zero it is OVERBILLED. */
export class ProgressFee {
  @IsUnsignedText() fee: string;
  @IsUnsignedText() progress: string;
  @IsUnsignedText() billed_to_date: string;
}

/** Something to be billed. Its amount is `net`, or quantity and price (INV-3), or the progress of a fee (FF-3): one of the three. */
export class PreviewBillable extends PreviewTax {
  @IsCode() id: string;
  /** Day of the work or event; of the service for tax. */
  @IsDay() event_date: string;
  @IsOptional() @IsAmount() net?: string;
  @IsOptional() @IsDecimalText() quantity?: string;
  /** May carry more digits than the currency (MON-4). */
  @IsOptional() @IsDecimalText() unit_price?: string;
  /** The price is for this many units; default 1. */
  @IsOptional() @IsUnsignedText() base_quantity?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsUnsignedText({ each: true }) line_allowances?: string[];
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsUnsignedText({ each: true }) line_charges?: string[];
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ProgressFee) progress_fee?: ProgressFee;
  /** Currency of the amount when it is not the invoice's: converted by the policy (INV-7). */
  @IsOptional() @IsCurrencyCode() currency?: string;
  /** time, expense, milestone, fee, …: kinds never share a line. */
  @IsOptional() @IsCode() kind?: string;
  @IsOptional() @Length(1, 500) description?: string;
  @IsOptional() @IsCode() unit?: string;
  @IsOptional() @IsCode() legal_entity_id?: string;
  @IsOptional() @IsCode() bill_to_id?: string;
  @IsOptional() @IsCode() client_id?: string;
  @IsOptional() @IsCode() contract_id?: string;
  @IsOptional() @IsCode() po_number?: string;
  @IsOptional() @IsCode() tax_profile?: string;
  @IsOptional() @IsCode() billing_period?: string;
  @IsOptional() @IsCode() project_id?: string;
  @IsOptional() @IsCode() milestone_id?: string;
  @IsOptional() @IsCode() task_id?: string;
  @IsOptional() @IsCode() worker_id?: string;
  @IsOptional() @IsCode() role?: string;
}

/** An allowance or charge of the whole document; positive for both. */
export class PreviewDocumentAmount extends PreviewTax {
  @IsUnsignedText() amount: string;
}
