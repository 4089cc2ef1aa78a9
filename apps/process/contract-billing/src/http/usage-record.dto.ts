import { IsDay, IsDecimalText } from '#lib/canonical';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';

/** One meter record. Natural key: source_system, meter, subject, period_start, sequence. */
export class UsageRecordRequest {
  /** @example C-1001 */
  @IsString() @Length(1, 80) contract_number: string;
  /** Contract line that bills the meter.
   * @example 2 */
  @IsString() @Length(1, 20) line_no: string;
  /** As the contract terms name it.
   * @example api_calls */
  @IsString() @Length(1, 80) meter: string;
  /** What was metered: a tenant, a device, a seat group.
   * @example tenant-7 */
  @IsString() @Length(1, 200) subject: string;
  /** First day of the usage. */
  @IsDay() period_start: string;
  /** Last day of the usage, included; its month is the month it bills in. */
  @IsDay() period_end: string;
  /** Tells records of one subject and day apart; 0 when absent. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000) sequence?: number;
  /** Rises when the source corrects the record; 1 when absent. */
  @IsOptional() @IsInt() @Min(1) @Max(1_000_000) record_version?: number;
  /** Exact decimal text in `unit`, not below zero.
   * @example 1500 */
  @IsDecimalText() quantity: string;
  /** @example call */
  @IsString() @Length(1, 40) unit: string;
  /** @example metering */
  @IsString() @Length(1, 80) source_system: string;
  /** The record's name at its source. */
  @IsString() @Length(1, 200) source_ref: string;
}

export class UsageBatchRequest {
  /** At most 1000 records; each is accepted or refused by itself. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1000) @ValidateNested({ each: true }) @Type(() => UsageRecordRequest) records: UsageRecordRequest[];
}

/** Why a record was not taken. */
export class UsageError {
  field: string;
  message: string;
  fix: string;
}

export class UsageRecordAnswer {
  /** `accepted`: new, or a newer version; `unchanged`: known already; `stale`: a newer version is known; `rejected`: it fits no contract line; `conflict`: the same version is known with other content. */
  outcome: string;
  /** Id of the record; absent when it was rejected. */
  id?: string;
  errors?: UsageError[];
}

export class UsageBatchAnswer {
  accepted: number;
  unchanged: number;
  /** Rejected, stale and conflicting records. */
  refused: number;
  /** One answer per record, in the order in which they were sent. */
  results: UsageRecordAnswer[];
}

export class UsageRecordView {
  id: string;
  contract_number: string;
  line_no: string;
  meter: string;
  subject: string;
  period_start: string;
  period_end: string;
  sequence: number;
  record_version: number;
  quantity: string;
  unit: string;
  /** `validated | rated | invoiced | rejected`. */
  status: string;
  billing_period: string | null;
  billing_event_id: string | null;
  source_system: string;
  source_ref: string;
}

export class UsageRecordPage {
  usage_records: UsageRecordView[];
  next_cursor: string | null;
}
