import { IsDay, IsMonth } from '#lib/canonical';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

export class CloseQuery {
  /** Code of the legal entity.
   * @example US01 */
  @IsString() @Length(1, 40) legal_entity: string;
  /** Accounting period, `YYYY-MM`.
   * @example 2026-07 */
  @IsMonth() period: string;
}

export class CheckView {
  /** Name of the check (CLS-2). */
  check: string;
  /** What a record it finds means. */
  says: string;
  /** What settles it. */
  fix: string;
  /** Records found now; null where it rests on a preparation that was not made. */
  count: number | null;
  /** Finds something and is not waived. */
  blocking: boolean;
  waived_by?: string;
  waiver_reason?: string;
}

export class SubledgerView {
  /** `time | expense | cost | billing | revenue | gl`, in the order in which they close (CLS-1). */
  subledger: string;
  /** `open | soft_closed | closed`. */
  status: string;
  changed_by: string | null;
  /** The second person of a close or reopening. */
  approved_by: string | null;
  reason: string | null;
  /** Reopened until the end of this day. */
  expires_on: string | null;
  updated_at: string | null;
  /** Checks that stand before its close. */
  checks: string[];
}

export class PreparationView {
  run_id: string;
  /** `queued | running | completed | waiting | failed`. */
  state: string;
  /** Steps done so far. */
  steps: string[];
  result: object | null;
  started_at: string | null;
  ended_at: string | null;
}

export class ReopeningView {
  id: string;
  subledger: string;
  reason: string;
  expires_on: string;
  requested_by: string;
  status: string;
}

export class CloseView {
  legal_entity: string;
  period: string;
  /** The period in the ERP: `future | open | soft_closed | closed | locked`; null when the ERP has no such period. */
  erp_status: string | null;
  subledgers: SubledgerView[];
  checklist: CheckView[];
  /** Every check finds nothing or is waived. */
  ready: boolean;
  /** What does not fit together, e.g. a period the ERP closed while subledgers here are open. */
  warnings: string[];
  /** The last preparation; null before the first. */
  preparation: PreparationView | null;
  /** Reopenings that wait for a second person. */
  reopenings: ReopeningView[];
}

export class FoundQuery {
  @IsOptional() @IsString() @Length(1, 2000) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class FoundRecordView {
  id: string;
  /** A person's name for it. */
  what: string;
  /** Its state, amounts and keys. */
  detail: object;
}

export class FoundPage {
  records: FoundRecordView[];
  next_cursor: string | null;
}

export class WaiverRequest {
  /** Why the check may stand; kept in the audit.
   * @example Two sheets of a worker on leave, 16 hours, posted in August */
  @IsString() @Length(3, 500) reason: string;
}

export class ReopeningRequestBody {
  /** Why; kept in the audit. */
  @IsString() @Length(3, 500) reason: string;
  /** The last day on which it is open; after today.
   * @example 2026-08-14 */
  @IsDay() expires_on: string;
}

export class PreparationAnswer {
  run_id: string;
}
