import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsString, ValidateNested } from 'class-validator';
import { IsDay, IsDecimalText } from '#lib/canonical';

/** Time as a worker means to submit it. */
export class TimeToValidate {
  /** HCM worker number.
   * @example E-1001 */
  @IsString() worker_number: string;
  /** @example US01-OPP-2001 */
  @IsString() project_code: string;
  /** Work breakdown element of the project.
   * @example DEL */
  @IsOptional() @IsString() wbs_code?: string;
  /** @example 2026-07-06 */
  @IsDay() work_date: string;
  /** Hours, exact decimal text.
   * @example 7.5 */
  @IsDecimalText() hours: string;
  /** Role; default: the one of the assignment.
   * @example CONSULTANT */
  @IsOptional() @IsString() role?: string;
  /** `regular` by default. */
  @IsOptional() @IsString() work_type?: string;
}

export class TimeValidationRequest {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @ValidateNested({ each: true }) @Type(() => TimeToValidate) entries: TimeToValidate[];
}

/** Why an entry would not be billed as it stands. */
export class TimeFault {
  /** Exception code it would raise. */
  code: string;
  message: string;
  /** What to do about it. */
  fix: string;
}

export class ValidatedTime {
  /** Position in the request, from 0. */
  index: number;
  valid: boolean;
  /** `billable | non_billable | internal | absence`. */
  billable_class: string;
  faults: TimeFault[];
  /** Price per hour in the contract's currency, when one was found. */
  bill_rate?: string;
  currency?: string;
}

export class TimeValidationAnswer {
  valid: boolean;
  entries: ValidatedTime[];
}
