/** One line of an expense report (glossary 5.3). Amounts are decimal text in `currency`. */
export class ExpenseLineData {
  source_id: string;
  source_version: string;
  date: string;
  /** As the source names it: `Travel`, `Mileage`, `Lodging` … */
  category: string;
  merchant?: string;
  /** What was spent, tax included. */
  amount: string;
  currency: string;
  tax_amount?: string;
  /** The part of the tax the firm gets back: not billable (EXP-1). */
  recoverable_tax?: string;
  /** Fixed unit price expense such as mileage (EXP-2). */
  quantity?: string;
  unit_price?: string;
  receipt_ref?: string;
  /** Independent of each other (EXP-3). */
  reimbursable_to_worker: boolean;
  billable_to_client: boolean;
  /** Limit of the net amount by policy; the excess is not billable (EXP-4). */
  policy_limit?: string;
  task_source_id?: string;
  notes?: string;
}

/** Expense report: one worker and, where the PSA splits them so, one project (glossary 5.3). */
export class ExpenseReport {
  worker_id?: string;
  project_id?: string;
  title?: string;
  submitted_at?: string;
  approved_at?: string;
  approved_by?: string;
  lines: ExpenseLineData[];
  /** `draft | submitted | approved | rejected | recalled | reimbursed`. */
  status: string;
}
