import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { Address } from '../entities/address.dto.js';
import { IsAmount, IsCurrencyCode, IsDay, IsDecimalText } from '../format-rules.js';

/** Create the billable customer in the ERP. */
export class CustomerWrite {
  @IsString() @Length(1, 80) client_number: string;
  @IsString() @Length(1, 200) legal_name: string;
  @IsString() @Length(1, 40) legal_entity_code: string;
  @IsCurrencyCode() currency: string;
  @IsOptional() @ValidateNested() @Type(() => Address) bill_to?: Address;
  @IsOptional() @IsString() tax_profile?: string;
  @IsOptional() @IsString() payment_terms?: string;
  @IsOptional() @IsString() tax_id?: string;
}

/** Create the ERP project (job) that cost and invoices refer to. */
export class ErpProjectWrite {
  @IsString() @Length(1, 80) project_code: string;
  @IsString() @Length(1, 200) name: string;
  /** ERP id of the customer. */
  @IsString() customer_source_id: string;
  @IsString() legal_entity_code: string;
  @IsCurrencyCode() currency: string;
  @IsOptional() @IsDay() start?: string;
  @IsOptional() @IsDay() end?: string;
  /** `time_and_materials | fixed_fee | milestone | retainer | managed_services`. */
  @IsString() billing_type: string;
}

/** Take a project or customer out of use (compensation) or back into use: nothing financial is ever deleted. */
export class ActivityWrite {
  @IsString() source_id: string;
  @IsBoolean() active: boolean;
  @IsString() @Length(1, 500) reason: string;
}

/** One side of a journal: exactly one of debit and credit is above zero. */
export class JournalLineWrite {
  /** Account role of glossary 7.5, e.g. `labor_cost`; the connector maps it to the ERP's account. */
  @IsString() account_role: string;
  @IsAmount() debit: string;
  @IsAmount() credit: string;
  /** ERP id of the project. */
  @IsOptional() @IsString() project_source_id?: string;
  @IsOptional() @IsString() practice?: string;
  @IsOptional() @IsString() region?: string;
  @IsOptional() @IsString() @Length(0, 300) memo?: string;
}

/** Post a balanced journal (GL-3) in the functional currency of the legal entity. */
export class JournalWrite {
  @IsString() legal_entity_code: string;
  @IsCurrencyCode() currency: string;
  @IsDay() posting_date: string;
  @IsString() @Length(1, 40) purpose: string;
  @IsOptional() @IsString() @Length(0, 500) memo?: string;
  @IsArray() @ArrayMinSize(2) @ValidateNested({ each: true }) @Type(() => JournalLineWrite) lines: JournalLineWrite[];
}

export class InvoiceLineWrite {
  @IsString() line_no: string;
  @IsString() @Length(1, 900) description: string;
  @IsDecimalText() quantity: string;
  @IsDecimalText() unit_price: string;
  /** Line net, already rounded to the currency (INV-2: never recomputed from quantity and price). */
  @IsAmount() net: string;
  @IsString() tax_code: string;
  /** Fraction.
   * @example 0.0825 */
  @IsDecimalText() tax_rate: string;
  /** Account role the line credits: `contract_asset` (work already earned) or `contract_liability` (billed ahead of work), GL-2; absent: `contract_asset`. The connector maps it to an item. */
  @IsOptional() @IsIn(['contract_asset', 'contract_liability', 'revenue_services']) account_role?: string;
  @IsOptional() @IsString() project_source_id?: string;
  @IsOptional() @IsString() practice?: string;
  @IsOptional() @IsString() region?: string;
}

/** Create the invoice that finance released. The ERP recomputes tax; a difference beyond MON-6 is an echo mismatch. */
export class InvoiceWrite {
  @IsString() legal_entity_code: string;
  /** ERP id of the customer. */
  @IsString() customer_source_id: string;
  @IsOptional() @IsString() project_source_id?: string;
  @IsCurrencyCode() currency: string;
  @IsDay() invoice_date: string;
  @IsOptional() @IsDay() due_date?: string;
  @IsOptional() @IsString() po_number?: string;
  @IsOptional() @IsString() @Length(0, 900) memo?: string;
  @IsArray() @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => InvoiceLineWrite) lines: InvoiceLineWrite[];
  @IsAmount() subtotal: string;
  @IsAmount() tax_total: string;
  @IsAmount() total: string;
}

/** Credit lines of a posted invoice at their original rate and tax (COR-2, COR-7). Amounts are positive. */
export class CreditMemoWrite extends InvoiceWrite {
  /** ERP id of the invoice credited. */
  @IsString() invoice_source_id: string;
  @IsIn(['correction', 'dispute', 'goodwill', 'write_off', 'refund']) reason_code: string;
}
