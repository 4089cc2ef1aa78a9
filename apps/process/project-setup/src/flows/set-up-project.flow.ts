import { effectKey } from '#lib/canonical';
import { BusinessFailure, defineFlow, systemOf } from '#lib/process';
import { appendEvents, audit, changeEvent, clientAt, systemIdOf, updateRecord } from '#lib/store';
import { activationChecks, failedChecks } from '../steps/activation-guard.js';
import { engagementOf, loadDeal, projectOf } from '../steps/deal.js';
import { confirmDemand } from '../steps/demand.js';
import { moveProject, openProject } from '../steps/open-project.js';
import { plannedTasks, recordTask } from '../steps/tasks.js';
import { byCode, missingTerms } from '../steps/validate-commercial.js';
import { billingTypeOf } from '../steps/billing-type.js';
import { ensureCustomer } from './customer.js';
import { link, mustDo } from './effects.js';
import { missingDemand, publishOnboarding } from './onboarding.js';
import { carryOutServiceOrder, serviceOrder } from './service-order.js';

export interface SetUpProjectInput {
  opportunity_id: string;
}

/**
 * Closed-won: validate, then ERP customer and project, then PSA project, tasks and billing profile, then the guard, then
 * `project.activated`. Nothing opens for time before finance can bill it (glossary 4.1). A missing term stops it before
 * anything is created; a refusal on the way takes what was created out of use again.
 */
