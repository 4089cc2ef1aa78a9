import { dec, type Worker } from '#lib/canonical';
import { type Known, type Mapped, mapStatus, pairs } from '#lib/connector';
import { all, first, idAt, textAt, type Xml } from '../client/xml.js';
import type { WorkdaySettings } from '../settings.js';
import { dayOf, decimalText, drifted, optionalDay, required } from './text.js';
import { hireDateOf, primaryPosition, statusData, type WorkerRow } from './worker-row.js';

/** Fields of Get_Workers that are left out on purpose, and why. */
export const WORKER_DROPPED: Record<string, string> = {
  'Worker_Data/User_ID': 'account name; the work e-mail identifies the person',
  'Worker_Data/Personal_Data/Name_Data': 'the formatted name stands for its parts',
  'Worker_Data/Employment_Data/Worker_Status_Data/Continuous_Service_Date': 'seniority is no concern of delivery or billing',
  'Worker_Data/Employment_Data/Worker_Status_Data/Terminated': 'says the same as Active = 0',
  'Worker_Data/Employment_Data/Worker_Status_Data/Termination_Last_Day_of_Work': 'garden leave: the employment ends on Termination_Date',
  'Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Position_Title': 'Business_Title is the title in use',
  'Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Position_Reference': 'Position_ID names the position',
};

/** What Workday says of a worker whatever the job and the status. */
export function knownWorker({ worker }: WorkerRow): Known {
  const company = organizationsOf(worker)['COMPANY']?.code;
  const manager = workerNumber(primaryPosition(worker), 'Manager_as_of_last_detected_manager_change_Reference');
  return {
    natural_key: textAt(worker, 'Worker_Data/Worker_ID') ?? null,
    refs: {
      ...(company ? { legal_entity_id: { entity: 'legal_entity', natural_key: company, optional: true } } : {}),
      ...(manager ? { manager_id: { entity: 'worker', natural_key: manager, optional: true } } : {}),
    },
  };
}

/** Worker of Human_Resources Get_Workers to canonical worker (glossary 4.5). Organizations are references by code, the manager one by worker number. */
export function mapWorker(row: WorkerRow, settings: WorkdaySettings): Mapped<Worker> {
  const { worker } = row;
  const data = first(worker, 'Worker_Data');
  const status = statusData(worker);
  const position = primaryPosition(worker);
  if (!position || !status) throw drifted('Employment_Data', undefined, 'a primary job and a status');
  const number = required('Worker_ID', textAt(data, 'Worker_ID'));
  const organizations = organizationsOf(worker);
  const hired = optionalDay('Hire_Date', hireDateOf(worker));
  return {
    ...knownWorker(row),
    effective_from: hired ?? null,
    data: {
      worker_number: number, kind: kindOf(position, settings), display_name: nameOf(worker) ?? number, email: emailOf(worker)?.toLowerCase(),
      practice: organizations['BUSINESS_UNIT']?.code, region: organizations['REGION']?.code, cost_center: organizations['COST_CENTER']?.code,
      role: idAt(position, 'Job_Profile_Summary_Data/Job_Profile_Reference', 'Job_Profile_ID'),
      work_calendar_code: idAt(position, 'Business_Site_Summary_Data/Location_Reference', 'Location_ID'),
      fte: fteOf(position, settings), hire_date: hired, termination_date: optionalDay('Termination_Date', textAt(status, 'Termination_Date')), status: statusOf(status, row.ahead),
    },
    extensions: extensionsOf(position, status, organizations),
  };
}

function statusOf(status: Xml, ahead: boolean): string {
  if (ahead) return 'pre_hire';
  const flag = (name: string, value = textAt(status, name)) => mapStatus({ 0: 'no', false: 'no', 1: 'yes', true: 'yes' }, name, value);
  if (flag('Active') === 'no') return 'terminated';
  return flag('On_Leave', textAt(status, 'On_Leave') ?? '0') === 'yes' ? 'on_leave' : 'active';
}

function kindOf(position: Xml, settings: WorkdaySettings): string {
  if (idAt(position, 'Worker_Type_Reference', 'Employee_Type_ID')) return 'employee';
  const contingent = idAt(position, 'Worker_Type_Reference', 'Contingent_Worker_Type_ID');
  if (contingent === undefined) return mapStatus({}, 'Worker_Type_Reference', undefined);
  return pairs(settings.contingent_kinds)[contingent] ?? 'contractor';
}

