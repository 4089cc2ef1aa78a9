import { ROUNDING_MODES } from '../money/round.js';
import { RATE_PRECEDENCES } from '../rates/precedence.js';
import { CAP_POLICIES } from '../time/cap-level.js';
import { TAX_METHODS } from '../tax/compute.js';
import { PRORATION_METHODS } from '../services/proration.js';
import { INVOICE_GROUPINGS } from '../invoice/group.js';
import { UTILIZATION_DEFINITIONS } from '../utilization/definitions.js';

/** Every choice a legal entity or contract can make between competing practices: the rule it belongs to, what can be chosen, and the default (rules, section 21). */
export const POLICY_CHOICES = {
  rounding_mode: { rule: 'MON-3', options: ROUNDING_MODES, default: 'half_up' },
  tax_rounding_mode: { rule: 'MON-3', options: ROUNDING_MODES, default: 'half_up' },
  rate_precedence: { rule: 'RATE-2', options: Object.keys(RATE_PRECEDENCES), default: 'default' },
  retroactive_rates: { rule: 'RATE-10', options: ['unbilled_only', 'bill'], default: 'unbilled_only' },
  time_rounding: { rule: 'TM-3', options: ['nearest', 'up', 'down'], default: 'nearest' },
  cap_policy: { rule: 'TM-5', options: CAP_POLICIES, default: 'split_hold' },
  cap_scope: { rule: 'TM-6', options: ['labor', 'labor_and_expenses', 'expenses'], default: 'labor' },
  overage_policy: { rule: 'RET-4', options: ['bill', 'block', 'absorb'], default: 'bill' },
  rollover_cap_on: { rule: 'RET-2', options: ['balance', 'addition'], default: 'balance' },
  proration_method: { rule: 'MS-2', options: PRORATION_METHODS, default: 'actual_period' },
  proration_multi_month: { rule: 'MS-2', options: ['days_only', 'months_first'], default: 'days_only' },
  usage_mode: { rule: 'MS-4', options: ['graduated', 'volume', 'flat'], default: 'graduated' },
  expense_presentation: { rule: 'EXP-6', options: ['principal', 'agent'], default: 'principal' },
  invoice_grouping: { rule: 'INV-1', options: Object.keys(INVOICE_GROUPINGS), default: 'default' },
  line_aggregation: { rule: 'INV-2', options: ['none', 'by_worker', 'by_task', 'by_role', 'by_project', 'by_price'], default: 'by_task' },
  invoice_rate_basis: { rule: 'INV-7', options: ['invoice_date', 'work_date', 'month_average', 'contract_fixed'], default: 'invoice_date' },
  tax_method: { rule: 'TAX-1', options: TAX_METHODS, default: 'per_category' },
  tax_inclusive_order: { rule: 'TAX-4', options: ['tax_first', 'net_first'], default: 'tax_first' },
  tax_date_rule: { rule: 'TAX-5', options: ['service_date', 'invoice_date', 'payment_date'], default: 'service_date' },
  correction_policy: { rule: 'COR-2', options: ['rebill', 'net_adjustment'], default: 'rebill' },
  straight_line_method: { rule: 'REV-8', options: ['exact_days', 'equal_periods', 'full_months_equal'], default: 'exact_days' },
  gaap: { rule: 'LOSS-5', options: ['us_gaap', 'ifrs'], default: 'ifrs' },
  cost_basis: { rule: 'GL-1', options: ['worker', 'role_standard'], default: 'worker' },
  labor_variance: { rule: 'GL-2', options: ['variance_account', 'spread_by_hours'], default: 'variance_account' },
  closed_period: { rule: 'CLS-3', options: ['next_open', 'ask_reopen'], default: 'next_open' },
  utilization_definition: { rule: 'UTL-5', options: Object.keys(UTILIZATION_DEFINITIONS), default: 'U1' },
  realization_basis: { rule: 'MET-1', options: ['value', 'hours', 'contract', 'collection'], default: 'value' },
  effective_rate_basis: { rule: 'MET-2', options: ['per_hour_worked', 'per_billable_hour', 'firm_wide'], default: 'per_hour_worked' },
  dso_basis: { rule: 'MET-11', options: ['closing', 'average', 'count_back'], default: 'closing' },
  invoice_cycle_basis: { rule: 'MET-12', options: ['period_end', 'last_approval', 'from_work_date'], default: 'period_end' },
} as const;

export type PolicyName = keyof typeof POLICY_CHOICES;

/** A full set of choices, one value for each name. */
export type Policy = Record<PolicyName, string>;
