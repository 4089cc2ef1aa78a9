import { billMilestone } from './bill-milestone.flow.js';
import { tellMilestone } from './tell-milestone.flow.js';
import { onMilestoneBilling, onMilestoneFacts } from './triggers.js';

/** Flows and consumers of milestone billing: completed milestones become billing events behind a guard, and the PSA sees how they stand. */
export const MILESTONE_BILLING_PARTS = [billMilestone, tellMilestone, onMilestoneFacts, onMilestoneBilling];
