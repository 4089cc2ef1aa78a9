/** What the firm is, in its own words and in no vendor's. Dates are YYYY-MM-DD; money is decimal text; time is minutes. */

export type SizeName = 'full' | 'small';
/** How long the story is. */
export type SpanName = 'quarter' | 'year';

export interface Firm {
  name: string;
  size: SizeName;
  span: SpanName;
  seed: string;
  calendar: FirmCalendar;
  entities: LegalEntity[];
  offices: Office[];
  roles: Role[];
  practices: OrgUnit[];
  regions: OrgUnit[];
  cost_centers: CostCenter[];
  workers: Worker[];
  moves: OrgMove[];
  cost_rates: CostRate[];
  time_off: TimeOff[];
  tax_profiles: TaxProfile[];
  clients: Client[];
  contracts: Contract[];
  amendments: ContractAmendment[];
  deals: Deal[];
  rate_cards: RateCard[];
  fx: FxRate[];
  bookings: Booking[];
  incidents: Incidents;
  troubles: Trouble[];
}

/** The stretch of time the story plays in. */
export interface FirmCalendar {
  /** Mondays of the weeks in which time is logged. */
  weeks: string[];
  /** Months, YYYY-MM, that have worked days. */
  months: string[];
  first_day: string;
  last_day: string;
  /** Day from which the second version of the rate cards holds. */
  rate_change: string;
  /** Day from which the raised cost rates hold. */
  cost_change: string;
  /** The books of every month are closed, those of the last one too. */
  closes_all?: boolean;
}

export interface LegalEntity { code: string; name: string; currency: string; country: string; region: string; decimals: number; city: string }
export interface Office { code: string; entity: string; region: string; /** Monday first. */ weekday_minutes: number[]; holidays: Holiday[] }
export interface Holiday { date: string; name: string; observed?: string }
export interface Role { code: string; name: string }
export interface OrgUnit { code: string; name: string }
export interface CostCenter extends OrgUnit { entity: string; practice: string }

export interface Worker {
  number: string;
  kind: 'employee' | 'contractor';
  first_name: string;
  last_name: string;
  email: string;
  /** The address of the time-keeping account, where it is not the work e-mail. */
  time_email?: string;
  entity: string;
  office: string;
  practice: string;
  region: string;
  cost_center: string;
  role: string;
  title: string;
  /** Per cent of full time. */
  fte: number;
  hired: string;
  /** Last day of employment. */
  terminated?: string;
  on_leave_from?: string;
  manager?: string;
}

export interface OrgMove { worker: string; date: string; practice: string; cost_center: string; manager?: string }
export interface CostRate { id: string; worker: string; entity: string; currency: string; hourly: string; salary: string; on_cost: string; overhead: string; from: string; to?: string }
export type TimeOffKind = 'PTO' | 'Sick' | 'Leave' | 'Training';
export interface TimeOff { id: string; worker: string; date: string; minutes: number; kind: TimeOffKind; status: 'Approved' | 'Submitted' | 'Canceled'; updated: string }

export interface TaxProfile { code: string; entity: string; percent: string; description: string; reason?: string }

export interface Client {
  number: string;
  name: string;
  legal_name: string;
  parent?: string;
  entity: string;
  country: string;
  street: string;
  city: string;
  postcode: string;
  currency: string;
  registration: string;
  tax_id: string;
  /** What finance would say its tax profile is. */
  due_tax_profile: string;
  /** What the account says; absent where somebody forgot it. */
  tax_profile?: string;
  terms: string;
  po_required: boolean;
  grouping: 'contract' | 'project';
}

export interface Contract {
  number: string;
  client: string;
  /** Absent where somebody forgot it. */
  entity?: string;
  currency: string;
  signed: string;
  start: string;
  months: number;
  po_number?: string;
  terms: string;
  total: string;
  sold_hours: number;
  target_margin: string;
  /** The first line is of time; see `further` for what else was sold. */
  lines: ContractLine[];
  further: FurtherLine[];
}

export interface ContractLine {
  number: number;
  name: string;
  rate_card: string;
  cap_amount?: string;
  cap_hours?: number;
  discount?: string;
  minimum?: string;
  tax_profile?: string;
  grouping?: 'contract' | 'project';
  task_codes: string[];
}

export type LineKind = 'milestones' | 'schedule' | 'progress' | 'retainer' | 'service' | 'expenses';

