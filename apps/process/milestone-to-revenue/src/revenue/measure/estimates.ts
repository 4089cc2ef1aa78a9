import { dec, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { type Estimate, spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { type CostFact, type ProjectOfContract, projectsWithOtherCost } from './facts.js';

/** The part of an approved estimate that an obligation is measured against. */
export interface EstimatePart {
  project_id: string;
  version: number;
  currency: string;
  cost: string;
  hours: string | null;
  material: string;
}

/** The estimate of a project in force on a date: the last approved version whose effective date has come. */
export async function estimateOn(em: EntityManager, projectId: string, date: string): Promise<Estimate | undefined> {
  const [row] = await em.query(`select * from estimate where project_id = $1 and status in ('approved', 'superseded') and effective_date <= $2 order by effective_date desc, estimate_version desc limit 1`, [projectId, date]);
  return row;
}

/**
 * What approved estimates say of an obligation's lines. A project that serves other lines too must have its estimate broken down by line. EAC_STALE
 * where a project with cost has no approved estimate: progress against a guess is not progress.
 */
export async function estimateParts(em: EntityManager, contractId: string, lineNos: string[], projects: readonly ProjectOfContract[], worked: ReadonlySet<string>, asOf: string): Promise<EstimatePart[]> {
  const shared = await projectsWithOtherCost(em, contractId, lineNos);
  const parts: EstimatePart[] = [];
  for (const project of projects) {
    const e = await estimateOn(em, project.id, asOf);
    if (!e) {
      if (worked.has(project.id)) throw new BusinessFailure('EAC_STALE', undefined, `Project ${project.project_code} has work and no approved estimate at completion for ${asOf}`, { project: project.project_code, as_of: asOf });
      continue;
    }
    const head = { project_id: project.id, version: e.estimate_version, currency: e.currency };
    const mine = e.lines.filter((l) => lineNos.includes(l.line_no));
    if (e.lines.length > 0) {
      if (mine.length > 0) parts.push({ ...head, cost: sum(mine.map((l) => l.cost_at_completion)).toFixed(), hours: mine.every((l) => l.hours_at_completion) ? sum(mine.map((l) => l.hours_at_completion!)).toFixed() : null, material: sum(mine.map((l) => l.material_cost ?? '0')).toFixed() });
      else if (worked.has(project.id)) throw new BusinessFailure('EAC_STALE', undefined, `The estimate of project ${project.project_code} says nothing of contract line ${lineNos.join(', ')}, which has cost`, { project: project.project_code, estimate_version: e.estimate_version });
      continue;
    }
    if (shared.has(project.id)) throw new BusinessFailure('EAC_STALE', undefined, `Project ${project.project_code} serves several contract lines: break its estimate down by line`, { project: project.project_code, estimate_version: e.estimate_version });
    parts.push({ ...head, cost: e.cost_at_completion, hours: e.hours_at_completion, material: e.material_cost });
  }
  return parts;
}

/** FX-6: cost in one currency, each at the rate of its accounting date. FX_RATE_MISSING names the day. */
export async function costIn(em: EntityManager, costs: readonly CostFact[], currency: string): Promise<{ project_id: string; amount: string; material: boolean }[]> {
  const converted = [];
  for (const c of costs) {
    const rate = await spotRate(em, c.currency, currency, c.date);
    if (rate === null) throw new BusinessFailure('FX_RATE_MISSING', undefined, `Cost of ${c.date}: no exchange rate ${c.currency} to ${currency}`, { from: c.currency, to: currency, date: c.date });
    converted.push({ project_id: c.project_id, amount: dec(c.amount).times(rate).toFixed(), material: c.material });
  }
  return converted;
}
