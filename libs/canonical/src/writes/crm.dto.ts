import { IsArray, IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import type { ContractLine } from '../entities/commercial.dto.js';
import { IsAmount, IsCurrencyCode, IsDay } from '../format-rules.js';

/** Tell sales where delivery of the deal stands. */
export class DeliveryStatusWrite {
  @IsString() opportunity_source_id: string;
  @IsIn(['provisional', 'pending_setup', 'active', 'completed', 'cancelled', 'blocked']) delivery_status: string;
  @IsOptional() @IsString() project_code?: string;
}

/** Tell sales how an invoice of the deal stands; one record per invoice, updated in place. */
export class CrmInvoiceStatusWrite {
  @IsString() contract_source_id: string;
  @IsOptional() @IsString() opportunity_source_id?: string;
  @IsString() @Length(1, 80) invoice_number: string;
  @IsIn(['released', 'posted', 'partially_paid', 'paid', 'credited', 'voided']) status: string;
  @IsDay() invoice_date: string;
  @IsAmount() total: string;
  @IsCurrencyCode() currency: string;
}

/** Write the terms of an approved amendment into the contract (MOD-8), or, as compensation, the terms that stood before. Lines that are not named stay as they are. */
export class AmendmentApplicationWrite {
  @IsString() amendment_source_id: string;
  @IsString() contract_source_id: string;
  /** `apply | withdraw`. */
  @IsIn(['apply', 'withdraw']) action: string;
  /** Lines as they shall stand, whole. */
  @IsArray() @IsObject({ each: true }) lines: ContractLine[];
}
