import { why, type RuleTrace } from '../trace.js';

export interface AmendmentInput {
  approved: boolean;
  /** Approved scope with an open price. */
  unpriced?: boolean;
  adds_distinct_services?: boolean;
  priced_at_ssp?: boolean;
  /** Are the remaining services distinct from those delivered? `mixed`: obligation by obligation. */
  remaining_distinct?: 'yes' | 'no' | 'mixed';
  /** Revenue of this line is as invoiced, and only rates or caps change. */
  as_invoiced_rate_change?: boolean;
}

export type ModificationTreatment = 'none' | 'variable_consideration' | 'separate_contract' | 'prospective' | 'cumulative_catch_up' | 'mixed' | 'new_rates_from_effective_date';

/** MOD-1..5 and 7: how a change is accounted for. Not approved: cost only, no revenue, not in backlog, work at risk. */
export function modificationTreatment(input: AmendmentInput): { treatment: ModificationTreatment; in_backlog: boolean; exception: 'AT_RISK_WORK' | null; why: RuleTrace[] } {
  const is = (treatment: ModificationTreatment, rule: string, detail: string): { treatment: ModificationTreatment; in_backlog: boolean; exception: 'AT_RISK_WORK' | null; why: RuleTrace[] } => ({ treatment, in_backlog: treatment !== 'none', exception: treatment === 'none' ? 'AT_RISK_WORK' : null, why: [why(rule, detail)] });
  if (!input.approved) return is('none', 'MOD-1', 'not approved, so not enforceable');
  if (input.as_invoiced_rate_change) return is('new_rates_from_effective_date', 'MOD-7', 'as-invoiced: new rates from the effective date, no catch-up');
  if (input.unpriced) return is('variable_consideration', 'MOD-1', 'approved scope with an open price is variable consideration (REV-12)');
  if (input.adds_distinct_services && input.priced_at_ssp) return is('separate_contract', 'MOD-2', 'distinct services at their standalone selling price');
  if (input.remaining_distinct === 'mixed') return is('mixed', 'MOD-5', 'obligation by obligation');
  if (input.remaining_distinct === 'no') return is('cumulative_catch_up', 'MOD-4', 'one obligation partly done');
  return is('prospective', 'MOD-3', 'remaining services are distinct from those delivered');
}

/** MOD-1: work done on a change that is not approved: cost stands, revenue and backlog do not. */
export function unapprovedChange(input: { approved: boolean; cost: string }): { cost: string; revenue: '0'; backlog: '0'; exception: 'AT_RISK_WORK' | null; at_risk: string; why: RuleTrace[] } {
  const t = modificationTreatment({ approved: input.approved });
  return { cost: input.cost, revenue: '0', backlog: '0', exception: t.exception, at_risk: t.exception ? input.cost : '0', why: t.why };
}
