/** One worker, one day, one task (glossary 5.2). Hours are exact decimals. */
export class TimeEntryData {
  source_id: string;
  source_version: string;
  work_date: string;
  hours: string;
  /** Defaults to hours; an approver may lower it (TM-2). */
  billable_hours: string;
  task_source_id?: string;
  role?: string;
  /** `regular | overtime | travel | onsite | offshore`. */
  work_type: string;
  /** `billable | non_billable | complimentary | internal | absence`. */
  billable_class: string;
  notes?: string;
}

/** Timesheet (glossary 5.1): one worker, one week and, where the PSA splits them so, one project. */
export class Timesheet {
  worker_id?: string;
  project_id?: string;
  period_start: string;
  period_end: string;
  total_hours: string;
  submitted_at?: string;
  approved_at?: string;
  /** Who approved, as the source names them. */
  approved_by?: string;
  rejection_reason?: string;
  entries: TimeEntryData[];
  /** `draft | submitted | approved | rejected | recalled`. */
  status: string;
}
