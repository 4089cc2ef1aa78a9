import { pairs, type Probe, type VendorContext, VendorFailure } from '#lib/connector';
import { getWorkers } from './client/get-workers.js';
import { listOrganizations } from './client/organizations.js';
import { readReport } from './client/report.js';
import { all } from './client/xml.js';
import type { WorkdaySettings } from './settings.js';

/** A missing domain permission shows as missing rows, not as a refusal: what must have rows and has none is reported as not permitted. */
export async function probe(ctx: VendorContext<WorkdaySettings>): Promise<Probe[]> {
  const { settings } = ctx;
  const today = ctx.now().toISOString().slice(0, 10);
  const rows = async (name: string, prompts: Record<string, string> = {}) => (await readReport(name, prompts, ctx)).entries.length;
  return [
    ...await workerProbes(ctx),
    ...await Promise.all(Object.keys(pairs(settings.org_unit_types)).map((type) =>
      tried(`read organizations ${type}`, async () => (await listOrganizations(type, 0, 1, ctx)).total, 'allow the API client the scope Organizations and Roles and the user the domain of this organization type'))),
    await tried(`run ${settings.work_calendar_report}`, () => rows(settings.work_calendar_report), 'share the report with the integration system user'),
    await tried(`run ${settings.holiday_report}`, () => rows(settings.holiday_report)),
    await tried(`run ${settings.cost_rate_report}`, () => rows(settings.cost_rate_report), 'allow the user’s security group the domain of compensation in reports'),
    await tried(`run ${settings.time_off_report}`, () => rows(settings.time_off_report, { From_Date: today, To_Date: today })),
  ];
}

async function workerProbes(ctx: VendorContext<WorkdaySettings>): Promise<Probe[]> {
  let organizations = 0;
  const read = await tried('read workers', async () => {
    const { workers } = await getWorkers({ page: 1, count: 1 }, ctx);
    organizations = workers.flatMap((worker) => all(worker, 'Worker_Data/Organization_Data/Worker_Organization_Data')).length;
    return workers.length;
  }, 'allow the user’s security group the domains of worker data');
  if (!read.ok) return [read];
  return [read, { name: 'read organizations of workers', ok: organizations > 0, detail: organizations > 0 ? '' : 'workers come without organizations: allow the user’s security group the domain of organization assignments' }];
}

/** `whenEmpty` is the advice when nothing comes back; without it, nothing is a good answer. */
async function tried(name: string, count: () => Promise<number>, whenEmpty?: string): Promise<Probe> {
  try {
    const found = await count();
    return found > 0 || !whenEmpty ? { name, ok: true, detail: '' } : { name, ok: false, detail: `nothing came back: ${whenEmpty}` };
  } catch (error) {
    return { name, ok: false, detail: error instanceof VendorFailure ? error.message : 'the answer could not be read' };
  }
}
