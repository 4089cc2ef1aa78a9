import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsDay } from '#lib/canonical';

/** What decides whether priced time can be billed now (TM-8, TM-9). What is left out stands in no one's way. */
export class BillingFacts {
  /** Only active and completed projects bill. Default active. */
  @IsOptional() @IsIn(['draft', 'provisional', 'planned', 'active', 'on_hold', 'completed', 'closed', 'cancelled']) project_status?: string;
  /** Time on fixed_fee and milestone lines makes cost and no billing (FF-6). */
  @IsOptional() @IsIn(['time_and_materials', 'fixed_fee', 'milestone', 'retainer', 'managed_services', 'subscription', 'expense']) contract_type?: string;
  /** Only an active contract line bills. Default active. */
  @IsOptional() @IsIn(['draft', 'active', 'on_hold', 'completed', 'closed', 'cancelled']) line_status?: string;
  @IsOptional() @IsDay() line_start?: string;
  /** Inclusive. */
  @IsOptional() @IsDay() line_end?: string;
  /** The line bills only after a milestone. */
  @IsOptional() @IsBoolean() milestone_gated?: boolean;
  @IsOptional() @IsBoolean() milestone_reached?: boolean;
  /** Not billed before this day; compared with `as_of`. */
  @IsOptional() @IsDay() bill_on?: string;
  @IsOptional() @IsDay() as_of?: string;
  @IsOptional() @IsBoolean() period_hold?: boolean;
}
