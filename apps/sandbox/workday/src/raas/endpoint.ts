import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials, REPORT_OWNER } from '../credentials.js';
import { readDate, readMoment } from '../dates.js';
import { mayReadReports } from '../session/isu.js';
import { formatted } from './format.js';
import { reports } from './reports.js';

/** GET /ccx/service/customreport2/{tenant}/{owner}/{report}?format=json|csv|xml and the report's prompts. Basic (ISU) or Bearer. */
export function customReport(ctx: Ctx): Reply {
  if (!mayReadReports(ctx)) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="workday"' }, body: { error: 'invalid username or password' } };
  const { tenant, owner, report: name } = ctx.params;
  const report = Object.hasOwn(reports, name!) ? reports[name!] : undefined;
  if (tenant !== credentials.tenant || owner !== REPORT_OWNER || !report) return { status: 404, body: { error: `Invalid report: ${owner}/${name}` } };
  for (const [prompt, read] of [['From_Date', readDate], ['To_Date', readDate], ['Updated_From', readMoment]] as const) {
    const text = ctx.query.get(prompt);
    if (text && read(text) === undefined) return { status: 400, body: { error: `Invalid value for prompt ${prompt}: ${text}` } };
  }
  const reply = formatted(name!, ctx.query.get('format'), report.columns, report.entries(ctx));
  return reply ?? { status: 400, body: { error: `Unknown format ${ctx.query.get('format')}` } };
}
