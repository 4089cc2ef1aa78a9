import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { EXCEPTIONS, states } from '#lib/canonical';

const STATUSES = states('exception');

export class ExceptionQuery {
  /** One or more states, separated by commas; default `open,assigned`. */
  @IsOptional() @Matches(new RegExp(`^(${STATUSES.join('|')})(,(${STATUSES.join('|')}))*$`), { message: `status must be one or more of ${STATUSES.join(', ')}`, context: { fix: 'Send states separated by commas, such as open,assigned.' } }) status?: string;
  @IsOptional() @IsIn(Object.keys(EXCEPTIONS)) code?: string;
  @IsOptional() @IsIn(['finance_ops', 'it', 'delivery']) owner_team?: string;
  @IsOptional() @IsIn(['low', 'medium', 'high']) severity?: string;
  /** Flow that met it, or `intake`. */
  @IsOptional() @IsString() @Length(1, 200) workflow?: string;
  /** Names the business fact, such as `opportunity:OPP-2001`. */
  @IsOptional() @IsString() @Length(1, 300) business_key?: string;
  @IsOptional() @IsString() @Length(1, 100) legal_entity_code?: string;
  @IsOptional() @IsString() @Length(1, 200) assigned_to?: string;
  @IsOptional() @IsString() @Length(1, 200) correlation_id?: string;
  /** Words of the message or of the business key, in any case. */
  @IsOptional() @IsString() @Length(2, 100) text?: string;
  /** Only what was met for the first time before this instant (UTC).
   * @example 2026-09-30T00:00:00Z */
  @IsOptional() @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/, { message: 'first_seen_before must be an instant in UTC', context: { fix: 'Send an instant such as 2026-09-30T00:00:00Z.' } }) first_seen_before?: string;
  @IsOptional() @IsString() @Length(1, 600) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class ExceptionView {
  id: string;
  code: string;
  severity: string;
  business_key: string;
  workflow: string;
  step: string | null;
  owner_team: string;
  legal_entity_code: string | null;
  message: string;
  /** What to do about it. */
  suggested_action: string;
  /** `open | assigned | resolved | waived | replayed | closed`. */
  status: string;
  assigned_to: string | null;
  attempts: number;
  first_seen: string;
  last_seen: string;
  resolution: string | null;
  resolution_reason: string | null;
  resolved_by: string | null;
  resolved_at: string | null;
  run_id: string | null;
  correlation_id: string;
  /** Send it back as `If-Match` or expected_version with a decision. */
  version: number;
}

export class ExceptionPage {
  exceptions: ExceptionView[];
  next_cursor: string | null;
}

/** The process run that met the exception. */
export class RunLink {
  id: string;
  flow: string;
  state: string;
  /** Its timeline. */
  href: string;
}

/** The vendor write an exception is about. */
export class EffectLink {
  system: string;
  key: string;
  verb: string;
  state: string;
  href: string;
}

export class ExceptionDetail extends ExceptionView {
  /** Facts needed to decide. */
  context: object;
  /** What was seen. Cost figures are left out without the scope experience.cost. */
  evidence: object[];
  evidence_left_out: string | null;
  run: RunLink | null;
  effect: EffectLink | null;
  /** Decisions that are possible now. */
  decisions: string[];
}

/** The retry was passed to the process layer; whether it goes through shows on the exception. */
export class RetryAccepted {
  exception: ExceptionView;
  /** False when the same retry was already asked for. */
  requested: boolean;
}
