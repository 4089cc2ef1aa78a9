import { defineFlow } from '#lib/process';
import { atTheEnd } from '#lib/store';
import { type SettledMilestone, settleMilestone } from './settle-milestone.js';

export interface BillMilestoneInput {
  milestone_id: string;
  natural_key: string;
  project_id: string;
}

/** Something happened to a milestone or to what its guard looks at: its billing follows. Drafts, release and posting are those of time to invoice. */
export const billMilestone = defineFlow<BillMilestoneInput, SettledMilestone>({
  name: 'bill-milestone',
  queue: 'finance',
  businessKey: (i) => `milestone:${i.natural_key}`,
  partition: (i) => i.project_id,
  run: async (ctx, input) => {
    const today = (await ctx.now()).slice(0, 10);
    return ctx.tx('bring its billing in line', (em) => atTheEnd(em, () => settleMilestone(em, input.milestone_id, today)));
  },
});
