import { mapStatus } from '#lib/connector';
import { text } from './values.js';

/** What the org's picklists mean, by canonical field. The conventions name the words. */
export const WORDS = {
  contract_type: { 'Time and Materials': 'time_and_materials', 'Fixed Fee': 'fixed_fee', Milestone: 'milestone', Retainer: 'retainer', 'Managed Services': 'managed_services', Subscription: 'subscription', Expense: 'expense' },
  retroactive_rates: { 'Unbilled Only': 'unbilled_only', Bill: 'bill' },
  billing_method: { Milestone: 'milestone', Schedule: 'schedule', 'Percent Complete': 'percent_complete' },
  retainer_unit: { Hours: 'hours', Money: 'money' },
  overage_policy: { Bill: 'bill', Block: 'block', Absorb: 'absorb' },
  recurring_timing: { Advance: 'advance', Arrears: 'arrears' },
  proration: { 'Actual Days': 'actual_days', 'Calendar Month': 'calendar_month', 'Actual/30': 'actual_30', '30/360': 'strict_30_360', 'By Second': 'by_second', None: 'none' },
  usage_mode: { Graduated: 'graduated', Volume: 'volume', Flat: 'flat' },
  presentation: { Principal: 'principal', Agent: 'agent' },
  ssp_method: { Observable: 'observable', 'Adjusted Market': 'adjusted_market', 'Cost Plus': 'cost_plus', Residual: 'residual' },
  timing: { 'Over Time': 'over_time', 'Point in Time': 'point_in_time' },
  measure: { 'Cost to Cost': 'cost_to_cost', Hours: 'hours', 'Output Milestone': 'output_milestone', Units: 'units', 'Straight Line': 'straight_line', 'As Invoiced': 'as_invoiced' },
  trigger: { Date: 'date', Milestone: 'milestone' },
  action: { Add: 'add', Change: 'change', End: 'end' },
  remaining_distinct: { Yes: 'yes', No: 'no', Mixed: 'mixed' },
  amendment_status: { Draft: 'draft', Submitted: 'submitted', Approved: 'approved', Rejected: 'rejected', Applied: 'applied', Superseded: 'superseded' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type WordList = keyof typeof WORDS;

/** The canonical word for the org's; null when nothing was chosen, UNMAPPED_STATUS for a word nobody knows. */
export function word(list: WordList, value: unknown, field: string): string | null {
  const given = text(value);
  return given === null ? null : mapStatus(WORDS[list] as Readonly<Record<string, string>>, field, given);
}

/** The org's word for a canonical one; undefined for a word the org has none for. */
export function labelOf(list: WordList, canonical: string): string | undefined {
  return Object.entries(WORDS[list]).find(([, c]) => c === canonical)?.[0];
}
