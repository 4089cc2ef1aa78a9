import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';

/** A page of what belongs to contracts. */
export class ContractQuery {
  /** @example C-1001 */
  @IsOptional() @IsString() contract_number?: string;
  /** `next_cursor` of the page before. */
  @IsOptional() @IsUUID() cursor?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit?: number;
}

/** Cuts what was read (one more than asked for) into a page. */
export function page<T extends { id: string }>(rows: T[], limit: number): { rows: T[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  return { rows: shown, next_cursor: rows.length > limit ? shown.at(-1)!.id : null };
}