/** A line of a contract that is not billed by the hour. Amounts are in the contract's currency, shares in per cent. */
export interface FurtherLine {
  number: number;
  name: string;
  kind: LineKind;
  task_codes: string[];
  start: string;
  end?: string;
  /** Fixed price, with its bills; the last bill is the balance. */
  amount?: string;
  retention?: string;
  bills?: { date: string; milestone?: string; amount?: string; percent?: string }[];
  retainer?: { fee: string; hours: number; rollover_cap: number; overage_rate: string; expiry_periods: number };
  recurring?: { amount: string; from: string; anchor_day: number; timing: 'advance' | 'arrears' };
  usage?: { meter: string; unit: string; allowance: number; tiers: { up_to?: number; price: string }[] };
  expenses?: { markup: string; cap: string };
  /** Code of its performance obligation, how its progress is measured, what it would cost by itself. */
  obligation?: { code: string; measure: 'Hours' | 'Output Milestone' | 'Straight Line' | 'Cost to Cost'; series: boolean; ssp?: string };
}

/** A change of a signed contract that people agree, or fail to agree, at the end of a month; it takes effect with the next one. */
export interface ContractAmendment {
  contract: string;
  number: number;
  month: string;
  effective: string;
  description: string;
  outcome: 'approved' | 'rejected';
  unpriced: boolean;
  distinct: boolean;
  at_ssp: boolean;
  remaining: 'Yes' | 'No' | 'Mixed';
  /** Absent while the price is open. */
  price_change?: string;
  changes: { action: 'Add' | 'Change'; line: FurtherLine }[];
}

/** `won` opens a project; the others never do. */
export type DealOutcome = 'won' | 'slipped' | 'lost_after_commit' | 'lost' | 'open' | 'unknown_stage';

export interface Deal {
  number: string;
  name: string;
  client: string;
  contract?: string;
  /** Who delivers; the CRM may lack it, see `entity_missing`. */
  entity: string;
  entity_missing: boolean;
  approval_missing: boolean;
  /** Won without having been committed before. */
  direct: boolean;
  /** The month, YYYY-MM, in which it is sold, where that is not before the story. */
  sold_in?: string;
  practice: string;
  region: string;
  currency: string;
  amount: string;
  sold_hours: number;
  target_margin: string;
  start: string;
  end: string;
  manager: string;
  outcome: DealOutcome;
  /** Stage at the beginning. */
  stage: string;
  demand: DemandLine[];
}

export interface DemandLine { role: string; quantity: number; hours: number; start: string; end: string; region: string; billable: boolean }

export interface RateCard { code: string; cards: { currency: string; versions: RateVersion[] }[] }
export interface RateVersion { name: string; from: string; rates: { role: string; /** Minor units per hour. */ rate: number }[] }

export interface FxRate { base: string; transaction: string; date: string; rate: string }

/** A person's share of a deal (target: its number) or of internal work (target: see `internalTarget`). */
export interface Booking { worker: string; target: string; role: string; start: string; end: string; /** Per cent of the person's time. */ share: number; billable: boolean }

/** One line of time a person means to log. */
export interface PlannedEntry { worker: string; target: string; role: string; date: string; minutes: number; billable: boolean; task: 'PM' | 'DEL' | 'ADMIN' | 'TRAINING' | 'PRESALES'; note: string }

/** A week of one person on one target: what goes into one timesheet. */
export interface SheetRef { worker: string; target: string; week: string }
export interface Misreport extends SheetRef { date: string; /** Logged first by mistake. */ minutes: number }
export interface Correction extends SheetRef { date: string; minutes: number; to_minutes: number; month: string; when: 'before_billing' | 'after_billing'; reason: string }

/** Things that go wrong with time, exactly. */
export interface Incidents {
  /** Time logged where it should not have been. */
  strays: (PlannedEntry & { why: 'outside_assignment' | 'after_termination' })[];
  /** Sheets rejected once, then corrected. */
  misreports: Misreport[];
  corrections: Correction[];
  /** Sheets approved only after the books of their month were closed. */
  late: SheetRef[];
}

/** A trouble and what is expected of whoever watches. */
export interface Trouble {
  name: string;
  /** Exception that should be raised; null where none is due. */
  exception_code: string | null;
  description: string;
  subjects: Record<string, string>[];
  /** The name to POST at /firm/fix/{name}; null where nothing is to be fixed. */
  fix: string | null;
}
