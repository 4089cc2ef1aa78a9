import { IsDay } from '#lib/canonical';
import { NotFarAhead } from '#lib/platform';
import { IsOptional, IsString } from 'class-validator';

export class BillingDuesRequest {
  /** Everything that falls due up to this day, included.
   * @example 2026-07-31 */
  @IsDay() @NotFarAhead() through: string;
  /** Only contracts of this legal entity.
   * @example US01 */
  @IsOptional() @IsString() legal_entity_code?: string;
  /** Only this contract. */
  @IsOptional() @IsString() contract_number?: string;
}

export class BillingDuesAnswer {
  /** Read its progress under GET billing-dues/{id}. */
  id: string;
  through: string;
  /** Contracts that bill by their terms. */
  contracts: number;
}

export class BillingDuesProgress {
  id: string;
  contracts: number;
  done: number;
  /** Waiting for a person; the exceptions name the contract. */
  failed: number;
  running: number;
}
