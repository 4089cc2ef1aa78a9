import { effectKey } from '#lib/canonical';
import { BusinessFailure, defineFlow, systemOf } from '#lib/process';
import { systemIdOf } from '#lib/store';
import { loadDeal } from '../steps/deal.js';
import { demandKey, demandLines, recordDemand } from '../steps/demand.js';
import { openProject } from '../steps/open-project.js';
import { link, mustDo } from './effects.js';

export interface PlanDemandInput {
  opportunity_id: string;
  opportunity_version: number;
}

/** Opportunity committed: a provisional shell in the PSA and tentative demand, so that staffing can begin before the signature (PA-002…4). */
export const planDemand = defineFlow<PlanDemandInput, { project_code?: string; demand: number; skipped?: string }>({
  name: 'plan-demand',
  queue: 'delivery',
  businessKey: (i) => `opportunity:${i.opportunity_id}`,
  partition: (i) => i.opportunity_id,
  run: async (ctx, input) => {
    const shell = await ctx.tx('open the provisional project', async (em) => {
      const deal = await loadDeal(em, input.opportunity_id);
      const { opportunity } = deal;
      if (opportunity.data.canonical_stage !== 'committed') return { skipped: `the deal is ${opportunity.data.canonical_stage} now` } as const;
      if (!deal.legal_entity_code) throw new BusinessFailure('MISSING_LEGAL_ENTITY', `opportunity:${opportunity.data.opportunity_number}`, `Deal ${opportunity.data.opportunity_number} is committed but names no legal entity`, { field: 'opportunity.legal_entity' }, [], undefined, [{ entity: 'opportunity', key: opportunity.data.opportunity_number }]);
      const project = await openProject(em, deal, 'provisional');
      return {
        opportunity: opportunity.data, opportunity_source_id: opportunity.source_id, project_id: project.id, code: project.data.project_code, name: project.data.name, currency: project.data.currency, start: project.data.start, end: project.data.end,
        status: project.status, psa_id: await systemIdOf(em, project.id, systemOf('psa'), 'project'),
      };
    });
    if ('skipped' in shell) return { demand: 0, skipped: shell.skipped };
    const businessKey = `opportunity:${shell.opportunity.opportunity_number}`;

    let workspace = shell.psa_id;
    if (!workspace) {
      const created = await mustDo(ctx, 'create the shell in the PSA', {
        system: 'psa', verb: 'create_project', key: effectKey.psaProject(shell.code), body: { project_code: shell.code, name: shell.name, currency: shell.currency, start: shell.start, end: shell.end, status: 'provisional' },
      }, businessKey);
      await link(ctx, 'remember the shell', 'project', shell.project_id, created, 'owner');
      workspace = created.source_id;
    }
    for (const { line, role } of demandLines(shell.opportunity)) {
      const published = await mustDo(ctx, `publish demand for ${role.role}`, {
        system: 'psa', verb: 'publish_demand', key: effectKey.demand(shell.opportunity.opportunity_number, line, input.opportunity_version),
        body: { project_source_id: workspace, role: role.role, hours: role.hours, start: role.start, end: role.end, billable: role.billable, demand_type: 'tentative' },
      }, demandKey(shell.opportunity.opportunity_number, line));
      await ctx.tx(`record demand ${line}`, async (em) => {
        const { opportunity } = await loadDeal(em, input.opportunity_id);
        await recordDemand(em, { opportunity, project_id: shell.project_id, line, role, demand_type: 'tentative', psa: published.system, source_id: published.source_id });
      });
    }
    await mustDo(ctx, 'tell sales', { system: 'crm', verb: 'set_delivery_status', key: effectKey.deliveryStatus(shell.opportunity.opportunity_number, 'provisional', input.opportunity_version), body: { opportunity_source_id: shell.opportunity_source_id, delivery_status: 'provisional', project_code: shell.code } }, businessKey);
    return { project_code: shell.code, demand: shell.opportunity.roles_needed.length };
  },
});
