import { monthEnd } from '#lib/canonical';
import { defineFlow, type FlowContext, hasFlow, startIn } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { assembleCredits } from '../steps/assemble-credits.js';
import { assembleDrafts } from '../steps/assemble-drafts.js';

export interface BillingRunInput {
  billing_run: string;
  contract_id: string;
  contract_number: string;
  period: string;
  prepared_by: string;
  /** The contract bills by its terms too: what falls due until the end of the month is raised first. */
  by_terms?: boolean;
}

/** One contract's part of a billing run: what falls due is raised, what is ready becomes drafts, what was corrected after billing becomes credit memo drafts. */
export const billingRun = defineFlow<BillingRunInput, { invoices: string[]; credit_memos: string[] }>({
  name: 'billing-run',
  queue: 'finance',
  businessKey: (i) => `billing:${i.contract_number}:${i.period}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    if (input.by_terms) await raiseDues(ctx, input);
    const request = { contract_id: input.contract_id, period: input.period, prepared_by: input.prepared_by, run_id: ctx.runId };
    const credit_memos = await ctx.tx('draft credit memos', (em) => atTheEnd(em, () => assembleCredits(em, request)));
    const invoices = await ctx.tx('draft invoices', (em) => atTheEnd(em, () => assembleDrafts(em, request)));
    return { invoices, credit_memos };
  },
});

/** How long the run looks for the end of the dues before it goes on with what is ready: they may wait for a person. */
const LOOKS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 60_000];

/** Another flow raises what falls due; this run waits until that one has ended, however it ended. */
async function raiseDues(ctx: FlowContext, input: BillingRunInput): Promise<void> {
  const id = `contract-dues:${input.billing_run}:${input.contract_id}`;
  const started = await ctx.tx('raise what falls due', async (em) => hasFlow('contract-dues')
    && (await startIn(em, { flow: 'contract-dues', id, input: { contract_id: input.contract_id, contract_number: input.contract_number, through: monthEnd(`${input.period}-01`) }, correlation_id: ctx.correlationId }), true));
  for (let look = 0; started && look < LOOKS.length; look++) {
    const ended = await ctx.tx(`is it raised ${look + 1}`, async (em) => (await em.query(`select 1 from process_run where id = $1 and state in ('completed', 'waiting', 'failed', 'retried')`, [id])).length > 0);
    if (ended) return;
    await ctx.sleep(LOOKS[look]!);
  }
}
