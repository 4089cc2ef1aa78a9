/** One line of a billing schedule as it stands. */
export class BillingScheduleLineView {
  id: string;
  contract_number: string;
  line_no: string;
  schedule_version: number;
  seq: string;
  /** `date | milestone | progress`. */
  trigger: string;
  bill_date: string | null;
  milestone_code: string | null;
  amount: string;
  currency: string;
  /** `scheduled | due | invoiced | skipped | cancelled`. */
  status: string;
  billing_event_id: string | null;
}

export class BillingSchedulePage {
  lines: BillingScheduleLineView[];
  next_cursor: string | null;
}

/** One entry of a retainer's ledger. */
export class RetainerEntryView {
  id: string;
  contract_number: string;
  line_no: string;
  /** Month in which the retainer period begins. */
  period: string;
  /** `grant | rollover_in | drawdown | rollover_out | expiry | overage | refund | adjustment`. */
  entry: string;
  /** `hours | money`. */
  unit: string;
  /** Signed: what is drawn, expires, is carried out or lies beyond is negative. */
  quantity: string;
  /** Period whose grant was used; null: hours carried in from before. */
  grant_period: string | null;
  time_entry_id: string | null;
  billing_event_id: string | null;
}

export class RetainerLedgerPage {
  entries: RetainerEntryView[];
  next_cursor: string | null;
}

/** An amount kept back until a person releases it (FF-4). */
export class RetentionView {
  /** Id of its billing event. */
  id: string;
  contract_number: string;
  line_no: string;
  description: string;
  net: string;
  currency: string;
  event_date: string;
  /** `held` until it is released; then as every billing event. */
  status: string;
}

export class RetentionPage {
  retentions: RetentionView[];
  next_cursor: string | null;
}
