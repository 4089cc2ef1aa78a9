import { defineFlow } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { replanMilestones } from '../contract/replan.js';

export interface FollowMilestoneInput {
  milestone_id: string;
  project_id: string;
}

/** A milestone was reached or moved: the plan of the obligations it earns follows (FF-7). Recognizing stays with the revenue run of the month. */
export const followMilestone = defineFlow<FollowMilestoneInput, { replanned: number }>({
  name: 'follow-milestone',
  queue: 'finance',
  businessKey: (i) => `milestone-plan:${i.milestone_id}`,
  partition: (i) => i.project_id,
  run: async (ctx, input) => ({ replanned: await ctx.tx('plan anew', (em) => atTheEnd(em, () => replanMilestones(em, input.project_id))) }),
});
