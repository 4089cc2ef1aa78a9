import { IsIn, IsOptional } from 'class-validator';
import { IsDay, IsCurrencyCode } from '#lib/canonical';
import { IsRateText } from '../request/formats.js';

/** One published rate: 1 `from` is `rate` `to`. Only this direction is used; a rate is never inverted (MON-7). */
export class PreviewFxRate {
  @IsCurrencyCode() from: string;
  @IsCurrencyCode() to: string;
  /** For averages any day of the month; for contract_fixed the day from which it holds. */
  @IsDay() date: string;
  @IsRateText() rate: string;
  /** Default spot. */
  @IsOptional() @IsIn(['spot', 'average', 'closing', 'contract_fixed']) rate_type?: string;
}

/** A rate whose source may publish only the other direction. */
export class QuotedFxRate extends PreviewFxRate {
  /** `source_per_target`: the source publishes units of `from` for one `to`, so the amount is divided. Default target_per_source. */
  @IsOptional() @IsIn(['target_per_source', 'source_per_target']) quote?: string;
}
