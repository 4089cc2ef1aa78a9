import type { DecimalInput } from '#lib/canonical';

/** What a rate line can be specific about. A dimension left out or null means "any" (RATE-3). */
export type RateDimension = 'worker_id' | 'role' | 'grade' | 'region' | 'work_type' | 'skill' | 'category';

/** Default order of importance, most important first (RATE-3). */
export const RATE_DIMENSIONS: readonly RateDimension[] = ['worker_id', 'role', 'grade', 'region', 'work_type', 'skill', 'category'];

export type RateUnit = 'hour' | 'day' | 'month' | 'fixed';

/** Where a card applies. `scope_id` of region_practice is `region/practice`; null or empty for global. */
export type RateScope = 'contract_line' | 'contract' | 'project' | 'client' | 'region_practice' | 'region' | 'practice' | 'group' | 'legal_entity' | 'global';

/** A price that holds on one line from its own date until the next override of that line and scope, or the version's end (RATE-4). */
export interface RateOverrideInput {
  effective_from: string;
  effective_to?: string | null;
  rate: DecimalInput;
  /** Order among overrides: contract, quote, client, none (default none). */
  scope_type?: 'contract' | 'quote' | 'client' | 'none';
  scope_id?: string | null;
}

export interface RateLineInput extends Partial<Record<RateDimension, string | null>> {
  line_id: string;
  /** Default hour. */
  unit?: RateUnit;
  /** Hours in a day or month; required for those units. */
  unit_hours?: DecimalInput | null;
  rate: DecimalInput;
  /** Lowest rate this line may be sold at; a discount cannot go below it. */
  min_rate?: DecimalInput | null;
  /** Fraction of gross. */
  max_discount?: DecimalInput | null;
  overrides?: readonly RateOverrideInput[];
}

/** One version of one rate card (glossary 3.6). Dates are inclusive; a null end is open. */
export interface RateCardVersionInput {
  card_version_id: string;
  rate_card_id?: string;
  scope_type: RateScope;
  scope_id?: string | null;
  currency: string;
  effective_from: string;
  effective_to?: string | null;
  /** Only `approved` and `active` versions price work. */
  approval_status: string;
  kind?: 'bill' | 'cost';
  lines: readonly RateLineInput[];
  /** Markup on the base rate by work type: {overtime: '0.15'} (RATE-8); used when the line is not itself for that work type. */
  work_type_uplifts?: Readonly<Record<string, DecimalInput>>;
}

/** Statuses in which a version prices work (glossary 3.6). */
export function pricesWork(status: string): boolean {
  return status === 'approved' || status === 'active';
}
