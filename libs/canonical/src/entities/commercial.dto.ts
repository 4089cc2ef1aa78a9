import { BillingScheduleTerm, EarlierRateCard, ExpenseTerms, ObligationTerms, RecurringTerms, RetainerTerms, UsageTerms } from './contract-terms.dto.js';

/** A role that sold work needs (glossary 3.1 roles_needed). */
export class RoleNeeded {
  role: string;
  quantity: string;
  hours: string;
  start: string;
  end: string;
  region?: string;
  billable: boolean;
}

/** Opportunity (glossary 3.1). Owner: CRM. */
export class Opportunity {
  opportunity_number: string;
  client_id?: string;
  contract_id?: string;
  legal_entity_id?: string;
  name: string;
  /** The vendor's own label. */
  stage: string;
  /** `open | qualified | committed | closed_won | closed_lost`. */
  canonical_stage: string;
  /** Fraction, 0.75. */
  probability?: string;
  expected_close?: string;
  amount?: string;
  currency: string;
  practice?: string;
  region?: string;
  project_manager_number?: string;
  sold_hours?: string;
  /** Fraction, 0.35. */
  target_margin?: string;
  start?: string;
  end?: string;
  loss_reason?: string;
  roles_needed: RoleNeeded[];
  /** `draft | submitted | approved | rejected`. */
  commercial_approval: string;
}

/** Engagement (glossary 3.2): the level at which margin, backlog and leakage are read. */
export class Engagement {
  engagement_code: string;
  client_id: string;
  name: string;
  legal_entity_id: string;
  practice?: string;
  region?: string;
  engagement_manager_id?: string;
  /** `proposed | active | on_hold | completed | closed | cancelled`. */
  status: string;
}

/** Contract line (glossary 3.4). */
export class ContractLine {
  line_no: string;
  description?: string;
  /** `time_and_materials | fixed_fee | milestone | retainer | managed_services | expense | subscription`. */
  contract_type: string;
  /** WBS codes the line covers; empty means every task. */
  task_codes: string[];
  included_classes: string[];
  rate_card_code?: string;
  /** Cards that priced the line before; work of their time is priced by them, whenever it is recorded (MOD-7). */
  earlier_rate_cards?: EarlierRateCard[];
  /** `unbilled_only | bill`: whether a price that changed for work already billed is billed as an adjustment (RATE-10). Absent: `unbilled_only`. */
  retroactive_rates?: string;
  cap_amount?: string;
  cap_hours?: string;
  /** `split_hold | fail_whole | write_off_excess | warn_only` (TM-5). */
  cap_policy: string;
  minimum_amount?: string;
  /** Fraction of gross, 0.05 (TM-1). */
  discount?: string;
  tax_profile?: string;
  invoice_grouping?: string;
  /** Fixed price of the line: fixed fee, milestones, a series of services. */
  amount?: string;
  /** How a fixed price is billed: `milestone | schedule | percent_complete`. */
  billing_method?: string;
  billing_schedule?: BillingScheduleTerm[];
  /** Fraction of each bill kept back until release (FF-4). */
  retention?: string;
  retainer?: RetainerTerms;
  recurring?: RecurringTerms;
  usage?: UsageTerms[];
  expense?: ExpenseTerms;
  obligation?: ObligationTerms;
  start?: string;
  end?: string;
  status: string;
}

/** Contract (glossary 3.3). Natural key: legal entity + contract number. */
export class Contract {
  contract_number: string;
  client_id?: string;
  engagement_id?: string;
  legal_entity_id?: string;
  currency: string;
  signed_date?: string;
  start?: string;
  end?: string;
  payment_terms?: string;
  po_number?: string;
  total_value?: string;
  sold_hours?: string;
  target_margin?: string;
  lines: ContractLine[];
  /** `draft | approved | signed | active | suspended | completed | closed | terminated | cancelled`. */
  status: string;
}

/** What an amendment does to one contract line (glossary 3.5). */
export class LineChange {
  line_no: string;
  /** `add | change | end`. */
  action: string;
  /** The terms of the line after the change; absent for `end`. */
  terms?: ContractLine;
}

/** Contract amendment, change order (glossary 3.5, rules MOD). Owner: CRM. Natural key: contract number + amendment number; applied in order of (effective_date, amendment_number). */
export class Amendment {
  amendment_number: string;
  contract_id?: string;
  effective_date: string;
  approved_date?: string;
  /** Both parties signed. */
  client_approved: boolean;
  /** Who of the firm approved the accounting treatment; needed before revenue changes. */
  revenue_approved_by?: string;
  description?: string;
  /** Change of the contract's price; `0` when only scope moves, absent when it is not agreed yet. */
  price_change?: string;
  adds_distinct_services: boolean;
  priced_at_ssp: boolean;
  /** `yes | no | mixed`. */
  remaining_distinct: string;
  /** Approved scope whose price is open (MOD-1, REV-12). */
  unpriced: boolean;
  /** A price concession for past defects (MOD-6). */
  past_concession?: string;
  line_changes: LineChange[];
  /** `draft | submitted | approved | rejected | applied | superseded`. */
  status: string;
}

/** One rate of a version; dimensions left out mean "any" (RATE-3). */
export class RateLine {
  line_id: string;
  role?: string;
  worker_number?: string;
  grade?: string;
  region?: string;
  /** `regular | overtime | travel | onsite | offshore`. */
  work_type?: string;
  /** `hour | day | month | fixed`. */
  unit: string;
  /** Hours in the unit when it is not an hour. */
  unit_hours?: string;
  /** Decimal text in the card's currency. */
  rate: string;
}

/** Rate card version (glossary 3.6): effective range and lines; immutable once approved. */
export class RateCardVersion {
  card_code: string;
  version_no: string;
  /** `contract | project | client | region_practice | legal_entity | global`. */
  scope_type: string;
  /** Natural key of the scope: contract number, project code, client number, legal entity code; empty for global. */
  scope_key?: string;
  currency: string;
  /** `bill | cost`. */
  kind: string;
  lines: RateLine[];
  /** `draft | approved | active | retired`. */
  status: string;
}

/** Cost rate (glossary 3.7). Restricted: finance and margin roles only. */
export class CostRate {
  worker_id?: string;
  legal_entity_id?: string;
  currency: string;
  /** Per hour, decimal text. */
  rate: string;
  /** `standard | actual | burdened`. */
  kind: string;
  components: Record<string, string>;
}
