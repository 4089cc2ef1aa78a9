import { IsDay, IsMonth } from '#lib/canonical';
import { IsOptional, IsString } from 'class-validator';
import { PositionView } from './revenue-contract.dto.js';

export class RevenueControlQuery {
  /** Up to the end of this month; left out: all that is posted. */
  @IsOptional() @IsMonth() period?: string;
  @IsOptional() @IsString() legal_entity_code?: string;
}

/** Two sides that must be equal; amounts in the currency. */
export class RevenueLaw {
  legal_entity_code: string;
  currency: string;
  left: string;
  right: string;
  difference: string;
  holds: boolean;
  /** Contracts in which the sides differ, by number. */
  breaks: string[];
}

export class RevenueControlTotals {
  /** REC-3 law 2: allocated prices = transaction price. */
  allocation: RevenueLaw[];
  /** REC-3 law 3: recognized + remaining in the plan = allocated price. */
  schedule: RevenueLaw[];
  /** REC-3 law 4: revenue − billed = contract asset − contract liability, the right side from the ledger accounts. */
  balances: RevenueLaw[];
  holds: boolean;
}

export class PositionQuery {
  /** Last day that counts; left out: all. */
  @IsOptional() @IsDay() as_of?: string;
  @IsOptional() @IsString() legal_entity_code?: string;
}

export class PositionList {
  positions: PositionView[];
}
