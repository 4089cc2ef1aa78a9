import 'reflect-metadata';
import * as rules from '../index.js';
import type { RateLevel } from '../index.js';
import { demanding } from '../testing/demanding.js';

const { AMENDMENT_STEPS, CAP_POLICIES, CLOSE_CHECKS, CLOSE_ORDER, INVOICE_GROUPINGS, POLICY_CHOICES, PRORATION_METHODS, RATE_DIMENSIONS, RATE_PRECEDENCES, REQUIRED_DIMENSIONS, ROUNDING_MODES, TAX_METHODS, utilization, UTILIZATION_DEFINITIONS, WIP_BUCKETS } = demanding(rules);

// Firms choose among these by name, contracts and settings store the names: a renamed or lost choice is a broken contract.
it('the published choices are these', () => {
  expect(Object.fromEntries(Object.entries(RATE_PRECEDENCES).map(([name, levels]) => [name, levels.map((l: RateLevel) => [l.level, l.from, ...(l.scopes ?? []), ...(l.requires ?? []).map((r) => `requires ${r}`)].join(' '))]))).toEqual({
    default: ['override override', 'assignment assignment', 'contract_line cards contract_line', 'contract cards contract', 'project cards project', 'client cards client', 'region_practice cards region_practice region practice group', 'legal_entity cards legal_entity', 'global cards global'],
    certinia: ['override override', 'assignment assignment', 'account cards client', 'region cards region', 'practice cards practice', 'group cards group', 'global cards legal_entity global'],
    ifs: ['override override', 'assignment assignment', 'project cards project', 'client cards client', 'legal_entity cards legal_entity', 'global cards global'],
    dynamics_finance: [
      'override override', 'assignment assignment', 'project cards project', ...[['resource', 'worker_id'], ['role', 'role'], ['category', 'category']].map(([level, d]) => `${level} cards contract_line contract project client region_practice region practice group legal_entity global requires ${d}`), 'global cards global',
    ],
    oracle: ['override override', 'person_override cards contract_line contract requires worker_id', 'job_override cards contract_line contract requires role', 'assignment assignment', 'person_schedule cards project client legal_entity global requires worker_id', 'job_schedule cards project client legal_entity global requires role'],
    upland: ['override override', 'assignment assignment', 'project cards project', 'client cards client', 'system cards legal_entity global'],
  });
  expect(RATE_DIMENSIONS).toEqual(['worker_id', 'role', 'grade', 'region', 'work_type', 'skill', 'category']);
  expect(ROUNDING_MODES).toEqual(['half_up', 'half_even', 'half_down', 'down', 'up']);
  expect(CAP_POLICIES).toEqual(['split_hold', 'fail_whole', 'adjust', 'drop', 'write_off_excess', 'warn_only']);
  expect(TAX_METHODS).toEqual(['per_category', 'per_line', 'unrounded_lines_then_total']);
  expect(PRORATION_METHODS).toEqual(['actual_period', 'calendar_month', 'actual_30', 'thirty_360', 'by_second', 'none']);
  expect(INVOICE_GROUPINGS).toEqual({
    default: ['legal_entity_id', 'bill_to_id', 'contract_id', 'currency', 'po_number', 'tax_profile', 'billing_period'], per_project: ['legal_entity_id', 'bill_to_id', 'contract_id', 'currency', 'po_number', 'tax_profile', 'billing_period', 'project_id'],
    per_milestone: ['legal_entity_id', 'bill_to_id', 'contract_id', 'currency', 'po_number', 'tax_profile', 'billing_period', 'project_id', 'milestone_id'], client_consolidated: ['legal_entity_id', 'client_id', 'bill_to_id', 'currency', 'tax_profile', 'billing_period'],
  });
  expect(Object.fromEntries(Object.entries(POLICY_CHOICES).map(([name, c]) => [name, `${c.rule} ${c.default} of ${c.options.join(' ')}`]))).toEqual({
    rounding_mode: 'MON-3 half_up of half_up half_even half_down down up', tax_rounding_mode: 'MON-3 half_up of half_up half_even half_down down up', rate_precedence: 'RATE-2 default of default certinia ifs dynamics_finance oracle upland', retroactive_rates: 'RATE-10 unbilled_only of unbilled_only bill',
    time_rounding: 'TM-3 nearest of nearest up down', cap_policy: 'TM-5 split_hold of split_hold fail_whole adjust drop write_off_excess warn_only', cap_scope: 'TM-6 labor of labor labor_and_expenses expenses', overage_policy: 'RET-4 bill of bill block absorb', rollover_cap_on: 'RET-2 balance of balance addition',
    proration_method: 'MS-2 actual_period of actual_period calendar_month actual_30 thirty_360 by_second none', proration_multi_month: 'MS-2 days_only of days_only months_first', usage_mode: 'MS-4 graduated of graduated volume flat', expense_presentation: 'EXP-6 principal of principal agent',
    invoice_grouping: 'INV-1 default of default per_project per_milestone client_consolidated', line_aggregation: 'INV-2 by_task of none by_worker by_task by_role by_project by_price', invoice_rate_basis: 'INV-7 invoice_date of invoice_date work_date month_average contract_fixed',
    tax_method: 'TAX-1 per_category of per_category per_line unrounded_lines_then_total', tax_inclusive_order: 'TAX-4 tax_first of tax_first net_first', tax_date_rule: 'TAX-5 service_date of service_date invoice_date payment_date', correction_policy: 'COR-2 rebill of rebill net_adjustment',
    straight_line_method: 'REV-8 exact_days of exact_days equal_periods full_months_equal', gaap: 'LOSS-5 ifrs of us_gaap ifrs', cost_basis: 'GL-1 worker of worker role_standard', labor_variance: 'GL-2 variance_account of variance_account spread_by_hours', closed_period: 'CLS-3 next_open of next_open ask_reopen',
    utilization_definition: 'UTL-5 U1 of U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11', realization_basis: 'MET-1 value of value hours contract collection', effective_rate_basis: 'MET-2 per_hour_worked of per_hour_worked per_billable_hour firm_wide', dso_basis: 'MET-11 closing of closing average count_back', invoice_cycle_basis: 'MET-12 period_end of period_end last_approval from_work_date',
  });
  expect(CLOSE_ORDER).toEqual(['time', 'expense', 'cost', 'billing', 'revenue', 'gl']);
  expect(CLOSE_CHECKS).toEqual(['unsubmitted_timesheets', 'unapproved_time_or_expense', 'approved_time_not_posted', 'billing_events_not_drafted', 'drafts_not_released', 'released_not_posted', 'milestones_completed_not_billed', 'revenue_schedules_not_run', 'obligations_with_stale_eac', 'open_finance_exceptions', 'reconciliation_breaks', 'fx_rates_missing', 'contract_balances_not_closed']);
  expect(AMENDMENT_STEPS).toEqual(['contract_version', 'rate_cards', 'billing_schedule', 'budget_eac', 'revenue_treatment', 'forecasts', 'backlog']);
  expect(REQUIRED_DIMENSIONS).toEqual(['project', 'client', 'practice', 'region', 'legal_entity', 'contract_line']);
  expect(WIP_BUCKETS).toEqual(['0-30', '31-60', '61-90', '91+']);
});

