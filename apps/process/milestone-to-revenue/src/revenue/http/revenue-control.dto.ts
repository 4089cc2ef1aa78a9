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

/** What posted revenue journals moved on one account in one month, in the functional currency of the legal entity. */
export class PostingTotal {
  legal_entity_code: string;
  currency: string;
  /** Month of the posting date, `YYYY-MM`. */
  period: string;
  account_role: string;
  /** Debits less credits. */
  amount: string;
}

export class RevenueControlTotals {
  /** REC-3 law 2: allocated prices = transaction price. */
  allocation: RevenueLaw[];
  /** REC-3 law 3: recognized + remaining in the plan = allocated price. */
  schedule: RevenueLaw[];
  /** REC-3 law 4: revenue − billed = contract asset − contract liability, the right side from the ledger accounts. */
  balances: RevenueLaw[];
  /** By month of posting: what the ledger must show for our journals. With a month: up to its end. */
  postings: PostingTotal[];
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
