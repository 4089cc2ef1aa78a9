import { defineFlow } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { assembleCredits } from '../steps/assemble-credits.js';
import { assembleDrafts } from '../steps/assemble-drafts.js';

export interface BillingRunInput {
  billing_run: string;
  contract_id: string;
  contract_number: string;
  period: string;
  prepared_by: string;
}

/** One contract's part of a billing run: what is ready becomes drafts, what was corrected after billing becomes credit memo drafts. */
export const billingRun = defineFlow<BillingRunInput, { invoices: string[]; credit_memos: string[] }>({
  name: 'billing-run',
  queue: 'finance',
  businessKey: (i) => `billing:${i.contract_number}:${i.period}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const request = { contract_id: input.contract_id, period: input.period, prepared_by: input.prepared_by, run_id: ctx.runId };
    const credit_memos = await ctx.tx('draft credit memos', (em) => atTheEnd(em, () => assembleCredits(em, request)));
    const invoices = await ctx.tx('draft invoices', (em) => atTheEnd(em, () => assembleDrafts(em, request)));
    return { invoices, credit_memos };
  },
});
