import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';

export class AmendmentQuery {
  /** Number of the contract. */
  @IsOptional() @IsString() contract_number?: string;
  /** Where the application stands. */
  @IsOptional() @IsIn(['waiting', 'applying', 'applied', 'withdrawn']) application?: string;
  /** Cursor of the page before. */
  @IsOptional() @IsUUID('all', { context: { fix: 'Leave it out to start at the first page.' } }) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class AmendmentSummary {
  id: string;
  contract_number: string;
  amendment_number: string;
  legal_entity_code: string | null;
  effective_date: string;
  /** As the CRM says: `draft | submitted | approved | rejected | applied | superseded`. */
  status: string;
  /** `waiting`: not begun. `withdrawn`: the last attempt was taken back. */
  application: string;
  price_change: string | null;
  description: string | null;
}

export class AmendmentPage {
  amendments: AmendmentSummary[];
  next_cursor: string | null;
}

/** One step of MOD-8 as it went. */
export class AmendmentStepView {
  step: string;
  /** `open | done | undone | failed`. */
  state: string;
  at: string | null;
  /** What came of it, such as `budget version 2`. */
  detail: string | null;
}

/** What the amendment means for one line in revenue (MOD-2 to 7), with the rules behind it. */
export class LineTreatment {
  line_no: string;
  obligation_code: string;
  /** `variable_consideration | separate_contract | prospective | cumulative_catch_up | new_rates_from_effective_date`. */
  treatment: string;
  why: object[];
}

/** The accounting treatment as two persons saw it. */
export class RevenueReview {
  /** `not_needed | missing | submitted | approved | rejected`. */
  status: string;
  requested_by: string | null;
  decided_by: string | null;
  reason: string | null;
}

export class AmendmentDetail extends AmendmentSummary {
  client_approved: boolean;
  steps: AmendmentStepView[];
  treatments: LineTreatment[];
  revenue_review: RevenueReview;
  /** Id of the last run; its timeline is under /process/v1/runs. */
  run_id: string | null;
}

export class ReviewRequest {
  /** Why the treatment shown is the right one; kept in the audit. */
  @IsString() @Length(3, 500) reason: string;
}

export class ReviewDecision {
  @IsIn(['approve', 'reject']) decision: 'approve' | 'reject';
  /** Kept in the audit. */
  @IsString() @Length(3, 500) reason: string;
}
