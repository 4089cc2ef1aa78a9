import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { Receipt, EffectProblem } from '#lib/canonical';

export const EFFECT_STATES = ['uncertain', 'exception', 'sent', 'planned', 'rejected', 'confirmed', 'compensated'] as const;
/** States in which an effect is not at its end. */
export const OPEN_EFFECT_STATES = ['uncertain', 'exception', 'sent', 'planned'] as const;

export class EffectQuery {
  /** One or more states, separated by commas; default: all open ones. Uncertain effects come first. */
  @IsOptional() @Matches(new RegExp(`^(${EFFECT_STATES.join('|')})(,(${EFFECT_STATES.join('|')}))*$`), { message: `state must be one or more of ${EFFECT_STATES.join(', ')}`, context: { fix: 'Send states separated by commas, such as uncertain,exception.' } }) state?: string;
  /** System, such as `netsuite`. */
  @IsOptional() @IsString() @Length(1, 100) system?: string;
  /** What was asked, such as `create_invoice`. */
  @IsOptional() @IsString() @Length(1, 100) verb?: string;
  @IsOptional() @IsString() @Length(1, 200) correlation_id?: string;
  @IsOptional() @IsString() @Length(1, 600) cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

export class EffectSummary {
  system: string;
  key: string;
  verb: string;
  /** `planned | sent | confirmed | rejected | uncertain | exception | compensated`. */
  state: string;
  /** How often bytes left for the vendor. */
  attempts: number;
  receipt?: Receipt;
  problem?: EffectProblem;
  correlation_id: string;
  run_id: string | null;
  actor: string;
  planned_at: string;
  sent_at: string | null;
  settled_at: string | null;
  next_check_at: string | null;
  version: number;
}

export class EffectPage {
  effects: EffectSummary[];
  next_cursor: string | null;
}

export class EffectDetail extends EffectSummary {
  /** The canonical body that was asked for. Bodies with cost figures need the scope experience.cost. */
  request: object | null;
  request_left_out: string | null;
  /** Key as it stands in the vendor's field. */
  vendor_key: string;
  lookups: number;
  /** Decisions that are possible now. */
  decisions: string[];
}
