import { IsIn, IsOptional } from 'class-validator';
import { IsDecimalText } from '#lib/canonical';
import { IsCode, IsUnsignedText } from '../request/formats.js';

/** One limit (TM-5). Several apply at once; the one with the least room decides. Give `cap_amount`, `cap_hours` or both. */
export class PreviewCap {
  /** Name that the answer reports.
   * @example contract */
  @IsCode() level: string;
  @IsOptional() @IsUnsignedText() cap_amount?: string;
  @IsOptional() @IsUnsignedText() cap_hours?: string;
  /** Used before this preview. With `cap_hours` alone these three are hours. */
  @IsOptional() @IsDecimalText() invoiced?: string;
  @IsOptional() @IsDecimalText() on_drafts?: string;
  @IsOptional() @IsDecimalText() committed?: string;
  @IsOptional() @IsDecimalText() invoiced_hours?: string;
  @IsOptional() @IsDecimalText() on_draft_hours?: string;
  @IsOptional() @IsDecimalText() committed_hours?: string;
  /** `day`: the cap is per work date. Default life. */
  @IsOptional() @IsIn(['life', 'day']) per?: string;
  /** `worker`: one cap for each worker. Default team. */
  @IsOptional() @IsIn(['team', 'worker']) by?: string;
}

/** What a cap did to an entry. billed + capped = net, exactly. */
export class CapResult {
  billed_net: string;
  billed_hours: string;
  capped_net: string;
  capped_hours: string;
  /** `capped | written_off | non_billable | warned`; null when the entry fitted. */
  excess_decision: string | null;
  /** The level that had the least room. */
  level: string | null;
  /** Room at that level before the entry. */
  available: string | null;
}

/** Room left at a level after all entries; null for levels per day or worker. */
export class CapRoom {
  level: string;
  available_amount: string | null;
  available_hours: string | null;
}
