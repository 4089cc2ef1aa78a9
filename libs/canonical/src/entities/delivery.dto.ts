/** Project (glossary 4.1). Natural key: legal entity + project code. */
export class Project {
  project_code: string;
  name: string;
  engagement_id?: string;
  client_id?: string;
  contract_id?: string;
  /** The deal it came from; empty for internal projects. */
  opportunity_id?: string;
  legal_entity_id?: string;
  practice?: string;
  region?: string;
  cost_center?: string;
  /** `billable | internal | presales | investment`. */
  type: string;
  project_manager_id?: string;
  start?: string;
  end?: string;
  currency: string;
  rate_card_code?: string;
  time_entry_open: boolean;
  /** What the gateway's own set-up found; false in a record of a PSA, which does not know. */
  billing_eligible: boolean;
  /** Result of each activation guard check, by name (glossary 4.1); empty in a record of a PSA, which does not know. */
  setup_checks: Record<string, boolean>;
  /** `provisional | pending_setup | approved | active | on_hold | completed | closed | cancelled`. */
  status: string;
}

/** Task / WBS element (glossary 4.2). Natural key: project + wbs_code. */
export class Task {
  project_id?: string;
  wbs_code: string;
  name: string;
  billable_default: boolean;
  planned_hours?: string;
  start?: string;
  end?: string;
  /** `planned | open | closed`. */
  status: string;
}

/** Delivery role / labor category (glossary 4.3). Natural key: code. */
export class Role {
  code: string;
  name: string;
  default_billable: boolean;
}

/** Worker (glossary 4.5). Owner: HCM. Natural key: worker number. */
export class Worker {
  worker_number: string;
  /** `employee | contractor | subcontractor | generic`. */
  kind: string;
  display_name: string;
  /** Work e-mail: joins the person across systems; personal data. */
  email?: string;
  legal_entity_id?: string;
  practice?: string;
  region?: string;
  cost_center?: string;
  manager_id?: string;
  role?: string;
  work_calendar_code?: string;
  /** Fraction of full time, (0, 1.5]. */
  fte: string;
  hire_date?: string;
  termination_date?: string;
  /** `pre_hire | active | on_leave | terminated`. */
  status: string;
}

/** The same person as known to the PSA: an account that logs time. Joined to the worker by e-mail. */
export class PsaUser {
  email: string;
  display_name: string;
  role?: string;
  status: string;
}

export class Holiday {
  date: string;
  name: string;
  hours: string;
  /** The working day on which it is observed, when it falls on a non-working day (UTL-3). */
  observed_date?: string;
}

/** Work calendar with its public holidays (glossary 4.6). Natural key: code. */
export class WorkCalendar {
  code: string;
  region?: string;
  /** Seven decimals, Monday first. */
  weekday_hours: string[];
  holidays: Holiday[];
}

/** Approved or requested absence of one worker on one day (glossary 4.6). */
export class TimeOff {
  worker_id?: string;
  date: string;
  hours: string;
  /** `pto | sick | leave | training`. */
  kind: string;
  /** `submitted | approved | rejected | cancelled`. */
  status: string;
}

/** Resource request: demand (glossary 4.7). */
export class ResourceRequest {
  project_id?: string;
  opportunity_id?: string;
  role: string;
  region?: string;
  quantity: string;
  hours: string;
  start: string;
  end: string;
  /** `tentative | confirmed`. */
  demand_type: string;
  /** `draft | open | proposed | partially_filled | filled | cancelled`. */
  status: string;
}

/** Assignment (glossary 4.8): a hard booking consumes capacity, a soft one does not. */
export class Assignment {
  worker_id?: string;
  project_id?: string;
  role?: string;
  start: string;
  end: string;
  hours: string;
  bill_rate_override?: string;
  billable: boolean;
  /** `soft | hard`. */
  booking_type: string;
  /** `proposed | confirmed | in_progress | completed | changed | declined | cancelled`. */
  status: string;
}

/** Milestone (glossary 6.1). Owner: PSA. Natural key: project code + code. Billing and recognition are separate flags. */
export class Milestone {
  project_id?: string;
  code: string;
  name: string;
  /** Contract line whose schedule it drives; absent: the line whose schedule names its code. */
  line_no?: string;
  planned_date?: string;
  actual_date?: string;
  /** Fixed amount, or absent when the schedule has it. */
  amount?: string;
  /** Share of the work it stands for, as an output measure (REV-10); any positive number. */
  weight?: string;
  acceptance_required: boolean;
  accepted_at?: string;
  /** Where the evidence of completion or acceptance lies: a document name or address. */
  acceptance_evidence?: string;
  billing_trigger: boolean;
  revenue_trigger: boolean;
  /** WBS codes whose time and expenses must be approved before it bills (FF-5); empty: none. */
  task_codes: string[];
  /** `planned | in_progress | completed | accepted | rejected | cancelled`; what billing makes of it stands on the billing event. */
  status: string;
}
