import { defineConsumer, defineTrigger } from '#lib/process';
import { clearExceptions, raiseException, recordById } from '#lib/store';
import { planDemand } from './flows/plan-demand.flow.js';
import { setUpProject } from './flows/set-up-project.flow.js';
import { withdrawDemand } from './flows/withdraw-demand.flow.js';

/** A deal becomes committed: plan for it. */
export const onCommitted = defineTrigger({
  name: 'project-setup.committed', types: ['opportunity.committed'], flow: planDemand,
  input: (e) => ({ opportunity_id: e.entityid, opportunity_version: e.entityversion }), id: (e) => `plan-demand:${e.entityid}:${e.entityversion}`,
});

/** A committed deal slips back or is lost: withdraw what was planned. */
export const onWithdrawn = defineTrigger({
  name: 'project-setup.withdrawn', types: ['opportunity.uncommitted', 'opportunity.closed_lost'], flow: withdrawDemand,
  input: (e) => ({ opportunity_id: e.entityid, opportunity_version: e.entityversion, reason: e.type === 'opportunity.closed_lost' ? 'lost' as const : 'slipped' as const }),
  id: (e) => `withdraw-demand:${e.entityid}:${e.entityversion}`,
});

/** A deal is won and commercially approved: set the project up. */
export const onWon = defineTrigger({
  name: 'project-setup.won', types: ['opportunity.closed_won'], flow: setUpProject,
  input: (e) => ({ opportunity_id: e.entityid }), id: (e) => `set-up-project:${e.entityid}`,
});

/** A deal won without commercial approval starts nothing and is shown to the person who can approve it (glossary 3.1). */
export const unapprovedWins = defineConsumer({
  name: 'project-setup.unapproved-wins',
  types: ['opportunity.changed', 'opportunity.closed_won'],
  handle: async (em, events) => {
    for (const event of events) {
      const opportunity = await recordById(em, event.entityid);
      if (opportunity?.data['canonical_stage'] !== 'closed_won') continue;
      const businessKey = `opportunity:${opportunity.data['opportunity_number']}`;
      if (opportunity.data['commercial_approval'] === 'approved') {
        await clearExceptions(em, { business_key: businessKey, code: 'COMMERCIAL_APPROVAL_MISSING' }, 'cleared', { by: 'throughline', reason: 'Approval was given in the CRM' });
        continue;
      }
      await raiseException(em, {
        code: 'COMMERCIAL_APPROVAL_MISSING', business_key: businessKey, workflow: 'project-setup', step: 'gate', correlation_id: event.correlationid,
        message: `Deal ${opportunity.data['opportunity_number']} is closed-won while its commercial approval is ${opportunity.data['commercial_approval']}: nothing was started`,
        context: { stage: opportunity.data['stage'], commercial_approval: opportunity.data['commercial_approval'] }, evidence: [{ system: opportunity.source_system, record: { source_id: opportunity.source_id, stage: opportunity.data['stage'] } }],
      });
    }
  },
});
