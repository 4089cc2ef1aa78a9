import { pairs, type SchemaDescription, type VendorContext } from '#lib/connector';
import { getWorkers } from './client/get-workers.js';
import { listOrganizations } from './client/organizations.js';
import { readReport, type ReportEntry } from './client/report.js';
import type { Xml } from './client/xml.js';
import type { WorkdaySettings } from './settings.js';

/** Workers looked at to tell the shape of a worker. */
const SAMPLE = 100;

/**
 * The shape of what is read, as it comes back: Workday leaves out what is empty, so fields that may be empty for everybody count as
 * there. A field of the mapping that nobody has any more, or that came under another name, shows as a difference.
 */
export async function schema(ctx: VendorContext<WorkdaySettings>): Promise<SchemaDescription> {
  const { settings } = ctx;
  const today = ctx.now().toISOString().slice(0, 10);
  const { workers } = await getWorkers({ page: 1, count: SAMPLE }, ctx);
  const types = Object.keys(pairs(settings.org_unit_types));
  const organizations = (await Promise.all(types.map((type) => listOrganizations(type, 0, 20, ctx)))).flatMap((page) => page.organizations);
  const reports: [string, string[], Record<string, string>][] = [
    [settings.work_calendar_report, ['Region'], {}],
    [settings.holiday_report, ['Observed_Date'], {}],
    [settings.cost_rate_report, ['End_Date', 'Salary_Component', 'On_Cost_Component', 'Overhead_Component'], {}],
    [settings.time_off_report, ['Last_Updated'], { From_Date: `${Number(today.slice(0, 4)) - 1}${today.slice(4)}` }],
  ];
  const objects: SchemaDescription['objects'] = {
    Worker: { ...optionally(WORKER_OPTIONAL), ...merged(workers.map((worker) => pathsOf(worker))) },
    organization: { ...optionally(['manager', 'code']), ...merged(organizations.map((o) => typesOf(o as unknown as ReportEntry))) },
  };
  for (const [name, optional, prompts] of reports) objects[name] = { ...optionally(optional), ...merged((await readReport(name, prompts, ctx)).entries.map(typesOf)) };
  return { objects };
}

const POSITION = 'Worker_Data/Employment_Data/Worker_Job_Data/Position_Data';
const STATUS = 'Worker_Data/Employment_Data/Worker_Status_Data';
/** Paths that may be missing for every worker of the sample. */
const WORKER_OPTIONAL = [
  'Worker_Data/User_ID', 'Worker_Data/Personal_Data/Contact_Data/Email_Address_Data/Email_Address', `${POSITION}/Manager_as_of_last_detected_manager_change_Reference/ID`,
  `${POSITION}/Full_Time_Equivalent_Percentage`, `${STATUS}/Termination_Date`, `${STATUS}/Termination_Last_Day_of_Work`,
];

const optionally = (names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, 'text']));
const merged = (shapes: Record<string, string>[]): Record<string, string> => Object.assign({}, ...shapes) as Record<string, string>;
const typesOf = (entry: ReportEntry): Record<string, string> => Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, value !== null && typeof value === 'object' ? 'reference' : typeof value === 'string' ? 'text' : typeof value]));

/** Paths of the elements that hold text. */
function pathsOf(element: Xml, path = ''): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('@') || name === '#text') continue;
    const here = path === '' ? name : `${path}/${name}`;
    for (const one of (Array.isArray(value) ? value : [value]) as (string | Xml)[]) {
      if (typeof one === 'string' || typeof one['#text'] === 'string') paths[here] = 'text';
      else Object.assign(paths, pathsOf(one, here));
    }
  }
  return paths;
}
