import { Why } from '../request/why.dto.js';
import { CapResult, CapRoom } from './cap.dto.js';
import { TimePolicy } from './time-price.dto.js';

/** An entry with its price. Amounts are decimal text in the currency of the answer. */
export class PricedEntry {
  id: string;
  work_date: string;
  /** `invoiceable | deferred | held | non_billable`, or what its cap made of all of it: `capped | written_off | non_billable` (TM-9). */
  decision: string;
  /** Why it waits: `milestone`, `period` or `bill_date`. */
  hold_reason: string | null;
  /** Price of one unit, uplift included; this and the next six are null where time does not bill and has no rate. */
  rate: string | null;
  /** Before the uplift. */
  base_rate: string | null;
  uplift: string | null;
  /** `hour | day | month | fixed`. */
  unit: string | null;
  /** Level of the precedence that had a price. */
  level: string | null;
  card_version_id: string | null;
  line_id: string | null;
  /** Hours billed: as approved, rounded, with the minimum. */
  billable_hours: string;
  /** In `unit`. */
  quantity: string;
  gross: string;
  discount: string;
  fee: string;
  net: string;
  /** Hours worked and not approved for billing. */
  non_billable_hours: string;
  /** They at the rate of the entry; null when there is no rate per hour. */
  non_billable_value: string | null;
  /** Absent without caps. */
  cap?: CapResult;
  /** Net within the caps. */
  billed_net: string;
  /** Null without cost rates. */
  cost_rate: string | null;
  cost: string | null;
  /** Null without periods. */
  posting_date: string | null;
  prior_period: boolean | null;
  why: Why[];
}

export class TimeTotals {
  billable_hours: string;
  gross: string;
  discount: string;
  fee: string;
  net: string;
  billed_net: string;
  capped_net: string;
  /** Part of billed_net whose decision is invoiceable. */
  invoiceable_net: string;
  /** Top-up to the period minimum. */
  minimum_adjustment: string;
  /** billed_net + minimum_adjustment. */
  total: string;
  cost: string | null;
  margin_amount: string | null;
  /** Fraction of total; null without cost or without value. */
  margin: string | null;
}

export class TimePriceAnswer {
  currency: string;
  /** The practice followed: what was chosen, and the defaults. */
  policy: TimePolicy;
  entries: PricedEntry[];
  totals: TimeTotals;
  /** Room left at each cap. */
  caps: CapRoom[];
  /** Level of the first entry that did not fit. */
  exceeded_level: string | null;
  /** Rules about all entries together. */
  why: Why[];
}
