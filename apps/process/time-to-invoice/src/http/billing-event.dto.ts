import { IsMonth } from '#lib/canonical';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsCursor } from './cursor.js';

export class BillingEventQuery {
  @IsOptional() @IsIn(['ready', 'held', 'capped', 'deferred', 'on_draft', 'invoiced', 'credited', 'written_off']) status?: string;
  /** Month of the work, `YYYY-MM`. */
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsString() project_code?: string;
  @IsOptional() @IsString() contract_number?: string;
  @IsOptional() @IsIn(['time', 'expense', 'milestone', 'schedule', 'progress', 'retainer_period', 'retainer_overage', 'recurring', 'usage', 'adjustment', 'advance', 'credit']) kind?: string;
  @IsOptional() @IsString() @IsCursor() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class BillingEventView {
  id: string;
  /** `time | expense | milestone | schedule | progress | retainer_period | retainer_overage | recurring | usage | adjustment | advance | credit`. */
  kind: string;
  contract_number: string;
  line_no: string;
  /** Null for what belongs to a contract with several projects. */
  project_code: string | null;
  worker_number: string | null;
  role: string | null;
  event_date: string;
  period: string;
  /** `billable`; `over_cap` beyond a cap; `retention` for what is kept back until release. */
  part: string;
  /** As the invoice line says it. */
  description: string;
  /** What the service covers where that is more than a day; both days included. */
  service_from: string | null;
  service_to: string | null;
  /** What the invoice line credits: `contract_asset` for work already earned, `contract_liability` for what is billed ahead of it. */
  account_role: string;
  quantity: string;
  unit: string;
  rate: string;
  net: string;
  currency: string;
  decision: string;
  hold_reason: string | null;
  status: string;
  invoice_id: string | null;
  source_system: string;
  source_id: string;
}

export class BillingEventPage {
  billing_events: BillingEventView[];
  next_cursor: string | null;
}

export class WriteOffRequest {
  /** Why the value is given up; kept in the audit.
   * @example Agreed with the client as goodwill */
  @IsString() @Length(3, 500) reason: string;
}