/** Per cent to fraction, exactly: 80 → 0.8. */
function fteOf(position: Xml, settings: WorkdaySettings): string {
  const percent = textAt(position, 'Full_Time_Equivalent_Percentage');
  return percent === undefined ? settings.default_fte : dec(decimalText('Full_Time_Equivalent_Percentage', percent)).div(100).toFixed();
}

/** Preferred name before legal name, as Workday formats it for the country. */
function nameOf(worker: Xml): string | undefined {
  const names = first(worker, 'Worker_Data/Personal_Data/Name_Data');
  for (const detail of ['Preferred_Name_Data', 'Legal_Name_Data'].map((kind) => first(names, `${kind}/Name_Detail_Data`))) {
    const parts = [textAt(detail, 'First_Name'), textAt(detail, 'Last_Name')].filter((part) => part !== undefined);
    const name = textAt(detail, '@Formatted_Name') ?? parts.join(' ');
    if (name !== '') return name;
  }
  return undefined;
}

/** The work e-mail, the primary one before others; never a private one. */
function emailOf(worker: Xml): string | undefined {
  const work = all(worker, 'Worker_Data/Personal_Data/Contact_Data/Email_Address_Data').flatMap((email) =>
    all(email, 'Usage_Data/Type_Data').filter((type) => idAt(type, 'Type_Reference', 'Communication_Usage_Type_ID') === 'WORK').map((type) => ({ email, primary: ['1', 'true'].includes(String(type['@Primary'])) })));
  return textAt((work.find((one) => one.primary) ?? work[0])?.email, 'Email_Address');
}

/** Code and name by organization type. */
function organizationsOf(worker: Xml): Record<string, { code: string; name?: string }> {
  const found: Record<string, { code: string; name?: string }> = {};
  for (const data of all(worker, 'Worker_Data/Organization_Data/Worker_Organization_Data/Organization_Data')) {
    const type = idAt(data, 'Organization_Type_Reference', 'Organization_Type_ID');
    const code = textAt(data, 'Organization_Code') ?? textAt(data, 'Organization_Reference_ID');
    if (type && code) found[type] ??= { code, name: textAt(data, 'Organization_Name') };
  }
  return found;
}

const workerNumber = (from: Xml | undefined, path: string): string | undefined => idAt(from, path, 'Employee_ID') ?? idAt(from, path, 'Contingent_Worker_ID');

function extensionsOf(position: Xml, status: Xml, organizations: Record<string, { code: string; name?: string }>): Record<string, unknown> {
  const known = new Set(['COMPANY', 'BUSINESS_UNIT', 'REGION', 'COST_CENTER']);
  const values: Record<string, unknown> = {
    position_id: textAt(position, 'Position_ID'), business_title: textAt(position, 'Business_Title'), job_profile_name: textAt(position, 'Job_Profile_Summary_Data/Job_Profile_Name'),
    location_name: textAt(position, 'Business_Site_Summary_Data/Name'), scheduled_weekly_hours: textAt(position, 'Scheduled_Weekly_Hours'),
    worker_type: idAt(position, 'Worker_Type_Reference', 'Employee_Type_ID') ?? idAt(position, 'Worker_Type_Reference', 'Contingent_Worker_Type_ID'),
    position_effective_date: optionalDay('Position_Effective_Date', textAt(position, 'Position_Effective_Date')),
    position_start_date: textAt(position, 'Start_Date') === undefined ? undefined : dayOf('Start_Date', textAt(position, 'Start_Date')),
    original_hire_date: optionalDay('Original_Hire_Date', textAt(status, 'Original_Hire_Date')),
    organization_names: names(Object.entries(organizations).map(([type, o]) => [type, o.name])),
    other_organizations: names(Object.entries(organizations).filter(([type]) => !known.has(type)).map(([type, o]) => [type, o.code])),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function names(entries: [string, string | undefined][]): Record<string, string> | undefined {
  const filled = entries.filter((e): e is [string, string] => e[1] !== undefined);
  return filled.length > 0 ? Object.fromEntries(filled) : undefined;
}
