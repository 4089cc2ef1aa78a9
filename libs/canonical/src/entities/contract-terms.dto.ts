// Terms of a contract line beyond time and materials (glossary 3.4, 6.3 to 6.6, 7.1). All amounts are in the contract's currency, decimal text.

/** One line of a fixed-fee billing schedule (glossary 6.3, FF-1, FF-2). Lines sum to the line's amount. */
export class BillingScheduleTerm {
  seq: string;
  /** `date | milestone`. */
  trigger: string;
  /** When it is due; for a milestone its planned date, which follows the milestone (FF-7). */
  bill_date?: string;
  /** Code of the milestone that makes it due. */
  milestone_code?: string;
  /** Either a fixed amount … */
  amount?: string;
  /** … or a fraction of the line's amount; the last line is the balance (FF-1). */
  pct?: string;
}

/** Retainer (glossary 6.4, rules RET). */
export class RetainerTerms {
  /** `hours | money`. */
  unit: string;
  /** Base fee of one period; bills even when unused (RET-3). */
  fee: string;
  /** Hours (or money) included in one period. */
  included: string;
  /** Billing period in months; 1 when absent. */
  frequency_months?: string;
  /** Cap on the balance carried: absent is unlimited, `0` none (RET-2). */
  rollover_cap?: string;
  /** Carried hours die at the end of this many further periods; absent: never. */
  rollover_expiry_periods?: string;
  /** Price of an hour beyond what is available; absent: fee over included hours. */
  overage_rate?: string;
  /** `bill | block | absorb` (RET-4). */
  overage_policy?: string;
  refundable?: boolean;
  /** The first, partial period is granted and billed in full (RET-9). */
  full_first_period?: boolean;
}

/** Recurring charge (glossary 6.6, MS-1, MS-2). */
export class RecurringTerms {
  /** Price of one full period. */
  amount: string;
  frequency_months?: string;
  /** `advance | arrears`. */
  timing: string;
  service_start: string;
  /** Excluded; absent: open. */
  service_end?: string;
  /** Day of the month on which periods begin. */
  anchor_day: string;
  /** `actual_days | calendar_month | actual_30 | strict_30_360 | by_second | none`; absent: actual days of the anchored period (MS-2). */
  proration?: string;
}

/** One price step of usage: up to and including `up_to` blocks; absent is the rest (MS-4). */
export class UsageTierTerm {
  up_to?: string;
  price: string;
  flat_fee?: string;
}

/** How one meter is rated (MS-4, MS-5, MS-7). */
export class UsageTerms {
  meter: string;
  unit: string;
  /** Free quantity per billing period. */
  allowance?: string;
  block_size?: string;
  /** `graduated | volume | flat`. */
  mode?: string;
  tiers: UsageTierTerm[];
}

/** How expenses are passed on (rules EXP). */
export class ExpenseTerms {
  /** Fraction; `0` is at cost (EXP-2). */
  markup?: string;
  /** `principal | agent` (EXP-6). */
  presentation?: string;
  /** Cap on billed expenses of the line (EXP-7). */
  cap_amount?: string;
}

/** The performance obligation a line belongs to (glossary 7.1). Lines of one contract with the same code are one obligation. */
export class ObligationTerms {
  code: string;
  description?: string;
  /** Standalone selling price; absent: the line's own price. */
  ssp?: string;
  /** `observable | adjusted_market | cost_plus | residual`. */
  ssp_method?: string;
  /** `point_in_time | over_time`; absent: by REV-2 from the contract type. */
  timing?: string;
  /** `cost_to_cost | hours | output_milestone | units | straight_line | as_invoiced`; absent: by contract type. One for life. */
  measure?: string;
  is_series?: boolean;
  /** REV-2 (c). */
  enforceable_right_to_payment?: boolean;
}

/** A rate card that a line named until an amendment named another one. */
export class EarlierRateCard {
  /** Absent: the line named none, so that the client's, legal entity's or global card priced it. */
  rate_card_code?: string;
  /** First work date it no longer prices. */
  before: string;
}