export const setUpProject = defineFlow<SetUpProjectInput, { project_code?: string; activated: boolean; skipped?: string }>({
  name: 'set-up-project',
  queue: 'delivery',
  businessKey: (i) => `opportunity:${i.opportunity_id}`,
  partition: (i) => i.opportunity_id,
  run: async (ctx, input) => {
    const erp = systemOf('erp');
    const psa = systemOf('psa');
    const deal = await ctx.tx('validate the commercial terms', async (em) => {
      const found = await loadDeal(em, input.opportunity_id);
      const { opportunity_number: number, canonical_stage: stage } = found.opportunity.data;
      const missing = stage === 'closed_won' ? await missingTerms(em, found) : [];
      return { number, stage, missing, order: stage === 'closed_won' && missing.length === 0 ? await serviceOrder(em, found) : null };
    });
    // It may have been lost while it waited for a term.
    if (deal.stage !== undefined && deal.stage !== 'closed_won') return { activated: false, skipped: `the deal is ${deal.stage} now` };
    const businessKey = `opportunity:${deal.number}`;
    const [first, ...others] = byCode(deal.missing);
    for (const m of others) await ctx.raise({ code: m.code, business_key: businessKey, message: m.message, context: { fields: m.fields }, waits_for: m.waits_for });
    if (first) throw new BusinessFailure(first.code, businessKey, first.message, { fields: first.fields }, [], undefined, first.waits_for);

    if (deal.order) return carryOutServiceOrder(ctx, deal.order, businessKey);

    const job = await ctx.tx('open the project', async (em) => {
      const found = await loadDeal(em, input.opportunity_id);
      const opened = await openProject(em, found, 'pending_setup');
      const project = opened.status === 'provisional' ? await moveProject(em, opened, 'pending_setup') : opened;
      const { client, contract } = found;
      return {
        project_id: project.id, code: project.data.project_code, name: project.data.name, status: project.status, currency: project.data.currency, start: project.data.start, end: project.data.end, legal_entity_code: found.legal_entity_code!,
        correlation_id: project.correlation_id, onboarding: await missingDemand(em, found), opportunity_source_id: found.opportunity.source_id, client_id: client!.id, client: client!.data, contract: contract!.data,
        customer: await systemIdOf(em, client!.id, erp, clientAt(found.legal_entity_code!)), erp_project: await systemIdOf(em, project.id, erp, 'project'), workspace: await systemIdOf(em, project.id, psa, 'project'),
      };
    });
    const { code, client, contract } = job;
    const opened = async () => {
      await mustDo(ctx, 'tell sales', { system: 'crm', verb: 'set_delivery_status', key: effectKey.deliveryStatus(deal.number, 'active', ctx.attempt), body: { opportunity_source_id: job.opportunity_source_id, delivery_status: 'active', project_code: code } }, businessKey);
      return { project_code: code, activated: true };
    };
    if (!['provisional', 'pending_setup', 'approved'].includes(job.status!)) return opened();
    // What is open and billable stays so, whatever happens to the telling.
    let active = false;
    const undo = (name: string, write: () => Promise<unknown>) => ctx.compensate(name, async () => void (active || (await write())));
    const billingMethod = billingTypeOf(contract);

    const customer = await ensureCustomer(ctx, { client_id: job.client_id, client, legal_entity_code: job.legal_entity_code, currency: job.currency, customer: job.customer }, businessKey);

    let erpProject = job.erp_project;
    if (!erpProject) {
      const created = await mustDo(ctx, 'create the project in the ERP', {
        system: 'erp', verb: 'create_project', key: effectKey.erpProject(code),
        body: { project_code: code, name: job.name, customer_source_id: customer, legal_entity_code: job.legal_entity_code, currency: job.currency, start: job.start, end: job.end, billing_type: billingMethod },
      }, businessKey);
      await link(ctx, 'remember the ERP project', 'project', job.project_id, created, 'replica');
      erpProject = created.source_id;
    } else if (ctx.attempt > 1) {
      await mustDo(ctx, 'bring the ERP project back into use', { system: 'erp', verb: 'set_project_activity', key: effectKey.erpProjectActivity(code, true, ctx.attempt), body: { source_id: erpProject, active: true, reason: 'Set-up is tried again' } }, businessKey);
    }
    undo('take the ERP project out of use', async () => {
      await ctx.effect('take the ERP project out of use', { system: 'erp', verb: 'set_project_activity', key: effectKey.erpProjectActivity(code, false, ctx.attempt), body: { source_id: erpProject!, active: false, reason: 'Set-up did not complete' } });
    });

    let workspace = job.workspace;
    if (!workspace) {
      const created = await mustDo(ctx, 'create the project in the PSA', {
        system: 'psa', verb: 'create_project', key: effectKey.psaProject(code), body: { project_code: code, name: job.name, currency: job.currency, start: job.start, end: job.end, status: 'pending_setup' },
      }, businessKey);
      await link(ctx, 'remember the PSA project', 'project', job.project_id, created, 'owner');
      workspace = created.source_id;
    }
    await publishOnboarding(ctx, input.opportunity_id, deal.number, { project_id: job.project_id, workspace, roles: job.onboarding });
    undo('keep the PSA project closed for time', async () => {
      await ctx.effect('keep the PSA project closed for time', { system: 'psa', verb: 'update_project', key: effectKey.psaProjectUpdate(code, 'undo', ctx.attempt), body: { project_source_id: workspace!, status: 'pending_setup', time_entry_open: false } });
    });
    for (const task of plannedTasks(contract)) {
      const created = await mustDo(ctx, `create task ${task.wbs_code}`, { system: 'psa', verb: 'create_task', key: effectKey.task(code, task.wbs_code), body: { ...task, project_source_id: workspace } }, businessKey);
      await ctx.tx(`record task ${task.wbs_code}`, async (em) => void (await recordTask(em, { id: job.project_id, code, legal_entity_code: job.legal_entity_code, correlation_id: job.correlation_id }, { system: created.system, workspaceId: workspace!, taskId: created.source_id }, task)));
    }
    const profile = { rate_card_code: contract.lines.find((l) => l.rate_card_code)?.rate_card_code, project_code: code, legal_entity_code: job.legal_entity_code, billing_method: billingMethod, contract_number: contract.contract_number, erp_project_id: erpProject };
    await mustDo(ctx, 'set the billing profile in the PSA', { system: 'psa', verb: 'update_project', key: effectKey.psaProjectUpdate(code, 'profile', ctx.attempt), body: { project_source_id: workspace, status: 'approved', time_entry_open: false, ...profile } }, businessKey);

    await ctx.tx('approve when every check passes', async (em) => {
      const project = (await projectOf(em, code))!;
      const checks = await activationChecks(em, project, { erp, psa });
      const failed = failedChecks(checks);
      if (failed.length > 0) throw new BusinessFailure('MISSING_PROJECT_ATTRIBUTE', businessKey, `Project ${code} cannot be activated: ${failed.join(', ')}`, { checks });
      await moveProject(em, project, 'approved', { setup_checks: checks, billing_eligible: true });
      await confirmDemand(em, input.opportunity_id);
    });
    await mustDo(ctx, 'open the project for time in the PSA', { system: 'psa', verb: 'update_project', key: effectKey.psaProjectUpdate(code, 'activate', ctx.attempt), body: { project_source_id: workspace, status: 'active', time_entry_open: true } }, businessKey);
    await ctx.tx('activate', async (em) => {
      const project = (await projectOf(em, code))!;
      const checks = await activationChecks(em, project, { erp, psa });
      const failed = failedChecks(checks);
      if (failed.length > 0) throw new BusinessFailure('MISSING_PROJECT_ATTRIBUTE', businessKey, `Project ${code} lost a set-up condition: ${failed.join(', ')}`, { checks });
      const active = await moveProject(em, project, 'active', { setup_checks: checks, time_entry_open: true });
      const engagement = (await engagementOf(em, code))!;
      if (engagement.status === 'proposed') {
        const running = await updateRecord(em, engagement, { data: { ...engagement.data, status: 'active' } });
        await appendEvents(em, [changeEvent(engagement, running)]);
      }
      await appendEvents(em, [{ type: 'project.activated', entity: 'project', entity_id: active.id, entity_version: active.version, partition_key: `project:${active.id}`, idempotency_key: `${active.id}:activated:1`, approval_status: 'approved', correlation_id: active.correlation_id, data: { ...active.data, erp_project: erpProject, psa_project: workspace } }]);
      await audit(em, { who: 'process:project-setup', what: 'project.activated', entity: 'project', entity_id: active.id, before: project.data, after: active.data, correlation_id: active.correlation_id, reason: `deal ${deal.number} closed-won`, details: { checks } });
    });
    active = true;
    return opened();
  },
});
