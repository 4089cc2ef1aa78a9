import { IsDay } from '#lib/canonical';
import { IsOptional, IsString, Length } from 'class-validator';

export class RetentionReleaseRequest {
  /** Why it may be billed now; kept in the audit.
   * @example Final acceptance signed on 2026-09-30 */
  @IsString() @Length(3, 500) reason: string;
  /** Day from which it bills; today when absent. */
  @IsOptional() @IsDay() bill_date?: string;
}
