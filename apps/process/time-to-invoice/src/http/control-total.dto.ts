/** REC-3, first law, for one legal entity, currency and month of work or service: approved = invoiced + drafted + ready + held + capped + written off. */
export class ControlTotal {
  /** Of the contract. */
  legal_entity_code: string;
  currency: string;
  /** Month of the work, `YYYY-MM`. */
  period: string;
  /** Approved billable value of every kind: priced time, expenses, instalments and milestones that are due, retainer fees and overage, recurring charges, rated usage, minimums. */
  approved: string;
  invoiced: string;
  drafted: string;
  ready: string;
  held: string;
  capped: string;
  written_off: string;
  /** Approved less the sum of the others; anything but 0 is a RECON_BREAK. */
  difference: string;
  /** Approved billable hours that wait without a price: they have no value yet. */
  unpriced_hours: string;
  holds: boolean;
}

/** What the posted documents of one legal entity, currency and month carry: the billing events on them, and the documents' own net totals. */
export class DocumentTotal {
  legal_entity_code: string;
  currency: string;
  /** Month of the document's date, `YYYY-MM`. */
  period: string;
  /** Number of posted invoices and credit memos. */
  documents: number;
  /** Net of the billing events on them, advances that were applied included. */
  events: string;
  /** Net of the documents; credit memos count negative. */
  net: string;
  /** The part that credits the contract asset: work billed after it was done. */
  to_contract_asset: string;
  /** The part that credits the contract liability: billed ahead of the work. */
  to_contract_liability: string;
  difference: string;
  holds: boolean;
}

/** Approved hours and where they stand. */
export class HourTotals {
  approved: string;
  /** Their labor cost stands in the ledger. */
  costed: string;
  billed: string;
  /** Billable, but waiting for a person. */
  held: string;
  /** Billable, but beyond a cap. */
  capped: string;
  non_billable: string;
}

/** REC-3, fifth law, for one period of a retainer: grants + rollover in = drawn + rollover out + expired + refunds. In hours, or in the contract's currency. */
export class RetainerTotal {
  contract_number: string;
  line_no: string;
  /** Month in which the period begins, `YYYY-MM`. */
  period: string;
  /** `hours | money`. */
  unit: string;
  granted: string;
  rollover_in: string;
  drawn: string;
  rollover_out: string;
  expired: string;
  refunded: string;
  /** Use beyond what was available; not part of the balance. */
  overage: string;
  /** What can still be drawn. */
  balance: string;
  /** Left side less right side; anything but 0 is a RECON_BREAK. */
  difference: string;
  holds: boolean;
}

export class ControlTotals {
  hours: HourTotals;
  totals: ControlTotal[];
  documents: DocumentTotal[];
  retainers: RetainerTotal[];
  holds: boolean;
}
