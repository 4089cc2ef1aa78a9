import { IsMonth } from '#lib/canonical';
import { NotFarAhead } from '#lib/platform';
import { IsOptional, IsString } from 'class-validator';

export class BillingRunRequest {
  /** Month whose work is billed, earlier leftovers included.
   * @example 2026-07 */
  @IsMonth() @NotFarAhead() period: string;
  /** Only contracts of this legal entity.
   * @example US01 */
  @IsOptional() @IsString() legal_entity_code?: string;
  /** Only this contract. */
  @IsOptional() @IsString() contract_number?: string;
}

export class BillingRunAnswer {
  /** Id of the run; read its progress under GET billing-runs/{id}. */
  id: string;
  period: string;
  /** Contracts with something to bill or credit. */
  contracts: number;
}

export class BillingRunProgress {
  id: string;
  contracts: number;
  done: number;
  failed: number;
  running: number;
  invoices: number;
  credit_memos: number;
}
