import { IsIn, IsOptional, IsString, Length } from 'class-validator';
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
