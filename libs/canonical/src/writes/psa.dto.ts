import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsCurrencyCode, IsDay, IsDecimalText } from '../format-rules.js';

/** Create the delivery project in the PSA; a provisional one is a shell that accepts no time. */
export class PsaProjectWrite {
  @IsString() @Length(1, 80) project_code: string;
  @IsString() @Length(1, 200) name: string;
  @IsCurrencyCode() currency: string;
  @IsOptional() @IsDay() start?: string;
  @IsOptional() @IsDay() end?: string;
  @IsIn(['provisional', 'pending_setup']) status: string;
}

/** Move the PSA project to a status and set its billing profile; only fields given are written. */
export class PsaProjectUpdateWrite {
  /** PSA id of the project. */
  @IsString() project_source_id: string;
  @IsIn(['provisional', 'pending_setup', 'approved', 'active', 'on_hold', 'completed', 'closed', 'cancelled']) status: string;
  @IsBoolean() time_entry_open: boolean;
  @IsOptional() @IsString() rate_card_code?: string;
  @IsOptional() @IsString() project_code?: string;
  @IsOptional() @IsString() legal_entity_code?: string;
  @IsOptional() @IsString() billing_method?: string;
  @IsOptional() @IsString() contract_number?: string;
  @IsOptional() @IsString() erp_project_id?: string;
}

export class TaskWrite {
  @IsString() project_source_id: string;
  @IsString() @Length(1, 40) wbs_code: string;
  @IsString() @Length(1, 150) name: string;
  @IsBoolean() billable: boolean;
  @IsOptional() @IsDecimalText() planned_hours?: string;
  @IsOptional() @IsDay() start?: string;
  @IsOptional() @IsDay() end?: string;
}

/** Publish staffing demand: an unnamed resource of a role over a window. */
export class DemandWrite {
  @IsString() project_source_id: string;
  @IsString() role: string;
  @IsDecimalText() hours: string;
  @IsDay() start: string;
  @IsDay() end: string;
  @IsBoolean() billable: boolean;
  @IsIn(['tentative', 'confirmed']) demand_type: string;
}

/** Withdraw demand that was published (slipped or lost deal). */
export class DemandWithdrawWrite {
  @IsString() demand_source_id: string;
  @IsString() @Length(1, 500) reason: string;
}

/** Tell the PSA how an invoice of the project stands. */
export class PsaInvoiceStatusWrite {
  @IsString() project_source_id: string;
  @IsString() @Length(1, 80) invoice_number: string;
  @IsIn(['released', 'posted', 'partially_paid', 'paid', 'credited', 'voided']) status: string;
  @IsOptional() @IsString() @Length(0, 300) message?: string;
}

/** Send a timesheet back to its worker with the reason. */
export class TimesheetRejectWrite {
  @IsString() timesheet_source_id: string;
  @IsString() @Length(1, 900) reason: string;
}

/** Tell the project team how the billing of a milestone stands. */
export class MilestoneStatusWrite {
  @IsString() milestone_source_id: string;
  @IsIn(['held', 'ready', 'on_draft', 'invoiced', 'credited', 'cancelled']) billing_status: string;
  @IsOptional() @IsString() @Length(0, 300) message?: string;
}
