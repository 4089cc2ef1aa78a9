import { UnreadableAnswer, type VendorContext } from '#lib/connector';
import type { WorkdaySettings } from '../settings.js';
import { givenAt } from './vendor-time.js';

/** One line of a custom report: values as sent, normally text; an empty column is absent. */
export type ReportEntry = Record<string, unknown>;

export interface Report {
  entries: ReportEntry[];
  /** By Workday's clock. */
  givenAt: string;
}

/** A whole custom report (RaaS): there is no paging. */
export async function readReport(name: string, prompts: Record<string, string | undefined>, ctx: VendorContext<WorkdaySettings>): Promise<Report> {
  const { path_prefix, tenant, report_owner } = ctx.settings;
  const answer = await ctx.http.send({
    method: 'GET', url: `${path_prefix}/service/customreport2/${[tenant, report_owner, name].map(encodeURIComponent).join('/')}`, query: { format: 'json', ...prompts },
    label: `raas.${name}`, auth: 'raas',
  });
  const entries = answer.json<{ Report_Entry?: ReportEntry[] }>().Report_Entry;
  if (!Array.isArray(entries)) throw new UnreadableAnswer(`report ${name} has no Report_Entry`);
  return { entries, givenAt: givenAt(answer, ctx) };
}
