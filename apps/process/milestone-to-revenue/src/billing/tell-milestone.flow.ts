import { effectKey, type Milestone, type Project } from '#lib/canonical';
import { defineFlow, refusedEffect, systemOf } from '#lib/process';
import { audit, recordById, systemIdOf } from '#lib/store';

export interface TellMilestoneInput {
  milestone_id: string;
  /** `held | ready | on_draft | invoiced | credited | cancelled`. */
  billing_status: string;
  /** Completion of the milestone and version of its billing event: names the telling. */
  no: number;
  message: string;
}

/** The project team sees in the PSA how the billing of a milestone stands. */
export const tellMilestone = defineFlow<TellMilestoneInput, { told: boolean }>({
  name: 'tell-milestone',
  queue: 'finance',
  businessKey: (i) => `milestone-status:${i.milestone_id}`,
  partition: (i) => i.milestone_id,
  run: async (ctx, input) => {
    const target = await ctx.tx('find the milestone in the PSA', async (em) => {
      const milestone = await recordById<Milestone>(em, input.milestone_id);
      const project = milestone?.data.project_id ? await recordById<Project>(em, milestone.data.project_id) : undefined;
      const source_id = await systemIdOf(em, input.milestone_id, systemOf('psa'), 'milestone');
      return milestone && project && source_id ? { source_id, project: project.data.project_code, code: milestone.data.code } : null;
    });
    if (!target) return { told: false };
    const ask = {
      system: 'psa' as const, verb: 'set_milestone_status', key: effectKey.milestoneStatus(target.project, target.code, input.billing_status, input.no),
      body: { milestone_source_id: target.source_id, billing_status: input.billing_status, message: input.message.slice(0, 300) },
    };
    const told = await ctx.effect('tell the PSA', ask);
    if (!told.ok) throw refusedEffect(told, ask);
    await ctx.tx('note it', (em) => audit(em, { who: 'process:milestone-billing', what: 'milestone.billing_told', entity: 'milestone', entity_id: input.milestone_id, after: { billing_status: input.billing_status }, correlation_id: ctx.correlationId }));
    return { told: true };
  },
});
