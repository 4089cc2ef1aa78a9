/** What a signed contract says about milestones and expenses, as its manager reads it in the CRM. */
export interface SignedLine {
  contract: string;
  /** Line number. */
  line: string;
  currency: string;
  /** Tasks the line covers; empty is all of them. */
  task_codes: string[];
  /** The line earns by its milestones. */
  earns_by_milestone: boolean;
  milestones: MilestoneTerm[];
  /** Expenses may be passed on to the client. */
  expenses: boolean;
}

export interface MilestoneTerm {
  code: string;
  seq: number;
  bill_date?: string;
  /** Decimal text. */
  amount?: string;
  /** Per cent of the line. */
  percent?: string;
}
