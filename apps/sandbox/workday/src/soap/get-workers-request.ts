import { readDate, readMoment } from '../dates.js';
import type { LogWindow } from '../people/transaction-log.js';
import { allow, child, children, flag, textOf, type Element } from './element.js';
import { SoapFault } from './fault.js';

export const GROUPS = [
  'Include_Reference', 'Include_Personal_Information', 'Include_Employment_Information', 'Include_Compensation', 'Include_Organizations', 'Include_Management_Chain_Data', 'Include_Roles',
  'Include_Additional_Jobs', 'Include_User_Account', 'Include_Worker_Documents', 'Include_Photo', 'Include_Skills', 'Include_Qualifications', 'Include_Goals', 'Include_Employee_Review', 'Include_Benefit_Enrollments', 'Include_Multiple_Managers_in_Management_Chain_Data',
] as const;
export type Group = (typeof GROUPS)[number];

/** What a Get_Workers call asks for. */
export interface GetWorkers {
  references?: { type: string; value: string }[];
  skipMissing: boolean;
  /** Undefined: no transaction log criteria, every worker. */
  windows?: LogWindow[];
  organizations: { type: string; value: string }[];
  excludeInactive: boolean;
  excludeEmployees: boolean;
  excludeContingent: boolean;
  asOf?: string;
  enteredBy?: string;
  page: number;
  count: number;
  groups: Set<Group>;
}

/** Sent back without a Response_Group. */
const DEFAULT_GROUPS: Group[] = ['Include_Reference', 'Include_Personal_Information', 'Include_Employment_Information', 'Include_Compensation', 'Include_Organizations', 'Include_Roles'];

export function readGetWorkers(request: Element): GetWorkers {
  allow(request, 'Get_Workers_Request', ['Request_References', 'Request_Criteria', 'Response_Filter', 'Response_Group']);
  const references = child(request, 'Request_References');
  const criteria = child(request, 'Request_Criteria');
  if (references && criteria) throw new SoapFault('validationError', 'Request_References and Request_Criteria may not be used together', 'Get_Workers_Request');
  allow(criteria, 'Request_Criteria', [
    'Transaction_Log_Criteria_Data', 'Organization_Reference', 'Include_Subordinate_Organizations', 'Position_Reference', 'Exclude_Inactive_Workers', 'Exclude_Employees', 'Exclude_Contingent_Workers', 'Country_Reference', 'National_ID_Criteria_Data', 'Field_And_Parameter_Criteria_Data',
  ]);
  const logs = children(criteria, 'Transaction_Log_Criteria_Data');
  return {
    references: references && children(references, 'Worker_Reference').map(idOf),
    skipMissing: references?.['@_Skip_Non_Existing_Instances'] === '1' || references?.['@_Skip_Non_Existing_Instances'] === 'true' || flag(references, 'Skip_Non_Existing_Instances') === true,
    windows: logs.length ? logs.map(windowOf) : undefined,
    organizations: children(criteria, 'Organization_Reference').map(idOf),
    excludeInactive: flag(criteria, 'Exclude_Inactive_Workers') ?? false,
    excludeEmployees: flag(criteria, 'Exclude_Employees') ?? false,
    excludeContingent: flag(criteria, 'Exclude_Contingent_Workers') ?? false,
    ...filterOf(child(request, 'Response_Filter')),
    groups: groupsOf(child(request, 'Response_Group')),
  };
}

function idOf(reference: Element): { type: string; value: string } {
  const id = child(reference, 'ID');
  const type = id?.['@_type'];
  const value = textOf(id);
  if (typeof type !== 'string' || value === undefined) throw new SoapFault('validationError', 'A reference needs an ID with a type', 'ID');
  return { type, value };
}

function windowOf(log: Element): LogWindow {
  allow(log, 'Transaction_Log_Criteria_Data', ['Transaction_Date_Range_Data', 'Transaction_Type_References', 'Subscriber_Reference']);
  const range = child(log, 'Transaction_Date_Range_Data');
  allow(range, 'Transaction_Date_Range_Data', ['Updated_From', 'Updated_Through', 'Effective_From', 'Effective_Through']);
  const types = children(child(log, 'Transaction_Type_References'), 'Transaction_Type_Reference').map((r) => idOf(r).value);
  return {
    updatedFrom: read(range, 'Updated_From', readMoment), updatedThrough: read(range, 'Updated_Through', readMoment),
    effectiveFrom: read(range, 'Effective_From', readDate), effectiveThrough: read(range, 'Effective_Through', readDate), types,
  };
}

function filterOf(filter: Element | undefined): Pick<GetWorkers, 'asOf' | 'enteredBy' | 'page' | 'count'> {
  allow(filter, 'Response_Filter', ['As_Of_Effective_Date', 'As_Of_Entry_DateTime', 'Page', 'Count']);
  return { asOf: read(filter, 'As_Of_Effective_Date', readDate), enteredBy: read(filter, 'As_Of_Entry_DateTime', readMoment), page: whole(filter, 'Page', 1, 999_999), count: whole(filter, 'Count', 100, 999) };
}

function groupsOf(group: Element | undefined): Set<Group> {
  if (!group) return new Set(DEFAULT_GROUPS);
  const unknown = Object.keys(group).filter((name) => !name.startsWith('Exclude_') && !(GROUPS as readonly string[]).includes(name));
  allow(Object.fromEntries(unknown.map((name) => [name, group[name]])), 'Response_Group', [...GROUPS]);
  return new Set(GROUPS.filter((name) => flag(group, name)));
}

function read(parent: Element | undefined, name: string, as: (text: unknown) => string | undefined): string | undefined {
  const text = textOf(parent, name);
  if (text === undefined) return undefined;
  const value = as(text);
  if (value === undefined) throw new SoapFault('validationError', `'${text}' is not a valid value for ${name}`, name);
  return value;
}

function whole(parent: Element | undefined, name: string, otherwise: number, most: number): number {
  const text = textOf(parent, name);
  if (text === undefined) return otherwise;
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > most) throw new SoapFault('validationError', `'${text}' is not a valid value for ${name}: a whole number from 1 to ${most} is expected`, name);
  return n;
}
