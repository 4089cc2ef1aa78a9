import { estimatesOf, type ProjectEstimate } from '../world/estimates.js';
import { metersOf, type MeterRecord } from '../world/meters.js';
import { projectView } from './projects.js';
import type { Stage } from './step.js';

/** What the clients' meters hand in with a month. */
export function usageOf({ firm }: Stage, month: string): { month: string; records: MeterRecord[] } {
  return { month, records: metersOf(firm, month) };
}

/** What project managers give finance in a month: estimates at completion of open projects, each under the code by which its title begins in the PSA. */
export async function estimatesFor({ firm, desks }: Stage, month: string): Promise<{ month: string; estimates: (Omit<ProjectEstimate, 'target'> & { project_code: string })[]; not_open: string[] }> {
  const open = (await projectView(firm, desks)).open;
  const all = estimatesOf(firm, month);
  return {
    month, not_open: all.filter((one) => !open.has(one.target)).map((one) => one.target),
    estimates: all.filter((one) => open.has(one.target)).map(({ target, ...one }) => ({ project_code: String(open.get(target)!.title).split(/[\s:]/)[0]!, ...one })),
  };
}
