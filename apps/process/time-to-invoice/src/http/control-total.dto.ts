/** REC-3, first law, for one currency and month of work: approved = invoiced + drafted + ready + held + capped + written off. */
export class ControlTotal {
  currency: string;
  /** Month of the work, `YYYY-MM`. */
  period: string;
  /** Approved billable value of the time entries that have a price. */
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

export class ControlTotals {
  hours: HourTotals;
  totals: ControlTotal[];
  holds: boolean;
}
