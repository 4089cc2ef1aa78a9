import { defineFlow, type FlowContext } from '#lib/process';
import { amendmentPlan, type AmendmentStep } from '#lib/rules';
import { linesToApply, linesToRestore } from '../steps/contract-version.js';
import type { AmendmentJob } from '../steps/job.js';
import { prepare } from '../steps/prepare.js';
import { keptOf, stepDone, stepUndone, withdrawn } from '../steps/progress.js';
import { publish } from '../steps/publish.js';
import { writeTerms } from './effects.js';
import { STEP_WORK } from './step-work.js';

export interface ApplyAmendmentInput {
  amendment_id: string;
  contract_id: string;
  /** Contract number and amendment number, as people know it. */
  natural_key: string;
}

/**
 * An approved amendment changes the contract, in the order of MOD-8: contract version, rate cards, billing schedule, budget, revenue treatment, forecasts, backlog.
 * What may not be applied changes nothing. A step that fails takes back the ones before it, the last one first, and one exception says why.
 */
export const applyAmendment = defineFlow<ApplyAmendmentInput, { applied: boolean; skipped?: string }>({
  name: 'apply-amendment',
  queue: 'finance',
  businessKey: (i) => `amendment:${i.natural_key}`,
  partition: (i) => i.contract_id,
  run: async (ctx, input) => {
    const job = await ctx.tx('check that it may be applied', (em) => prepare(em, input.amendment_id, ctx.runId));
    if ('skipped' in job) return { applied: false, skipped: job.skipped };
    const done: AmendmentStep[] = [];
    let current: AmendmentStep = 'contract_version';
    ctx.compensate('end the attempt', (c) => c.tx('end the attempt', (em) => withdrawn(em, job.amendment_id, current)));
    for (let next = amendmentPlan({ done }).next; next; next = amendmentPlan({ done }).next) {
      current = next;
      await carryOut(ctx, job, next);
      done.push(next);
    }
    await ctx.tx('publish the amended contract', (em) => publish(em, job, ctx.runId));
    return { applied: true };
  },
});

/** One step: the CRM first where it holds the terms, then our own books, with the way back registered as soon as there is something to take back. */
async function carryOut(ctx: FlowContext, job: AmendmentJob, step: AmendmentStep): Promise<void> {
  const work = STEP_WORK[step];
  if (step === 'contract_version') {
    await writeTerms(ctx, 'write the terms into the contract in the CRM', job, 'apply', linesToApply(job.touched));
    ctx.compensate('take the terms back in the CRM', (c) => writeTerms(c, 'take the terms back in the CRM', job, 'withdraw', linesToRestore(job.touched)));
  }
  // An earlier attempt that broke off for a technical reason may have done it.
  if (!job.done.includes(step)) {
    await ctx.tx(work.name, async (em) => {
      const result = await work.carryOut(em, job);
      const { detail, kept } = typeof result === 'string' ? { detail: result, kept: null } : result;
      await stepDone(em, job.amendment_id, step, detail, kept);
    });
  }
  ctx.compensate(work.undoName, (c) => c.tx(work.undoName, async (em) => {
    const kept = await keptOf(em, job.amendment_id, step);
    if (kept === undefined) return;
    await work.undo(em, job, kept);
    await stepUndone(em, job.amendment_id, step);
  }));
}
