import type { DecimalInput } from '#lib/canonical';
import type { RuleTrace } from '../trace.js';
import type { RateScope, RateUnit } from './card.js';

/** The work to be priced. */
export interface RateEntry {
  work_date: string;
  worker_id?: string | null;
  role?: string | null;
  grade?: string | null;
  region?: string | null;
  /** `regular` when absent. */
  work_type?: string | null;
  skill?: string | null;
  category?: string | null;
  /** A person's price for this entry; counts only when approved, with reason and approver (RATE-2, 1). */
  override?: { rate: DecimalInput; currency?: string; reason?: string; approved_by?: string; approval_status?: string } | null;
}

export interface RateAssignment {
  assignment_id?: string;
  bill_rate_override?: DecimalInput | null;
  currency?: string;
  unit?: RateUnit;
  unit_hours?: DecimalInput | null;
}

export interface RateContext {
  contract_id?: string | null;
  contract_line_id?: string | null;
  project_id?: string | null;
  client_id?: string | null;
  quote_id?: string | null;
  region?: string | null;
  practice?: string | null;
  group_id?: string | null;
  legal_entity_id?: string | null;
  /** Currency of the contract: names the currency of overrides that state none, and decides between cards of one scope that differ only in currency. */
  currency?: string | null;
}

export interface ResolvedRate {
  ok: true;
  /** Price of one unit, uplift included, at full precision. */
  rate: string;
  /** Before the work-type uplift. */
  base_rate: string;
  uplift: string;
  currency: string | null;
  unit: RateUnit;
  unit_hours: string | null;
  card_version_id: string | null;
  line_id: string | null;
  min_rate: string | null;
  max_discount: string | null;
  /** Level of the precedence that matched. */
  level: string;
  why: RuleTrace[];
}

export interface RateRefused {
  ok: false;
  code: 'MISSING_RATE' | 'AMBIGUOUS_RATE';
  detail: string;
  why: RuleTrace[];
}

/** The scope id that a context gives for a scope; undefined when the context does not name one. */
export function scopeIdOf(scope: RateScope, context: RateContext): string | null | undefined {
  switch (scope) {
    case 'global': return null;
    case 'contract_line': return context.contract_line_id ?? undefined;
    case 'contract': return context.contract_id ?? undefined;
    case 'project': return context.project_id ?? undefined;
    case 'client': return context.client_id ?? undefined;
    case 'region_practice': return context.region && context.practice ? `${context.region}/${context.practice}` : undefined;
    case 'region': return context.region ?? undefined;
    case 'practice': return context.practice ?? undefined;
    case 'group': return context.group_id ?? undefined;
    case 'legal_entity': return context.legal_entity_id ?? undefined;
  }
}
