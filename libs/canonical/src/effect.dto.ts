/** What the vendor gave back for a write, compared with what was asked (echo check). */
export class Receipt {
  /** Vendor id of the document or record. */
  source_id: string;
  /** Human number, when the vendor assigns one (invoice number). */
  number?: string;
  /** Vendor status mapped to canonical, e.g. `posted`. */
  status?: string;
  /** Further facts of the answer: totals, period, posting date. */
  facts: Record<string, string>;
}

/** The state of one write to a vendor. */
export class EffectView {
  /** The `Idempotency-Key` it was asked with. */
  key: string;
  system: string;
  /** Contract verb, e.g. `post_journal`. */
  verb: string;
  /** `planned | sent | confirmed | rejected | uncertain | exception | compensated`. */
  state: string;
  /** How often bytes left for the vendor. */
  attempts: number;
  receipt?: Receipt;
  /** Closed-set class and vendor text when rejected or uncertain. */
  problem?: EffectProblem;
  correlation_id: string;
  planned_at: string;
  settled_at?: string;
  /** When the next look-up or attempt is due. */
  next_check_at?: string;
}

export class EffectProblem {
  /** Closed-set class: `validation | period_closed | conflict | locked | auth | rate_limited | unavailable | timeout | echo_mismatch | not_found | unknown`. */
  class: string;
  /** Exception code it becomes, e.g. `PERIOD_CLOSED`. */
  code?: string;
  detail: string;
  field?: string;
  /** The vendor's own code, for support. */
  vendor_code?: string;
}
