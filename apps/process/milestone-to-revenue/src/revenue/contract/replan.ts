import type { Project } from '#lib/canonical';
import { PerformanceObligation, recordById } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import { lastVersion, revenueContractOf } from './identify.js';
import { planSchedule } from './schedule.js';

/** Plans the milestone-measured obligations of a project's contract anew. Returns how many plans changed. */
export async function replanMilestones(em: EntityManager, projectId: string): Promise<number> {
  const project = await recordById<Project>(em, projectId);
  const rc = project?.data.contract_id ? await revenueContractOf(em, project.data.contract_id) : undefined;
  if (!rc || rc.status === 'identified') return 0;
  let changed = 0;
  for (const o of await em.findBy(PerformanceObligation, { revenue_contract_id: rc.id, measure: In(['output_milestone', 'point_in_time']) })) {
    if (await planSchedule(em, o, await lastVersion(em, o.id), rc.currency, 'a milestone was reached or moved')) changed += 1;
  }
  return changed;
}
