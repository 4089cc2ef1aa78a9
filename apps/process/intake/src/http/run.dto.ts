import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

export class RunQuery {
  /** Flow name, e.g. `set-up-project`. */
  @IsOptional() @IsString() flow?: string;
  /** One of `queued, running, waiting, failed, completed, retried`; several joined by commas. */
  @IsOptional() @IsString() state?: string;
  @IsOptional() @IsString() business_key?: string;
  @IsOptional() @IsString() correlation_id?: string;
  @IsOptional() @IsString() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class RunList {
  runs: object[];
  next_cursor: string;
}

export class RunTimeline {
  run: object;
  attempts: object[];
  steps: object[];
  effects: object[];
  events: object[];
  exceptions: object[];
}

export class RetryAnswer {
  /** Id of the new attempt. */
  run_id: string;
}
