import { IsIn, IsOptional } from 'class-validator';
import { IsDay } from '#lib/canonical';
import { IsCode, IsUnsignedText } from '../request/formats.js';

/** What an hour costs. Name the worker, or the role, or the grade it is for (GL-1). */
export class PreviewCostRate {
  @IsOptional() @IsCode() worker_id?: string;
  @IsOptional() @IsCode() role?: string;
  @IsOptional() @IsCode() grade?: string;
  @IsUnsignedText() rate: string;
  @IsDay() effective_from: string;
  /** Inclusive; default open. */
  @IsOptional() @IsDay() effective_to?: string;
}

/** An accounting period, dates inclusive. */
export class PreviewPeriod {
  /** @example 2026-07 */
  @IsCode() period_id: string;
  @IsDay() start: string;
  @IsDay() end: string;
  @IsIn(['future', 'open', 'soft_closed', 'closed', 'locked']) status: string;
}
