import { Why } from '../request/why.dto.js';
import { RevenuePolicy } from './revenue-schedule.dto.js';

/** LOSS-1 to LOSS-5 at the end of a period; shown with cost to cost. */
export class LossPreview {
  expected_loss: string;
  /** What must stand. */
  provision: string;
  /** To book now; 0 where it is shown and not posted. */
  movement: string;
  post: boolean;
}

/** Revenue of one period. */
export class RevenueLine {
  period_id: string;
  /** Fraction; null where the method has none. */
  progress: string | null;
  /** Negative when progress fell (REV-6). */
  period_revenue: string;
  cumulative_revenue: string;
  /** Price less cumulative; null where no price was given. */
  remaining: string | null;
  /** Cumulative less cost; null where the method knows no cost. */
  cumulative_profit: string | null;
  /** As of the end of the period; null where the method does not look at invoices. */
  unbilled: string | null;
  receivable: string | null;
  contract_liability: string | null;
  /** Absent where the method has no estimate of cost. */
  loss?: LossPreview;
  why: Why[];
}

export class ScheduledObligation {
  id: string;
  /** Name of its measure; null without one. */
  measure: string | null;
  /** Its own or allocated; null where revenue is as invoiced. */
  price: string | null;
  /** Null without an allocation. */
  ssp: string | null;
  /** Part of all SSP. */
  share: string | null;
  lines: RevenueLine[];
}

/** All obligations in one period. */
export class PeriodRevenue {
  period_id: string;
  revenue: string;
}

/** REV-12, the fixed part included. */
export class UncertainPriceResult {
  expected_value: string;
  most_likely: string;
  estimate: string;
  /** What may be recognized. */
  constrained: string;
}

export class RevenueScheduleAnswer {
  currency: string;
  policy: RevenuePolicy;
  /** Null where each obligation has its price. */
  transaction_price: string | null;
  /** All SSP less the price. */
  discount: string | null;
  /** Absent without an uncertain price. */
  uncertain_price?: UncertainPriceResult;
  obligations: ScheduledObligation[];
  /** In the order in which the periods come. */
  periods: PeriodRevenue[];
  why: Why[];
}
