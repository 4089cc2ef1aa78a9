import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Min, ValidateIf } from 'class-validator';

/** The version of the record the decision was taken on; `If-Match` may carry it instead. */
export class Versioned {
  /** Refuses the decision when the record has changed since it was read at this version. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) expected_version?: number;
}

export class RetryRequest extends Versioned {
  /** What was mended; kept in the audit. */
  @IsOptional() @IsString() @Length(3, 500) reason?: string;
}

export class ReasonedRequest extends Versioned {
  /** Why; kept in the audit.
   * @example Agreed with the controller on the phone */
  @IsString() @Length(3, 500) reason: string;
}

export class MarkDoneRequest extends ReasonedRequest {
  /** Id of the document or record in the vendor. Required where a vendor write is marked as done.
   * @example ERP-88123 */
  @IsOptional() @IsString() @Length(1, 200) @Matches(/\S/) source_id?: string;
}

export class EffectMarkDoneRequest extends ReasonedRequest {
  /** Id of the document or record in the vendor, as found there.
   * @example ERP-88123 */
  @IsString() @Length(1, 200) @Matches(/\S/) source_id: string;
  /** Number people know it by.
   * @example INV-US01-00042 */
  @IsOptional() @IsString() @Length(1, 100) number?: string;
}

export class AssignmentRequest extends Versioned {
  /** Subject of the person at the identity provider; null gives the exception back to its team.
   * @example fiona */
  @ValidateIf((o: AssignmentRequest) => o.to !== null) @IsString() @Length(1, 200) to: string | null;
  @IsOptional() @IsString() @Length(3, 500) reason?: string;
}
