import { effectKey } from '#lib/canonical';
import { defineFlow, systemOf } from '#lib/process';
import { systemIdOf } from '#lib/store';
import { loadDeal, projectOf } from '../steps/deal.js';
import { openDemand, recordWithdrawal } from '../steps/demand.js';
import { moveProject } from '../steps/open-project.js';
import { mustDo } from './effects.js';

export interface WithdrawDemandInput {
  opportunity_id: string;
  opportunity_version: number;
  /** `slipped` keeps the shell, `lost` cancels it. */
  reason: 'slipped' | 'lost';
}

/** Slipped or lost deal: tentative demand is withdrawn; a lost deal also cancels its provisional shell (glossary 3.1, 4.7). */
export const withdrawDemand = defineFlow<WithdrawDemandInput, { withdrawn: number; cancelled: boolean }>({
  name: 'withdraw-demand',
  queue: 'delivery',
  businessKey: (i) => `opportunity:${i.opportunity_id}`,
  partition: (i) => i.opportunity_id,
  run: async (ctx, input) => {
    const plan = await ctx.tx('find open demand', async (em) => {
      const deal = await loadDeal(em, input.opportunity_id);
      const project = deal.project_code ? await projectOf(em, deal.project_code) : undefined;
      const requests = await openDemand(em, input.opportunity_id);
      return {
        number: deal.opportunity.data.opportunity_number, opportunity_source_id: deal.opportunity.source_id, code: deal.project_code,
        workspace: project ? await systemIdOf(em, project.id, systemOf('psa'), 'project') : undefined, status: project?.status,
        requests: requests.map((r) => ({ id: r.id, source_id: r.source_id, version: r.version, line: (r.natural_key ?? '').split(':').pop() ?? '' })),
      };
    });
    const businessKey = `opportunity:${plan.number}`;
    for (const request of plan.requests) {
      await mustDo(ctx, `withdraw demand ${request.line}`, {
        system: 'psa', verb: 'withdraw_demand', key: effectKey.demandWithdraw(plan.number, request.line, request.version), body: { demand_source_id: request.source_id, reason: `The deal ${input.reason === 'lost' ? 'was lost' : 'slipped'}` },
      }, businessKey);
      await ctx.tx(`record withdrawal ${request.line}`, (em) => recordWithdrawal(em, request.id, input.reason));
    }
    const cancel = input.reason === 'lost' && (plan.status === 'provisional' || plan.status === 'pending_setup' || plan.status === 'approved');
    if (cancel) {
      if (plan.workspace) {
        await mustDo(ctx, 'cancel the shell in the PSA', { system: 'psa', verb: 'update_project', key: effectKey.psaProjectUpdate(plan.code!, 'cancel', input.opportunity_version), body: { project_source_id: plan.workspace, status: 'cancelled', time_entry_open: false } }, businessKey);
      }
      await ctx.tx('cancel the project', async (em) => void (await moveProject(em, (await projectOf(em, plan.code!))!, 'cancelled', { time_entry_open: false })));
    }
    if (plan.workspace) {
      await mustDo(ctx, 'tell sales', { system: 'crm', verb: 'set_delivery_status', key: effectKey.deliveryStatus(plan.number, cancel ? 'cancelled' : 'blocked', input.opportunity_version), body: { opportunity_source_id: plan.opportunity_source_id, delivery_status: cancel ? 'cancelled' : 'blocked', project_code: plan.code } }, businessKey);
    }
    return { withdrawn: plan.requests.length, cancelled: cancel };
  },
});
