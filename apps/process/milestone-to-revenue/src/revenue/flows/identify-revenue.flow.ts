import { BusinessFailure, defineFlow } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { identifyContract } from '../contract/identify.js';
import { applyModifications } from '../contract/modify.js';

export interface IdentifyRevenueInput {
  contract_id: string;
  contract_number: string;
  /** An amendment was applied: its recorded treatment is carried out first. */
  amended: boolean;
}

/**
 * A contract was signed, changed or amended: it becomes an accounting contract with obligations, an allocated price and a plan. What its criteria
 * lack ends the run as STEP1_NOT_MET; receipts stay a liability until they are met. Terms that changed without an amendment are REVENUE_MISMATCH.
 */
export const identifyRevenue = defineFlow<IdentifyRevenueInput, { outcome: string; modified: string[] }>({
  name: 'identify-revenue',
  queue: 'finance',
  businessKey: (i) => `revenue-contract:${i.contract_id}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const modified = input.amended ? await ctx.tx('carry out the recorded treatment', (em) => atTheEnd(em, () => applyModifications(em, input.contract_id))) : [];
    const found = await ctx.tx('identify, price and allocate', (em) => atTheEnd(em, () => identifyContract(em, input.contract_id)));
    if (found.outcome === 'step1') throw new BusinessFailure('STEP1_NOT_MET', undefined, `Contract ${found.contract} brings no revenue yet: ${found.failed.map((f) => f.replaceAll('_', ' ')).join(', ')} not met; receipts stay a liability`, { contract: found.contract, failed: found.failed }, [], found.legal_entity_code);
    if (found.outcome === 'mismatch') throw new BusinessFailure('REVENUE_MISMATCH', undefined, `Contract ${found.contract}: the terms of ${found.codes.join(', ')} changed without an amendment; revenue keeps the price allocated at inception (REV-14)`, { contract: found.contract, obligations: found.codes }, [], found.legal_entity_code);
    return { outcome: found.outcome, modified };
  },
});
