import type { Amendment, ContractLine } from '#lib/canonical';
import type { RuleTrace } from '../trace.js';
import { modificationTreatment, type ModificationTreatment } from './treatment.js';

/** Services of a series or work billed as it is done: what is left is distinct from what was delivered (MOD-3). */
const SERIES = new Set(['time_and_materials', 'retainer', 'managed_services', 'subscription', 'expense']);
/** Terms of a line that say how work done is priced, and nothing of what is promised (MOD-7). */
const PRICING = new Set(['rate_card_code', 'earlier_rate_cards', 'retroactive_rates', 'cap_amount', 'cap_hours', 'cap_policy', 'discount', 'minimum_amount', 'tax_profile', 'invoice_grouping', 'task_codes', 'description', 'start', 'end']);

export interface LineChangeOfAmendment {
  before: ContractLine | null;
  after: ContractLine | null;
}

/**
 * MOD-1 to 5 and 7 for one line of an approved amendment. Where the amendment says `mixed`, each obligation for itself: what is added, and services of a series, are
 * distinct from what was delivered; a bespoke result partly done is not.
 */
export function treatmentOfChange(amendment: Pick<Amendment, 'unpriced' | 'adds_distinct_services' | 'priced_at_ssp' | 'remaining_distinct'>, change: LineChangeOfAmendment): { treatment: ModificationTreatment; remaining_distinct: 'yes' | 'no'; why: RuleTrace[] } {
  const { before, after } = change;
  const line = (after ?? before)!;
  const added = before === null;
  const said = amendment.remaining_distinct;
  const distinct = added ? amendment.adds_distinct_services || said !== 'no' : said === 'mixed' ? line.obligation?.is_series === true || SERIES.has(line.contract_type) : said === 'yes';
  const result = modificationTreatment({
    approved: true, unpriced: amendment.unpriced, adds_distinct_services: added && amendment.adds_distinct_services, priced_at_ssp: amendment.priced_at_ssp,
    remaining_distinct: distinct ? 'yes' : 'no', as_invoiced_rate_change: !added && after !== null && onlyPricing(before, after),
  });
  return { treatment: result.treatment, remaining_distinct: distinct ? 'yes' : 'no', why: result.why };
}

function onlyPricing(before: ContractLine, after: ContractLine): boolean {
  const asInvoiced = (line: ContractLine): boolean => (line.obligation?.measure ?? (line.contract_type === 'time_and_materials' ? 'as_invoiced' : '')) === 'as_invoiced';
  if (!asInvoiced(before) || !asInvoiced(after)) return false;
  const names = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof ContractLine)[]);
  return [...names].every((name) => PRICING.has(name) || JSON.stringify(before[name]) === JSON.stringify(after[name]));
}
