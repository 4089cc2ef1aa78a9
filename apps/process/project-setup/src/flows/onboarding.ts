import { effectKey, type RoleNeeded } from '#lib/canonical';
import type { FlowContext } from '#lib/process';
import { recordByKey } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { isServiceOrder } from '../steps/billing-type.js';
import { type Deal, loadDeal } from '../steps/deal.js';
import { demandKey, demandLines, recordDemand } from '../steps/demand.js';
import { mustDo } from './effects.js';

/** Roles of a managed-services order that nobody has been asked for yet: it was won without having been committed before (PA-015). */
export async function missingDemand(em: EntityManager, { opportunity, contract }: Deal): Promise<{ line: string; role: RoleNeeded }[]> {
  if (!contract || !isServiceOrder(contract.data)) return [];
  const missing = [];
  for (const one of demandLines(opportunity.data)) {
    const known = await recordByKey(em, 'resource_request', demandKey(opportunity.data.opportunity_number, one.line));
    if (!known || known.status === 'cancelled') missing.push(one);
  }
  return missing;
}

/** Asks the PSA for the people who bring the service up. */
export async function publishOnboarding(ctx: FlowContext, opportunityId: string, number: string, { project_id, workspace, roles }: { project_id: string; workspace: string; roles: { line: string; role: RoleNeeded }[] }): Promise<void> {
  for (const { line, role } of roles) {
    const published = await mustDo(ctx, `publish onboarding demand for ${role.role}`, {
      system: 'psa', verb: 'publish_demand', key: effectKey.demand(number, line, 0),
      body: { project_source_id: workspace, role: role.role, hours: role.hours, start: role.start, end: role.end, billable: role.billable, demand_type: 'confirmed' },
    }, demandKey(number, line));
    await ctx.tx(`record onboarding demand ${line}`, async (em) => {
      const { opportunity } = await loadDeal(em, opportunityId);
      await recordDemand(em, { opportunity, project_id, line, role, demand_type: 'confirmed', psa: published.system, source_id: published.source_id });
    });
  }
}
