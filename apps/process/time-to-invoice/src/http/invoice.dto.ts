import { IsAmount, IsMonth } from '#lib/canonical';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsCursor } from './cursor.js';

export class InvoiceQuery {
  @IsOptional() @IsIn(['draft', 'released', 'posted', 'voided', 'partially_paid', 'paid', 'disputed', 'credited']) status?: string;
  @IsOptional() @IsIn(['invoice', 'credit_memo']) kind?: string;
  /** Billing period, `YYYY-MM`. */
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsString() legal_entity_code?: string;
  /** Cursor of the page before. */
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class InvoiceSummary {
  id: string;
  /** `invoice | credit_memo`. */
  kind: string;
  draft_key: string;
  /** Assigned by the ERP on posting. */
  invoice_number: string | null;
  legal_entity_code: string;
  client: string;
  contract_number: string;
  currency: string;
  invoice_date: string;
  due_date: string | null;
  billing_period: string;
  po_number: string | null;
  subtotal: string;
  tax_total: string;
  total: string;
  /** Settled by payments, as the ERP says. */
  amount_paid: string;
  /** Total of its credit memos. */
  credited: string;
  status: string;
  prepared_by: string;
  released_by: string | null;
  erp_source_id: string | null;
  correlation_id: string;
}

export class InvoicePage {
  invoices: InvoiceSummary[];
  next_cursor: string | null;
}

export class InvoiceLineView {
  line_no: string;
  description: string;
  quantity: string;
  unit: string;
  unit_price: string;
  net: string;
  tax_code: string;
  tax_rate: string;
  /** What the line credits in the ledger: `contract_asset` for work already earned, `contract_liability` for what is billed ahead of it. */
  account_role: string;
  service_from: string | null;
  service_to: string | null;
  billing_event_ids: string[];
}

export class InvoiceDetail extends InvoiceSummary {
  lines: InvoiceLineView[];
  /** Tax by category: base, rate, amount. */
  tax_lines: object;
  /** Rules and numbers that made it. */
  why: object;
}

export class AdvanceRequest {
  /** The most the draft may take of the client's advances, before tax, in its currency. More than it can take is what it can take.
   * @example 1000.00 */
  @IsAmount() amount: string;
}

export class ReturnRequest {
  /** Why the draft is given up; kept in the audit. */
  @IsString() @Length(3, 500) reason: string;
}

export class Explanation {
  /** What is explained. */
  subject: string;
  /** Rule ids and the numbers that decided, in order. */
  why: object[];
  /** The records behind it. */
  sources: object[];
}
