import { defineTrigger } from '#lib/process';
import { followMilestone } from './flows/follow-milestone.flow.js';
import { identifyRevenue } from './flows/identify-revenue.flow.js';

/** Terms of a contract that came or changed; an amendment names its contract in the event's data. */
export const onContract = defineTrigger({
  name: 'milestone-to-revenue.contracts', types: ['contract.signed', 'contract.changed', 'contract.amended'], flow: identifyRevenue,
  input: (e) => ({ contract_id: String(e.type === 'contract.amended' ? e.data['contract_id'] ?? e.entityid : e.entityid), contract_number: String(e.data['contract_number'] ?? ''), amended: e.type === 'contract.amended' }),
  id: (e) => `identify-revenue:${e.id}`,
});

/** A milestone that earns revenue was reached, moved or changed. */
export const onMilestone = defineTrigger({
  name: 'milestone-to-revenue.milestone-plans', types: ['milestone.completed', 'milestone.rescheduled', 'milestone.changed'], flow: followMilestone,
  input: (e) => (e.data['revenue_trigger'] === true && e.data['project_id'] ? { milestone_id: e.entityid, project_id: String(e.data['project_id']) } : null),
  id: (e) => `follow-milestone:${e.entityid}:${e.entityversion}`,
});