it.each(Object.values(UTILIZATION_DEFINITIONS).map((d) => [d.id, d] as const))('utilization %s is known by its id, a label and who uses it', (id, definition) => {
  expect(UTILIZATION_DEFINITIONS[id as keyof typeof UTILIZATION_DEFINITIONS]).toBe(definition);
  expect(definition.label).toMatch(/\w+/);
  expect(definition.used_by).toMatch(/\w+/);
});

it('every kind of hours counts where its definition says, and nowhere else', () => {
  const fields = { billable_hours: '1', client_non_billable_hours: '2', internal_project_hours: '4', training_hours: '8', presales_hours: '16', overhead_hours: '32', credited_hours: '64', recorded_time_off_hours: '128', available_hours: '256', calendar_hours: '512', excluded_hours: '3', scheduled_billable_hours: '5', scheduled_credited_hours: '7', scheduled_calendar_hours: '900', scheduled_excluded_hours: '11', assigned_billable_hours: '13', assigned_credited_hours: '17', total_work_hours: '1000' };
  const parts = Object.keys(UTILIZATION_DEFINITIONS).map((id) => { const u = utilization(id as 'U1', fields); return [id, u.numerator, u.denominator]; });
  expect(parts).toEqual([['U1', '1', '256'], ['U2', '1', '2080'], ['U3', '1', '2000'], ['U4', '65', '509'], ['U5', '12', '889'], ['U6', '95', '997'], ['U7', '1', '255'], ['U8', '15', '256'], ['U9', '3', '256'], ['U10', '127', '256'], ['U11', '65', '256']]);
});
